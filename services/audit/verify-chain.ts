import { z } from 'zod';
import type { Chain, ChainEntry } from '../store/store.ts';
import { AuditBody } from './audit-job.ts';
import { GENESIS, hashOf } from './chain.ts';

export type Verified =
  /** `head` noted elsewhere shows later whether the end was cut off. */
  | { readonly ok: true; readonly count: number; readonly head: string }
  | { readonly ok: false; readonly seq: number; readonly reason: 'gap' | 'hash' | 'body' | 'head-missing' };

const PAGE = 500;

/**
 * Walks the whole chain. `gap`: an entry is missing before `seq`; `hash`: entry `seq` or one before it was edited;
 * `body`: it is not an audit event, or not the one its id says; `head-missing`: `expectedHead`, the hash noted at an earlier
 * verification, is no longer there, so the end was cut off or the chain written anew.
 */
export async function verifyChain(chain: Pick<Chain, 'read'>, expectedHead?: string): Promise<Verified> {
  let previous = GENESIS;
  let seq = 0;
  let seen = expectedHead === undefined || expectedHead === GENESIS;
  for (;;) {
    const page = await chain.read(seq, PAGE);
    for (const entry of page) {
      const reason = wrongWith(entry, seq + 1, previous);
      if (reason !== undefined) return { ok: false, seq: seq + 1, reason };
      previous = entry.hash;
      seq = entry.seq;
      seen ||= entry.hash === expectedHead;
    }
    if (page.length < PAGE) break;
  }
  return seen ? { ok: true, count: seq, head: previous } : { ok: false, seq, reason: 'head-missing' };
}

function wrongWith(entry: ChainEntry, seq: number, previous: string): 'gap' | 'hash' | 'body' | undefined {
  if (entry.seq !== seq) return 'gap';
  if (entry.hash !== hashOf(previous, seq, entry.body)) return 'hash';
  return idOf(entry.body) === entry.id ? undefined : 'body';
}

const Text = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('not JSON');
    return z.NEVER;
  }
});

function idOf(body: string): string | undefined {
  const parsed = Text.pipe(AuditBody).safeParse(body);
  return parsed.success ? parsed.data.id : undefined;
}
