import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { collection } from '../store/collection.ts';
import type { Documents, Millis } from '../store/store.ts';
import type { CheckedCode, Codes, IssuedCode } from './codes.ts';

export interface CodesOptions {
  readonly documents: Documents;
  readonly now: () => Millis;
  /** A uniform integer in [0, max): `crypto.randomInt`. */
  readonly randomInt: (max: number) => number;
  readonly key: Buffer;
  readonly digits: number;
  readonly ttlMs: number;
  /** Guesses one code takes, right or wrong. */
  readonly maxAttempts: number;
  /** Codes of one case within `sendWindowMs`. */
  readonly maxSends: number;
  readonly sendWindowMs: number;
}

const CodeSheet = z.object({
  codes: z.array(z.object({ hash: z.string(), expiresAt: z.number(), attempts: z.number().int() })),
  sends: z.array(z.number()),
  /** The guess that was right. All codes died with it; only the same message gets the same answer again. */
  passed: z.string().optional(),
  /** The last guess and its answer, for a turn that is run again. */
  last: z.object({ attemptId: z.string(), left: z.number().int() }).optional(),
});
type CodeSheet = z.infer<typeof CodeSheet>;

const BUSY_ATTEMPTS = 64;

export function createCodes(options: CodesOptions): Codes {
  const { documents, now, key, maxAttempts } = options;
  const sheets = collection(documents, 'codes', CodeSheet);
  const hash = (caseId: string, code: string) =>
    createHmac('sha256', key).update(`code:${caseId}:${code}`).digest('base64url');
  const keep = (sheet: CodeSheet) => ({
    value: sheet,
    expiresAt: Math.max(...sheet.codes.map((code) => code.expiresAt), ...sheet.sends) + options.sendWindowMs,
  });

  async function issue(caseId: string): Promise<IssuedCode> {
    const code = options
      .randomInt(10 ** options.digits)
      .toString()
      .padStart(options.digits, '0');
    const at = now();
    const expiresAt = at + options.ttlMs;
    const fresh = { hash: hash(caseId, code), expiresAt, attempts: 0 };
    const first: CodeSheet = { codes: [fresh], sends: [at] };
    if ((await sheets.insert(caseId, first, keep(first))).ok) return { ok: true, code, expiresAt };

    let retryAt: Millis | undefined;
    const changed = await sheets.change(
      caseId,
      (sheet) => {
        const sends = sheet.sends.filter((sent) => sent > at - options.sendWindowMs);
        retryAt = sends.length < options.maxSends ? undefined : Math.min(...sends) + options.sendWindowMs;
        if (retryAt !== undefined) return undefined;
        const codes = [...sheet.codes.filter((earlier) => earlier.expiresAt > at), fresh];
        return keep({ codes, sends: [...sends, at] });
      },
      BUSY_ATTEMPTS,
    );
    if (changed.ok) return { ok: true, code, expiresAt };
    if (retryAt !== undefined) return { ok: false, reason: 'too-many-sends', retryAt };
    throw new Error(`could not write a code: ${changed.reason}`);
  }

  /** One attempt at every live code, written before anything is compared. */
  async function count(caseId: string, attemptId: string): Promise<CheckedCode | { compare: CodeSheet }> {
    let answer: CheckedCode = { ok: false, reason: 'none' };
    let tried: string[] = [];
    const changed = await sheets.change(
      caseId,
      (sheet) => {
        tried = [];
        if (sheet.passed !== undefined)
          answer = sheet.passed === attemptId ? { ok: true } : { ok: false, reason: 'none' };
        else if (sheet.last?.attemptId === attemptId) answer = { ok: false, reason: 'wrong', left: sheet.last.left };
        else {
          const current = sheet.codes.filter((code) => code.expiresAt > now());
          const live = current.filter((code) => code.attempts < maxAttempts);
          if (live.length > 0) {
            tried = live.map((code) => code.hash);
            const codes = sheet.codes.map((code) =>
              live.includes(code) ? { ...code, attempts: code.attempts + 1 } : code,
            );
            return keep({ ...sheet, codes });
          }
          answer = { ok: false, reason: current.length > 0 ? 'exhausted' : 'expired' };
        }
        return undefined;
      },
      BUSY_ATTEMPTS,
    );
    if (changed.ok)
      return { compare: { ...changed.value, codes: changed.value.codes.filter((c) => tried.includes(c.hash)) } };
    if (changed.reason === 'busy') throw new Error('a code could not be counted: the case is under heavy fire');
    return answer;
  }

  async function check({ caseId, code, attemptId }: Parameters<Codes['check']>[0]): Promise<CheckedCode> {
    const counted = await count(caseId, attemptId);
    if ('ok' in counted) return counted;
    const guess = Buffer.from(hash(caseId, code));
    const right = counted.compare.codes.filter((live) => timingSafeEqual(Buffer.from(live.hash), guess)).length > 0;
    const left = maxAttempts - Math.min(...counted.compare.codes.map((live) => live.attempts));
    const outcome = await sheets.change(
      caseId,
      (sheet) => {
        if (!right) return keep({ ...sheet, last: { attemptId, left } });
        return sheet.passed === undefined ? keep({ codes: [], sends: sheet.sends, passed: attemptId }) : undefined;
      },
      BUSY_ATTEMPTS,
    );
    if (!right) return { ok: false, reason: 'wrong', left };
    return outcome.ok ? { ok: true } : { ok: false, reason: 'none' };
  }

  return { issue, check };
}
