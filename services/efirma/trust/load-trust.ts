import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { openX509 } from '../x509.ts';
import { type Authority, readAuthority } from './authority.ts';
import { demoOrganization } from './demo-organization.ts';
import { satPins, satTestAuthorities } from './pins.ts';
import { createTrustStore, type TrustStore } from './trust-store.ts';

/** Names every file that may not be trusted; the product does not start with it. */
export class TrustError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Authorities refused:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

export interface TrustSources {
  /** In production every added authority must be pinned, and neither test nor demo authorities load. */
  readonly production: boolean;
  /** Folder of further authorities: `.cer`, `.crt`, `.der` and `.pem` files, DER or any number of PEM blocks. */
  readonly directory?: string | undefined;
  /** SHA-256 (hexadecimal, colons allowed) of the authorities that the folder may add. */
  readonly pins?: readonly string[] | undefined;
  /** DER of authorities the process made itself: the demo authority. */
  readonly own?: readonly Uint8Array[] | undefined;
}

const satFolder = new URL('./', import.meta.url);
const maxFileBytes = 256 * 1024;

/**
 * Loads the SAT's pinned authorities and what the operator adds. A file of the folder that holds no authority is left
 * out and named in `refused`; in production it is a `TrustError`, as is anything wrong with the SAT's own.
 */
export async function loadTrust(sources: TrustSources): Promise<TrustStore> {
  const sat = await loadSat();
  const folder = sources.directory === undefined ? [] : await readFolder(sources.directory);
  const own = (sources.own ?? []).map((der): Read => ['demo authority', readAuthority(der)]);
  const added = [...folder, ...own];

  const refused = added.flatMap(([file, read]) => (read.ok ? [] : [`${file}: ${read.problem}`]));
  if (sources.production) {
    const problems = [...refused, ...refusedInProduction(added, sources.pins ?? [])];
    if (problems.length > 0) throw new TrustError(problems);
  }
  return createTrustStore([...sat, ...authoritiesOf(added)], refused);
}

type Read = readonly [file: string, read: ReturnType<typeof readAuthority>];

const authoritiesOf = (reads: readonly Read[]) => reads.flatMap(([, read]) => (read.ok ? [read.authority] : []));

async function loadSat(): Promise<Authority[]> {
  const reads = await readFolder(satFolder);
  const missing = new Set(Object.values(satPins));
  const foreign = reads.filter(([, read]) => !read.ok || !missing.delete(read.authority.sha256));
  const problems = [
    ...foreign.map(([file]) => `${file}: not one of the SAT's pinned authorities`),
    ...[...missing].map((pin) => `the SAT's authority ${pin} is missing`),
  ];
  if (problems.length > 0) throw new TrustError(problems);
  return authoritiesOf(reads);
}

function refusedInProduction(added: readonly Read[], pins: readonly string[]): string[] {
  const pinned = new Set(pins.map((pin) => pin.replaceAll(':', '').trim().toLowerCase()));
  return added.flatMap(([file, read]) => {
    if (!read.ok) return [];
    const { sha256, x509 } = read.authority;
    if (satTestAuthorities.has(sha256)) return [`${file}: a test authority of the SAT`];
    if (x509.subject.split('\n').includes(`O=${demoOrganization}`)) return [`${file}: a demo authority`];
    return pinned.has(sha256) ? [] : [`${file}: its SHA-256 ${sha256} is not pinned`];
  });
}

async function readFolder(folder: string | URL): Promise<Read[]> {
  const names = (await readdir(folder)).filter((name) => /\.(cer|crt|der|pem)$/i.test(name)).sort();
  const reads: Read[] = [];
  for (const name of names) {
    const bytes = await readFile(typeof folder === 'string' ? path.join(folder, name) : new URL(name, folder));
    for (const der of certificatesIn(bytes)) reads.push([name, readAuthority(der)]);
  }
  return reads;
}

/** The DER of each PEM block, or the octets themselves when there is none. */
function certificatesIn(bytes: Buffer): Uint8Array[] {
  if (bytes.length > maxFileBytes) return [new Uint8Array()];
  const blocks = bytes.toString('latin1').match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
  if (blocks === null) return [bytes];
  return blocks.map((block) => openX509(block)?.raw ?? new Uint8Array());
}
