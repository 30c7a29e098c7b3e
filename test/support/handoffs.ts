import { createAuditJob } from '../../services/audit/audit-job.ts';
import { createAuditHandler } from '../../services/audit/handler.ts';
import { createHandoffs, type HandoffsOptions } from '../../services/handoff/handoffs.ts';
import type { DeliverEvent } from '../../services/handoff/outbox.ts';
import type { Actor } from '../../services/handoff/transition.ts';
import { createRunner } from '../../services/jobs/runner.ts';
import { openSqlite } from '../../services/store/sqlite/index.ts';
import type { Store } from '../../services/store/store.ts';

export const MINUTE = 60_000;
/** A Saturday at noon in Mexico City. */
export const NOON = Date.UTC(2026, 10, 21, 18);

export const ana: Actor = { id: 'ana', name: 'Ana', supervisor: false };
export const beto: Actor = { id: 'beto', name: 'Beto', supervisor: false };
export const sofia: Actor = { id: 'sofia', name: 'Sofía', supervisor: true };

export const testTimes = {
  assignmentMs: 5 * MINUTE,
  responseMs: 3 * MINUTE,
  promiseMs: 72 * 60 * MINUTE,
  reservedMs: 2 * MINUTE,
  silentMs: 60 * MINUTE,
  windows: { whatsapp: 24 * 60 * MINUTE },
  windowMarginMs: 10 * MINUTE,
};
export const testSla = { firstReplyMs: 2 * MINUTE, nextReplyMs: MINUTE };
/** People answer from nine to eighteen o'clock, every day. */
export const testHours = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '09:00', until: '18:00', holidays: [] };

/** Hand-offs over a store in memory, with a clock of the test and jobs that run when it says so. */
export async function openHandoffs(
  given: {
    store?: Store;
    /** What the process writes through, when that is not the store itself. */
    through?: Store;
    deliver?: DeliverEvent;
    clock?: { at: number };
    options?: Partial<HandoffsOptions>;
  } = {},
) {
  const clock = given.clock ?? { at: NOON };
  const now = () => clock.at;
  const store = given.store ?? (await openSqlite({ path: ':memory:' }));
  const through = given.through ?? store;
  const auditJob = createAuditJob((text) => `pseudonym of ${text}`);
  const errors: unknown[] = [];
  /** Accepts each event once, as the inbox of a conversation does. */
  const deliver: DeliverEvent = async ({ conversationId, messageId, desk, words, at }) => {
    await through.conversations.accept(conversationId, {
      messageId,
      activity: { desk },
      ...(words && {
        echo: {
          text: words.text,
          from: { role: 'bot', name: words.agent },
          channelData: { agent: { name: words.agent } },
        },
      }),
      at,
    });
  };
  const handoffs = createHandoffs({
    documents: through.documents,
    counters: through.counters,
    auditJob,
    now,
    deliver: given.deliver ?? deliver,
    hours: testHours,
    times: testTimes,
    sla: testSla,
    refusedAcross: () => undefined,
    lookBack: { messages: 20, ms: 10 * MINUTE },
    keepMs: 24 * 60 * MINUTE,
    boardMs: 60 * MINUTE,
    shared: true,
    repairAfterMs: 0,
    onError: (error) => errors.push(error),
    contactOf: async () => undefined,
    mailJob: () => {
      throw new Error('nobody to write to');
    },
    jobs: through.jobs,
    ...given.options,
  });
  const runner = createRunner({
    jobs: through.jobs,
    handlers: { audit: createAuditHandler(through.chain), ...handoffs.handlers },
    owner: `runner-${Math.random()}`,
    now,
    leaseMs: MINUTE,
    maxBackoffMs: MINUTE,
    capacity: 50,
    after: () => () => {},
    pollMs: 1_000,
    report: () => {},
  });
  let asked = 0;

  /** Opens a conversation whose person asks for people; answers the hand-off's id. */
  async function ask(given?: string): Promise<string> {
    asked += 1;
    const conversationId = given ?? `conversation-${asked}`;
    await store.conversations.create({
      id: conversationId,
      channel: 'web-chat',
      person: 'person',
      locale: 'es-MX',
      createdAt: clock.at,
    });
    const { id } = await handoffs.request({
      id: `handoff-${conversationId}`,
      conversationId,
      channel: 'web-chat',
      locale: 'es-MX',
      portal: 'impi',
      procedure: 'impi-efirma',
      step: 'efirma',
      folio: 'IMPI-2026-000001',
      reason: 'asked',
      facts: { curp: 'GODE561231HGRRRN09' },
    });
    return id;
  }

  /** What the conversation was told, oldest first. */
  async function told(conversationId: string): Promise<unknown[]> {
    const seen: unknown[] = [];
    for (;;) {
      const turn = await store.conversations.take(conversationId, { owner: 'reader', now: clock.at, leaseMs: MINUTE });
      if (turn === undefined) return seen;
      seen.push((turn.activity as { desk: unknown }).desk);
      await store.conversations.commit(turn, { state: null, awaiting: 'text', replies: [], jobs: [], at: clock.at });
      // The next message was handed over under the lease; the loop takes it again.
    }
  }

  const wordsIn = async (conversationId: string): Promise<unknown[]> =>
    (await store.conversations.log(conversationId, 0)).map(({ activity }) => (activity as { text: unknown }).text);

  const audited = async () =>
    (await store.chain.read(0, 10_000)).map(({ body }): { name: string; by?: string; reason?: string; ms?: number } =>
      JSON.parse(body),
    );

  return {
    clock,
    store,
    handoffs,
    runner,
    errors,
    deliver,
    ask,
    told,
    wordsIn,
    audited,
    close: () => store.close(),
  };
}
