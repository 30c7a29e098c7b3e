import type { SignReply } from './worker-messages.ts';

/** Why the page could not sign. */
export type SignFailure =
  | Extract<SignReply, { ok: false }>['reason']
  | 'certificate-missing'
  | 'key-missing'
  | 'password-missing'
  | 'too-large'
  | 'unreadable'
  | 'no-challenge';

/** The field at which a failure is told. */
export type FailureField = 'certificate' | 'key' | 'password' | 'form';

const fields = {
  'certificate-missing': 'certificate',
  'not-a-certificate': 'certificate',
  swapped: 'certificate',
  'key-missing': 'key',
  'not-a-key': 'key',
  'key-mismatch': 'key',
  'password-missing': 'password',
  'key-not-opened': 'password',
  'too-large': 'form',
  unreadable: 'form',
  'no-challenge': 'form',
  failed: 'form',
} as const satisfies Record<SignFailure, FailureField>;

/** All of them. */
export const signFailures = Object.keys(fields).filter((name): name is SignFailure => name in fields);

export const fieldOf = (failure: SignFailure): FailureField => fields[failure];
/** The key of its sentence in the chat's locale. */
export const textOf = (failure: SignFailure) => `chat.efirma.errors.${failure}` as const;
