import type { Input, InputFile, InputValue } from '../../dialogs/input.ts';
import type { Turn } from '../../services/store/store.ts';
import type { Vault } from '../../services/vault/vault.ts';
import { InboxMessage } from './inbox-message.ts';

/** Joins a message from the inbox with the secrets that wait for it in memory. */
export function readInput(message: InboxMessage, vault: Vault, recognizerMaxChars: number): Input {
  const secrets = Object.entries(message.secrets).map(([name, ref = '']) => ({ name, bytes: vault.get(ref) }));
  const files = message.files.map(({ ref, ...file }) => ({ ...file, bytes: vault.get(ref) }));
  const lost = [...secrets, ...files].some(({ bytes }) => bytes === undefined);
  const clear = Object.fromEntries(secrets.map(({ name, bytes }) => [name, bytes?.toString('utf8')]));
  const text = (clear.text ?? message.text).trim();
  return {
    kind: message.kind,
    text,
    short: cut(text, recognizerMaxChars),
    truncated: message.truncated,
    burned: message.burned,
    secretsLost: lost,
    files: files.filter((file): file is InputFile => file.bytes !== undefined),
    value: readValue(message, clear),
    ...(message.formFor && { formFor: message.formFor }),
    ...(message.stale && { stale: message.stale }),
    ...(message.desk && { desk: message.desk }),
    ...(message.handoff !== undefined && { handoff: message.handoff }),
    ...(message.move && { move: message.move }),
    ...(clear.moveCode !== undefined && { moveCode: clear.moveCode }),
  };
}

/** Whether the secrets of a message wait in this process; they are nowhere else than in the one that took it in. */
export function holdsSecrets(message: InboxMessage, vault: Vault): boolean {
  return referencesOf(message).every((reference) => vault.get(reference) !== undefined);
}

/** Overwrites what a turn no longer needs; files that wait for their password are kept under references of their own. */
export function dropSecrets({ activity }: Pick<Turn, 'activity'>, vault: Vault): void {
  const message = InboxMessage.safeParse(activity).data;
  for (const reference of message ? referencesOf(message) : []) vault.drop(reference);
}

const referencesOf = ({ secrets, files }: InboxMessage): readonly string[] =>
  [...Object.values(secrets), ...files.map(({ ref }) => ref)].filter((reference) => reference !== undefined);

function readValue(message: InboxMessage, clear: Record<string, string | undefined>): InputValue {
  const { password, confirmation, keyPassword } = clear;
  return {
    ...(password === undefined ? {} : { password }),
    ...(confirmation === undefined ? {} : { confirmation }),
    ...(keyPassword === undefined ? {} : { keyPassword }),
    ...(message.certificate === undefined ? {} : { certificate: Buffer.from(message.certificate, 'base64') }),
    ...(message.signature === undefined ? {} : { signature: Buffer.from(message.signature, 'base64') }),
    ...(message.renewChallenge ? { renewChallenge: true } : {}),
  };
}

/** At most `max` characters, ending at a blank where there is one, so that no word is torn. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const blank = text.lastIndexOf(' ', max);
  return text.slice(0, blank > 0 ? blank : max);
}
