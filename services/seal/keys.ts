import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SealingKey } from './sealer.ts';

/** The keys of a running product, one a purpose. */
export interface Keys {
  /** For `createSealer`: the current one first. */
  readonly sealing: readonly SealingKey[];
  /** For tokens, sessions and addresses: the current one first, then those that still verify. */
  readonly signing: readonly Buffer[];
  /** For indexes over identifiers (CURP, email). Never rotated: what is indexed with another key is not found again. */
  readonly index: Buffer;
}

export interface KeySources {
  /** 32 bytes in base64; where one is absent, `dataDir` must be given. */
  readonly signingKey?: string | undefined;
  readonly sealingKey?: string | undefined;
  /** What indexes are made with; the signing key where absent. Needed once that one is rotated. */
  readonly indexKey?: string | undefined;
  /** Earlier keys: they still verify what they signed, and open what they sealed. */
  readonly retiredSigningKeys?: readonly string[] | undefined;
  readonly retiredSealingKeys?: readonly string[] | undefined;
  /** Demo mode only: where `keys.json` (mode 0600) is read, or made at first start. */
  readonly dataDir?: string | undefined;
}

const Key = z.base64().transform((text, context) => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 32) context.addIssue({ code: 'custom', message: 'must be 32 bytes in base64' });
  return bytes;
});
const KeyFile = z.object({ signing: Key, sealing: Key });

/** The keys of the settings, and in demo mode those of the data folder. Throws when one is missing or is no key. */
export function loadKeys(sources: KeySources): Keys {
  const file = sources.dataDir === undefined ? undefined : keysIn(sources.dataDir, sources);
  const signing = given('SIGNING_KEY', sources.signingKey) ?? file?.signing;
  const sealing = given('SEALING_KEY', sources.sealingKey) ?? file?.sealing;
  if (signing === undefined || sealing === undefined) throw new Error('SIGNING_KEY and SEALING_KEY are missing');
  const index = given('INDEX_KEY', sources.indexKey) ?? signing;
  return {
    sealing: [sealing, ...retired('SEALING_KEYS_RETIRED', sources.retiredSealingKeys)].map(sealingKey),
    signing: [signing, ...retired('SIGNING_KEYS_RETIRED', sources.retiredSigningKeys)].map((key) =>
      derive(key, 'signing'),
    ),
    index: derive(index, 'index'),
  };
}

const retired = (name: string, texts: readonly string[] = []) => texts.flatMap((text) => given(name, text) ?? []);

function given(name: string, text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined;
  const parsed = Key.safeParse(text);
  // The value stays out of the message.
  if (!parsed.success) throw new Error(`${name} must be 32 random bytes in base64`);
  return parsed.data;
}

function keysIn(dataDir: string, { signingKey, sealingKey }: KeySources): z.infer<typeof KeyFile> | undefined {
  if (signingKey !== undefined && sealingKey !== undefined) return undefined;
  const path = join(dataDir, 'keys.json');
  try {
    return parseFile(path);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
  createFile(dataDir, path);
  return parseFile(path);
}

/** Written whole under another name and then linked, so that of two first starts one wins and none reads half a file. */
function createFile(dataDir: string, path: string): void {
  mkdirSync(dataDir, { recursive: true });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const fresh = () => randomBytes(32).toString('base64');
  writeFileSync(draft, `${JSON.stringify({ signing: fresh(), sealing: fresh() })}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function parseFile(path: string): z.infer<typeof KeyFile> {
  const text = readFileSync(path, 'utf8');
  const parsed = KeyFile.safeParse(parseJson(text));
  if (!parsed.success)
    throw new Error('keys.json in the data folder cannot be read: restore it, or delete data and file');
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The id is a fingerprint, so that rotating needs no bookkeeping of names. */
function sealingKey(secret: Buffer): SealingKey {
  const key = derive(secret, 'sealing');
  return { id: createHash('sha256').update(key).digest('base64url').slice(0, 8), key };
}

const derive = (secret: Buffer, purpose: string) =>
  Buffer.from(hkdfSync('sha256', secret, '', `recupera:${purpose}`, 32));
const isCode = (error: unknown, code: string) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
