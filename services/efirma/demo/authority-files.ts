import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { demoOrganization } from '../trust/demo-organization.ts';
import { type Issuer, nameOids } from './fiel.ts';
import { basicConstraints, digitSerial, keyUsage, mintCertificate, type NamePart } from './mint.ts';

const generate = promisify(generateKeyPair);
const day = 24 * 60 * 60_000;

interface StoredAuthority {
  readonly root: Buffer;
  readonly issuing: Buffer;
  readonly issuer: Issuer;
}

const files = {
  root: 'root.cer',
  rootKey: 'root.key.pem',
  issuing: 'issuing.cer',
  issuingKey: 'issuing.key.pem',
} as const;

const rootName = nameParts('Raiz de demostracion');
const issuingName = nameParts('Autoridad de demostracion');

/** The authority of `directory`/efirma-demo; made there first when it is absent. Throws errors of the file system. */
export async function loadOrCreate(directory: string, now: number): Promise<StoredAuthority> {
  const folder = path.join(directory, 'efirma-demo');
  const stored = await load(folder);
  if (stored !== undefined) return stored;

  await mkdir(directory, { recursive: true });
  const draft = await mkdtemp(path.join(directory, '.efirma-demo-'));
  await create(draft, now);
  try {
    // A folder appears whole or not at all, also when two processes start at once.
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!isErrno(error, 'ENOTEMPTY') && !isErrno(error, 'EEXIST')) throw error;
  }
  const created = await load(folder);
  if (created === undefined) throw new Error(`The demo authority could not be read back from ${folder}`);
  return created;
}

async function load(folder: string): Promise<StoredAuthority | undefined> {
  try {
    const read = (name: string) => readFile(path.join(folder, name));
    const [root, issuing, key] = await Promise.all([read(files.root), read(files.issuing), read(files.issuingKey)]);
    return { root, issuing, issuer: { name: issuingName, key: createPrivateKey(key) } };
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function create(folder: string, now: number): Promise<void> {
  const [rootPair, issuingPair] = await Promise.all([
    generate('rsa', { modulusLength: 2_048 }),
    generate('rsa', { modulusLength: 2_048 }),
  ]);
  const base = { issuer: rootName, signingKey: rootPair.privateKey, notBefore: now - day };
  const usage = keyUsage('keyCertSign', 'cRLSign');
  const root = mintCertificate({
    ...base,
    serial: digitSerial('00000000000000000001'),
    subject: rootName,
    notAfter: now + 20 * 365 * day,
    publicKey: rootPair.publicKey,
    extensions: [basicConstraints({ pathLength: 1 }), usage],
  });
  const issuing = mintCertificate({
    ...base,
    serial: digitSerial('00000000000000000002'),
    subject: issuingName,
    notAfter: now + 15 * 365 * day,
    publicKey: issuingPair.publicKey,
    extensions: [basicConstraints({ pathLength: 0 }), usage],
  });
  const write = (name: string, bytes: Buffer | string) => writeFile(path.join(folder, name), bytes, { mode: 0o600 });
  await Promise.all([
    write(files.root, root),
    write(files.issuing, issuing),
    write(files.rootKey, pemOf(rootPair.privateKey)),
    write(files.issuingKey, pemOf(issuingPair.privateKey)),
  ]);
}

function nameParts(commonName: string): NamePart[] {
  return [
    { oid: nameOids.commonName, value: commonName },
    { oid: nameOids.organization, value: demoOrganization },
    { oid: nameOids.country, value: 'MX' },
  ];
}

const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' });

const isErrno = (error: unknown, code: string) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
