import { createHash } from 'node:crypto';
import type { Chain, ChainEntry } from '../store/store.ts';
import type { AuditBody } from './audit-job.ts';

/** What stands before the first entry. */
export const GENESIS = '0'.repeat(64);

/** SHA-256 over the previous hash, the place in the chain and the body: nothing can be edited, moved or taken out. */
export const hashOf = (previous: string, seq: number, body: string): string =>
  createHash('sha256').update(`${previous}\n${seq}\n${body}`).digest('hex');

/** JSON with its keys in order, so that one body has one text. */
export const canonical = (body: AuditBody): string =>
  JSON.stringify(Object.fromEntries(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1))));

const APPEND_ATTEMPTS = 32;

/** Chains events, each once however often it is given. Rejects when others kept appending in between. */
export async function chainEvents(chain: Chain, bodies: readonly AuditBody[]): Promise<void> {
  for (let attempt = 0; attempt < APPEND_ATTEMPTS; attempt += 1) {
    const fresh = await unknownOf(chain, bodies);
    if (fresh.length === 0) return;
    const appended = await chain.append(linked(await chain.head(), fresh));
    if (appended.ok) return;
  }
  throw new Error('audit events could not be chained: others keep appending');
}

async function unknownOf(chain: Chain, bodies: readonly AuditBody[]): Promise<AuditBody[]> {
  const unique = [...new Map(bodies.map((body) => [body.id, body])).values()];
  const known = await Promise.all(unique.map((body) => chain.has(body.id)));
  return unique.filter((_, index) => known[index] === false);
}

function linked(head: ChainEntry | undefined, bodies: readonly AuditBody[]): ChainEntry[] {
  let previous = head?.hash ?? GENESIS;
  let seq = head?.seq ?? 0;
  return bodies.map((event) => {
    const body = canonical(event);
    seq += 1;
    previous = hashOf(previous, seq, body);
    return { seq, id: event.id, body, hash: previous };
  });
}
