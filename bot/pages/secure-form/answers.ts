import type { Portal } from '../../../services/accounts/portal.ts';
import { identify } from '../../../services/efirma/identify.ts';
import type { PasswordCheck } from '../../../services/passwords/check.ts';
import type { SecureForm } from '../../../services/secure-forms/secure-form.ts';
import type { UploadedFile } from '../../channels/channel.ts';
import type { Problem } from './problem.ts';
import type { Posted } from './read-posted.ts';

/** What goes into the conversation. */
export interface Answer {
  readonly value: Readonly<Record<string, string>>;
  readonly files: readonly UploadedFile[];
}

export type ReadAnswer =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly problem: Problem };

export interface AnswerOptions {
  /** The portal's rules, with what is known of the person where it is known. */
  readonly checkPassword: (conversationId: string, portal: Portal, password: string) => Promise<PasswordCheck>;
  /** Whether a secret was typed into this conversation in plain sight. */
  readonly isBurned: (conversationId: string, secret: string) => Promise<boolean>;
  readonly fileMaxBytes: number;
}

type Given = Extract<Posted, { ok: true }>;

/** No password, of a portal or of a key, has more; a hash or a key derivation must not be fed megabytes. */
const SECRET_MAX_CHARS = 1_024;
const BASE64 = /^[A-Za-z0-9+/]{1,12000}={0,2}$/;

/** Checks what can be checked before the conversation hears of it, so that nothing is spent on a slip. */
export function readAnswer(
  options: AnswerOptions,
  conversationId: string,
  { form }: SecureForm,
  given: Given,
): Promise<ReadAnswer> | ReadAnswer {
  switch (form.kind) {
    case 'password':
      return readNewPassword(options, conversationId, form.portal, given.fields);
    case 'client-password':
      return readSecret(given.fields, 'password');
    case 'key-password':
      return readSecret(given.fields, 'keyPassword');
    case 'efirma':
      return given.fields.has('signature') ? readSignature(given.fields) : readFiles(given, options.fileMaxBytes);
  }
}

async function readNewPassword(
  { checkPassword, isBurned }: AnswerOptions,
  conversationId: string,
  portal: Portal,
  fields: URLSearchParams,
): Promise<ReadAnswer> {
  const [password, confirmation] = [fields.get('password') ?? '', fields.get('confirmation') ?? ''];
  if (password === '') return refuse('empty');
  const checked = await checkPassword(conversationId, portal, password);
  if (!checked.ok) return { ok: false, problem: { failing: checked.failing } };
  if (password.normalize('NFC') !== confirmation.normalize('NFC')) return refuse('mismatch');
  if (await isBurned(conversationId, password)) return refuse('burned');
  return accept({ password, confirmation: password });
}

function readSecret(fields: URLSearchParams, name: 'password' | 'keyPassword'): ReadAnswer {
  const secret = fields.get('password') ?? '';
  if (secret === '') return refuse('empty');
  return secret.length > SECRET_MAX_CHARS ? refuse('too-long') : accept({ [name]: secret });
}

/** Made in the browser. Whether it holds is for the turn to say. */
function readSignature(fields: URLSearchParams): ReadAnswer {
  const [certificate, signature] = [fields.get('certificate') ?? '', fields.get('signature') ?? ''];
  return BASE64.test(certificate) && BASE64.test(signature) ? accept({ certificate, signature }) : refuse('empty');
}

/** The two files themselves, for whose browser cannot sign. Which is which is seen by what they are. */
function readFiles({ fields, files }: Given, fileMaxBytes: number): ReadAnswer {
  const chosen = [...files.values()];
  const keyPassword = fields.get('password') ?? '';
  if (chosen.some((file) => file.oversized)) return refuse('too-large');
  const kinds = chosen.map((file) => identify(file.bytes, fileMaxBytes)).sort();
  if (kinds.join() !== 'certificate,key') return refuse('files');
  if (keyPassword === '') return refuse('empty');
  return keyPassword.length > SECRET_MAX_CHARS ? refuse('too-long') : accept({ keyPassword }, chosen);
}

const accept = (value: Answer['value'], files: Answer['files'] = []): ReadAnswer => ({
  ok: true,
  answer: { value, files },
});
const refuse = (because: Extract<Problem, { because: string }>['because']): ReadAnswer => ({
  ok: false,
  problem: { because },
});
