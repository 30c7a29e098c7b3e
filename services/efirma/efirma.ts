import { createHash, verify } from 'node:crypto';
import { type ReadCertificate, readCertificate } from './certificate.ts';
import { checkChain } from './chain.ts';
import { type Challenge, type ChallengeInput, newChallenge } from './challenge.ts';
import { type FileKind, identify } from './identify.ts';
import { readKeyEnvelope } from './key-file.ts';
import { createKeyOpener, type KeyOpener } from './key-opener/key-opener.ts';
import { passwordReadings } from './key-password.ts';
import type { OcspChecker } from './ocsp/checker.ts';
import { readHolder } from './profile.ts';
import { type EfirmaRefusal, type EfirmaResult, type Holder, refuse } from './result.ts';
import type { Authority } from './trust/authority.ts';
import type { TrustStore } from './trust/trust-store.ts';

export interface EfirmaLimits {
  readonly fileMaxBytes: number;
  readonly keyMaxIterations: number;
  readonly workerTimeoutMs: number;
  readonly challengeTtlMs: number;
}

export interface EfirmaDependencies {
  readonly trust: TrustStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly limits: EfirmaLimits;
  /** Without it revocation is not asked; production requires one. */
  readonly ocsp?: OcspChecker | undefined;
  /** Opens keys in worker threads unless another is given. */
  readonly keyOpener?: KeyOpener | undefined;
}

/** Proves with an e.firma of the SAT that a person holds a CURP. Knows nothing of accounts. */
export interface Efirma {
  /** What a file is by its octets. */
  identify(bytes: Uint8Array): FileKind;
  /** A text to sign; the caller keeps it with its case and accepts one signature over it. */
  newChallenge(input: ChallengeInput): Challenge;
  /** Judges a certificate and a signature (RSASSA-PKCS1-v1_5, SHA-256) over the UTF-8 octets of the challenge. */
  checkSignature(input: SignatureInput): Promise<EfirmaResult>;
  /**
   * Judges a certificate and its key file. Wipes `keyPassword`, where it is octets, before it answers; the key file, still
   * encrypted, is left to the caller, who may ask for the password again.
   * Rejects with `KeyOpenerBusy` when too many keys wait.
   */
  checkFiles(input: FilesInput): Promise<EfirmaResult>;
  close(): Promise<void>;
}

export interface SignatureInput {
  readonly certificate: Uint8Array;
  readonly signature: Uint8Array;
  readonly challenge: Pick<Challenge, 'text' | 'expiresAt'>;
  /** As the person gave it. */
  readonly curp: string;
}

export interface FilesInput {
  readonly certificate: Uint8Array;
  readonly key: Uint8Array;
  /** Octets are taken as UTF-8. */
  readonly keyPassword: Uint8Array | string;
  readonly curp: string;
}

/** OpenSSL refuses longer ones, and so do browsers. */
const passwordMaxBytes = 1_024;
const keyWorkers = 2;

export function createEfirma(deps: EfirmaDependencies): Efirma {
  const { now, limits } = deps;
  const keyOpener = deps.keyOpener ?? createKeyOpener({ workers: keyWorkers, timeoutMs: limits.workerTimeoutMs });

  return {
    identify: (bytes) => identify(bytes, limits.fileMaxBytes),
    newChallenge: (input) => newChallenge(input, { now, ttlMs: limits.challengeTtlMs }),

    async checkSignature(input) {
      const judged = judgeCertificate(input.certificate, deps);
      if (!judged.ok) return judged;
      const refused = refusedSignature(judged.certificate, input, now());
      return refused ?? conclude(judged, input.curp, deps.ocsp);
    },

    async checkFiles(input) {
      const { keyPassword } = input;
      const password = typeof keyPassword === 'string' ? new TextEncoder().encode(keyPassword) : keyPassword;
      const readings = passwordReadings(password);
      try {
        const misplaced = misplacedFiles(input, limits);
        if (misplaced !== undefined) return misplaced;
        const judged = judgeCertificate(input.certificate, deps);
        if (!judged.ok) return judged;
        const refused = await refusedKey(input.key, judged.certificate, readings, keyOpener);
        return refused ?? (await conclude(judged, input.curp, deps.ocsp));
      } finally {
        for (const bytes of [password, ...readings]) bytes.fill(0);
      }
    },

    close: () => keyOpener.close(),
  };
}

