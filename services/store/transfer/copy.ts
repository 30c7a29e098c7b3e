import type { StoreRecord, Transfer } from './transfer.ts';

export type Copied =
  | { readonly ok: true; readonly counts: Readonly<Record<StoreRecord['what'], number>> }
  | { readonly ok: false; readonly reason: 'target-not-empty' };

const BATCH = 200;

/**
 * Copies everything from one store to an empty one, leases apart: who takes up the work afterwards takes them anew. Answers
 * how much there was: conversations, documents, jobs, counters and sequences, and single entries of logs and of the chain.
 */
export async function copyStore(from: Transfer, to: Transfer): Promise<Copied> {
  if (!(await to.isEmpty())) return { ok: false, reason: 'target-not-empty' };
  const counts = {
    conversation: 0,
    messages: 0,
    log: 0,
    document: 0,
    job: 0,
    chain: 0,
    counter: 0,
    sequence: 0,
  };
  let batch: StoreRecord[] = [];
  for await (const record of from.records()) {
    counts[record.what] += sizeOf(record);
    batch.push(record);
    if (batch.length < BATCH) continue;
    await to.write(batch);
    batch = [];
  }
  await to.write(batch);
  return { ok: true, counts };
}

function sizeOf(record: StoreRecord): number {
  if (record.what === 'messages') return record.messages.length;
  return 'entries' in record ? record.entries.length : 1;
}
