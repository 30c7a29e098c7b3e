import { randomUUID } from 'node:crypto';
import type { Store } from '../../services/store/store.ts';
import { percentile } from './numbers.ts';

export interface StoreTurns {
  readonly store: Store;
  /** How many turns, and how many conversations have one at the same time. */
  readonly turns: number;
  readonly concurrency: number;
  /** The conversation of the n-th turn. No two turns of one conversation may be under way together. */
  readonly conversationOf: (turn: number) => string;
  readonly now: () => number;
}

export interface StoreTurnFigures {
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** User and system time of this process for a turn, in milliseconds. */
  readonly cpuMs: number;
}

/** From the acceptance of a message to the commit of its turn, as the door and the worker do it, without anything between. */
export async function takeStoreTurns({ store, turns, concurrency, conversationOf, now }: StoreTurns) {
  const times: number[] = [];
  let next = 0;
  async function one(): Promise<void> {
    while (next < turns) {
      const conversation = conversationOf(next);
      next += 1;
      const began = performance.now();
      await takeStoreTurn(store, conversation, now());
      times.push(performance.now() - began);
    }
  }
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: concurrency }, one));
  const { user, system } = process.cpuUsage(before);
  const figures: StoreTurnFigures = {
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
    cpuMs: (user + system) / 1_000 / turns,
  };
  return figures;
}

/** One turn. Every message brings a job, as mails, audit events and deliveries are. */
export async function takeStoreTurn({ conversations }: Store, id: string, at: number): Promise<void> {
  const messageId = randomUUID();
  const accepted = await conversations.accept(
    id,
    { messageId, activity: { kind: 'message', text: words }, echo: activity('user'), at },
    lease,
  );
  // MongoDB takes only short conversations with the same write.
  const turn =
    (accepted.outcome === 'accepted' && accepted.turn) || (await conversations.take(id, { ...lease, now: at }));
  if (!turn) throw new Error(`the message was not taken: ${accepted.outcome}`);
  const job = { id: `job:${messageId}`, kind: 'bench', payload: { conversation: id }, dueAt: at };
  const committed = await conversations.commit(turn, {
    state,
    awaiting: 'text',
    replies: [activity('bot')],
    jobs: [job],
    at,
  });
  if (!committed.ok) throw new Error(committed.reason);
}

/** Does the jobs that the turns left, as the product does beside them. */
export async function doJobs({ jobs }: Store, now: number): Promise<void> {
  for (;;) {
    const claimed = await jobs.claim({ owner: 'bench', now, leaseMs: 30_000, limit: 200 });
    if (claimed.length === 0) return;
    await jobs.done(claimed, 'bench', now);
  }
}

/** New conversations, as many as people who talk at present. */
export async function openConversations({ conversations }: Store, count: number, at: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const open = (id: string) =>
    conversations.create({ id, channel: 'web-chat', person: id, locale: 'es-MX', createdAt: at });
  for (let from = 0; from < count; from += 100) await Promise.all(ids.slice(from, from + 100).map(open));
  return ids;
}

const lease = { owner: 'bench', leaseMs: 15_000 };
const words = 'mi correo es persona@example.mx, y quiero seguir con lo que sigue';
const activity = (role: string) => ({ type: 'message', text: words.repeat(4), from: { role } });
const state = { procedure: 'impi-efirma', step: 'email', sealed: words.repeat(12) };