type Judged = { ok: true; certificate: ReadCertificate; holder: Holder; issuer: Authority };

/** Everything a certificate can be refused for by itself: form, profile, person, issuer, dates. */
function judgeCertificate(bytes: Uint8Array, { trust, now, limits }: EfirmaDependencies): Judged | EfirmaRefusal {
  if (bytes.length > limits.fileMaxBytes) return refuse('not-a-certificate', 'too large');
  const certificate = readCertificate(bytes);
  if (certificate === undefined) return refuse('not-a-certificate', identify(bytes, limits.fileMaxBytes));
  const profile = readHolder(certificate);
  if (!profile.ok) return profile;
  const chain = checkChain(certificate, trust, now());
  if (!chain.ok) return chain;
  return { ok: true, certificate, holder: profile.holder, issuer: chain.issuer };
}

/** Files in each other's place, the same kind twice, or a key that must not be opened. */
function misplacedFiles({ certificate, key }: FilesInput, limits: EfirmaLimits): EfirmaRefusal | undefined {
  const first = identify(certificate, limits.fileMaxBytes);
  const second = identify(key, limits.fileMaxBytes);
  if (first === 'key' && second === 'certificate') return refuse('swapped', 'files in each other’s place');
  if (first === second && (first === 'key' || first === 'certificate'))
    return refuse('two-of-a-kind', `two of ${first}`);
  if (first !== 'certificate') return refuse('not-a-certificate', first);
  const envelope = readKeyEnvelope(key, { maxBytes: limits.fileMaxBytes, maxIterations: limits.keyMaxIterations });
  return envelope.ok ? undefined : refuse('not-a-key', envelope.problem);
}

async function refusedKey(
  key: Uint8Array,
  { x509 }: ReadCertificate,
  readings: readonly Uint8Array[],
  keyOpener: KeyOpener,
): Promise<EfirmaRefusal | undefined> {
  const [password] = readings;
  if (password === undefined || password.length > passwordMaxBytes) return refuse('key-not-opened', 'password length');
  const outcome = await keyOpener.open({ key, certificate: x509.raw, passwords: readings });
  if (outcome === 'matches') return undefined;
  return outcome === 'mismatch' ? refuse('key-mismatch', outcome) : refuse('key-not-opened', outcome);
}

function refusedSignature(
  { publicKey }: ReadCertificate,
  { challenge, signature }: SignatureInput,
  now: number,
): EfirmaRefusal | undefined {
  if (now >= challenge.expiresAt) return refuse('challenge-expired', 'signed too late');
  const signed = verify('sha256', Buffer.from(challenge.text, 'utf8'), publicKey, signature);
  return signed ? undefined : refuse('bad-signature', 'signature over the challenge');
}

/** Last, and only for a whole proof: revocation, then whose CURP it is. */
async function conclude(judged: Judged, givenCurp: string, ocsp: OcspChecker | undefined): Promise<EfirmaResult> {
  const { certificate, holder, issuer } = judged;
  const revocation = (await ocsp?.check(certificate, issuer)) ?? { status: 'good' };
  if (revocation.status === 'revoked') return refuse('revoked', 'OCSP');
  if (revocation.status === 'unknown') return refuse('revocation-unknown', revocation.detail);
  if (holder.curp !== givenCurp.normalize('NFC').trim().toUpperCase()) {
    return refuse('curp-mismatch', 'another CURP in the certificate');
  }
  return { ok: true, holder, serialHash: serialHash(certificate), issuer: issuer.name };
}

function serialHash({ parts }: ReadCertificate): string {
  return createHash('sha256').update(parts.issuer).update(parts.serial).digest('hex');
}
