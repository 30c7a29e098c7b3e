import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditBody } from '../../../services/audit/audit-job.ts';
import { chainEvents } from '../../../services/audit/chain.ts';
import { verifyChain } from '../../../services/audit/verify-chain.ts';
import { openStore } from '../../../services/store/open.ts';
import type { Store } from '../../../services/store/store.ts';
import { copyStore } from '../../../services/store/transfer/copy.ts';
import { openTransfer } from '../../../services/store/transfer/open.ts';
import type { StoreRecord } from '../../../services/store/transfer/transfer.ts';
import {
  claimAll,
  claimedIds,
  conversation,
  firstClaims,
  incoming,
  job,
  LEASE,
  NOW,
  outcome,
  takeTurn,
  times,
  withMessages,
} from '../../contract/store/support.ts';
import { mongoForTests } from '../../support/mongo/mongo-for-tests.ts';
import { type TemporaryFolder, temporaryFolder } from './sqlite/temporary.ts';

const mongo = await mongoForTests('copies to and from MongoDB');

let folders: TemporaryFolder[];
beforeEach(() => {
  folders = [];
});
afterEach(async () => {
  await Promise.all(folders.map((folder) => folder.remove()));
});

async function sqlite(): Promise<string> {
  const folder = await temporaryFolder();
  folders.push(folder);
  return `sqlite:${folder.path}`;
}

const ways: [string, () => Promise<string>, () => Promise<string>][] = [['SQLite to SQLite', sqlite, sqlite]];
if (mongo) {
  const database = async () => mongo.database();
  ways.push(['SQLite to MongoDB', sqlite, database], ['MongoDB to SQLite', database, sqlite]);
}

const LONG = 150;
const events = times<AuditBody>(250, (n) => ({ id: `e${n}`, name: 'case.opened', at: '2026-01-15T12:00:00.000Z' }));

/** Something of everything a store may hold. */
async function fill(store: Store): Promise<void> {
  const { conversations, documents, jobs, counters, chain } = store;
  await withMessages(store, 'talking', 'm1', 'm2', 'm3');
  const state = { 'a.b': { $set: 'ñ' } };
  await conversations.commit(
    await takeTurn(store, 'talking'),
    outcome({ state, awaiting: 'code', jobs: [job('mail')] }),
  );
  await withMessages(store, 'long');
  for (const n of times(LONG, (index) => index)) await conversations.accept('long', incoming(`m${n}`));
  await conversations.accept('long', { messageId: 'quiet', activity: { type: 'event' }, at: NOW });
  await conversations.create({ ...conversation('silent'), origin: 'a-network' });
  await documents.insert('account', 'a/1', { 'x.y': 1 }, { keys: ['email:x', 'curp:y'] });
  await documents.replace('account', 'a/1', 1, { 'x.y': 2 }, { jobs: [job('notice')] });
  await documents.insert('link', 'l1', {}, { expiresAt: NOW + 5 });
  await jobs.add([job('done'), job('failed'), job('future', NOW + 50)]);
  await claimAll(store, 'o');
  await jobs.done(firstClaims('done'), 'o', NOW);
  await jobs.retry({ id: 'failed', attempts: 1 }, 'o', NOW + 10, 'Error');
  for (let from = 0; from < events.length; from += 60) await chainEvents(chain, events.slice(from, from + 60));
  await counters.hit('k', { now: NOW, windowMs: 1_000, by: 3 });
  await counters.next('folio');
}

async function copy(from: string, to: string) {
  const [source, target] = [await openTransfer(from), await openTransfer(to)];
  try {
    return await copyStore(source, target);
  } finally {
    await source.close();
    await target.close();
  }
}

async function recordsIn(url: string): Promise<string[]> {
  const transfer = await openTransfer(url);
  const records: StoreRecord[] = [];
  for await (const record of transfer.records()) records.push(record);
  await transfer.close();
  // Parts of a log or of the chain may be cut in other places.
  return records
    .flatMap((record) => {
      if (record.what === 'messages') return record.messages.map((one) => JSON.stringify([record.conversationId, one]));
      if (record.what === 'log') return record.entries.map((one) => JSON.stringify([record.conversationId, one]));
      if (record.what === 'chain') return record.entries.map((one) => JSON.stringify(one));
      return [JSON.stringify(Object.entries(record).toSorted())];
    })
    .toSorted();
}

describe.each(ways)('a copy from %s', (_name, from, to) => {
  let source: string;
  let target: string;

  beforeEach(async () => {
    [source, target] = [await from(), await to()];
    const store = await openStore(source);
    await fill(store);
    await store.close();
  });

  it('holds all that the original holds', async () => {
    expect(await copy(source, target)).toMatchObject({
      ok: true,
      counts: { conversation: 3, document: 2, job: 5, chain: 250, counter: 1, sequence: 1 },
    });

    expect(await recordsIn(target)).toEqual(await recordsIn(source));
  });

  it('goes on where the original stopped', async () => {
    await copy(source, target);
    const store = await openStore(target);
    const { conversations, documents, chain, counters } = store;

    expect(await verifyChain(chain)).toMatchObject({ ok: true, count: 250 });
    await chainEvents(chain, [
      ...events.slice(-3),
      { id: 'later', name: 'case.moved', at: '2026-01-16T12:00:00.000Z' },
    ]);
    expect(await verifyChain(chain)).toMatchObject({ ok: true, count: 251 });

    expect(await conversations.accept('talking', incoming('m1'))).toEqual({ outcome: 'duplicate', seq: 1 });
    const turn = await takeTurn(store, 'talking', 'another process');
    expect(turn).toMatchObject({ messageId: 'm2', state: { 'a.b': { $set: 'ñ' } }, version: 1, attempts: 2 });
    expect(await conversations.commit(turn, outcome())).toMatchObject({
      ok: true,
      entries: [{ seq: 5 }],
      next: { messageId: 'm3' },
    });
    expect((await conversations.log('talking', 0)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(await conversations.accept('long', incoming('m7'))).toEqual({ outcome: 'duplicate', seq: 8 });
    expect(await conversations.accept('long', incoming('quiet'))).toEqual({ outcome: 'duplicate' });
    expect(await conversations.accept('long', incoming('new'))).toMatchObject({
      outcome: 'accepted',
      entry: { seq: LONG + 1 },
    });
    expect(await conversations.log('long', LONG - 1)).toHaveLength(2);

    expect(await documents.byKey('account', 'curp:y')).toEqual({ id: 'a/1', value: { 'x.y': 2 }, version: 2 });
    expect(await documents.insert('account', 'a2', {}, { keys: ['email:x'] })).toEqual({
      ok: false,
      reason: 'key-taken',
    });
    await store.jobs.add([job('done')]);
    expect((await claimedIds(store, 'o2', NOW + 60)).toSorted()).toEqual(['failed', 'future', 'mail', 'notice']);
    expect(await counters.hit('k', { now: NOW, windowMs: 1 })).toEqual({ count: 4, resetsAt: NOW + 1_000 });
    expect(await counters.next('folio')).toBe(2);
    expect(await documents.forget(NOW + LEASE.leaseMs, 10)).toBe(1);
    await store.close();
  });

  it('is not made into a store that has data already', async () => {
    const store = await openStore(target);
    await store.counters.next('folio');
    await store.close();

    expect(await copy(source, target)).toEqual({ ok: false, reason: 'target-not-empty' });
  });
});

it('is refused while the product serves from the file', async () => {
  const url = await sqlite();
  const serving = await openStore(url, { exclusive: true });

  await expect(openTransfer(url)).rejects.toMatchObject({ code: 'in-use' });
  await serving.close();
});
