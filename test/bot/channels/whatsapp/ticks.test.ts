import type { Outgoing } from '../../../../bot/channels/whatsapp/payload.ts';
import { textContent } from '../../../../bot/channels/whatsapp/payload.ts';
import { createStatuses, SEND_AGAIN } from '../../../../bot/channels/whatsapp/statuses.ts';
import { createTicks } from '../../../../bot/channels/whatsapp/ticks.ts';
import { openStore } from '../../../../services/store/open.ts';
import type { Store } from '../../../../services/store/store.ts';

const NOW = 1_790_416_900_000;
const hour = 60 * 60_000;
const outgoing: Outgoing = { content: textContent('hola'), plain: 'hola', seqs: [1], part: 0 };
const tag = 'c1.1|menu|choose';

let store: Store;
beforeEach(async () => {
  store = await openStore('sqlite::memory:');
});
afterEach(() => store.close());

function book() {
  const ticks = createTicks({ documents: store.documents, now: () => NOW, keepMs: hour });
  const note = createStatuses({ ticks, now: () => NOW, report: () => {} });
  const failed = (code: number) =>
    note([{ id: 'wamid.A', status: 'failed', timestamp: NOW, biz_opaque_callback_data: tag, errors: [{ code }] }]);
  return { failed, sent: () => ticks.sent('c1', 'wamid.A', outgoing, tag) };
}

/** How many jobs that send again are due at a moment; each is counted once. */
async function dueAt(now: number): Promise<number> {
  const jobs = await store.jobs.claim({ owner: 'o', now, leaseMs: hour, limit: 10 });
  expect(jobs.every(({ kind, payload }) => kind === SEND_AGAIN && JSON.stringify(payload).includes('c1'))).toBe(true);
  return jobs.length;
}

it.each([131047, 131000, 131053])('a failure (%i) goes again soon, once what it concerns is noted', async (code) => {
  const { failed, sent } = book();
  await sent();
  await failed(code);
  expect(await dueAt(NOW)).toBe(0);
  expect(await dueAt(NOW + 10_000)).toBe(1);
});

it.each([131047, 131000, 131053])(
  'a failure (%i) that overtook its message goes again as soon as that is noted',
  async (code) => {
    const { failed, sent } = book();
    await failed(code);
    expect(await dueAt(NOW + 10_000)).toBe(1);
    await sent();
    expect(await dueAt(NOW)).toBe(1);
  },
);

it('what will never arrive is not sent again, however early that was known', async () => {
  const { failed, sent } = book();
  await failed(131026);
  await sent();
  expect(await dueAt(NOW + hour)).toBe(0);
});
