import type { Claim, Conversation, Incoming, NewJob, Store, Turn, TurnOutcome } from '../../../services/store/store.ts';

export const NOW = Date.UTC(2026, 0, 15, 12);
export const LEASE = { now: NOW, leaseMs: 15_000 };

export function conversation(id = 'c1', createdAt = NOW): Conversation {
  return { id, channel: 'web-chat', person: `person-of-${id}`, locale: 'es-MX', createdAt };
}

export function incoming(messageId: string, at = NOW): Incoming {
  return { messageId, activity: { text: messageId }, echo: { said: messageId }, at };
}

export function outcome(change: Partial<TurnOutcome> = {}): TurnOutcome {
  return { state: { step: 'curp' }, awaiting: 'text', replies: [{ text: 'hola' }], jobs: [], at: NOW, ...change };
}

export function job(id: string, dueAt = NOW): NewJob {
  return { id, kind: 'mail', payload: { to: id }, dueAt };
}

/** The claims under which these jobs are held after they were claimed once. */
export const firstClaims = (...ids: string[]): Claim[] => ids.map((id) => ({ id, attempts: 1 }));

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** A conversation with these messages waiting in its inbox. */
export async function withMessages(store: Store, id: string, ...messageIds: string[]): Promise<void> {
  await store.conversations.create(conversation(id));
  for (const messageId of messageIds) await store.conversations.accept(id, incoming(messageId));
}

/** Takes the next turn, which has to be there. */
export async function takeTurn(store: Store, id: string, owner = 'w1', now = NOW): Promise<Turn> {
  const turn = await store.conversations.take(id, { owner, now, leaseMs: LEASE.leaseMs });
  if (turn === undefined) throw new Error(`nothing to take in ${id}`);
  return turn;
}

/** Every job that is due, claimed by an owner of its own. */
export async function claimAll(store: Store, owner = 'claimer', now = NOW) {
  return store.jobs.claim({ owner, now, leaseMs: LEASE.leaseMs, limit: 1_000 });
}

export async function claimedIds(store: Store, owner?: string, now?: number): Promise<string[]> {
  return (await claimAll(store, owner, now)).map(({ id }) => id);
}
