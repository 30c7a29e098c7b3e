import type { Committed, LogEntry, Store, Turn, TurnOutcome } from '../../services/store/store.ts';
import { untilAnswered } from '../../services/store/until-answered.ts';

/** Runs the turns of conversations: one at a time each, in order of arrival, and to the end whatever happens. */
export interface Worker {
  /** There is something in the inbox of this conversation. */
  kick(conversationId: string): void;
  /** This message was taken already, under the worker's own lease. */
  run(turn: Turn): void;
  /** Takes up what an earlier process left, now and from time to time. */
  start(): void;
  /** No new turns; resolves when those under way are committed. */
  stop(): Promise<void>;
  /** Gives back the turns that are under way still, for others to run at once; what they do here is not written any more. */
  letGo(): Promise<void>;
}

export interface WorkerDeps {
  readonly store: Store;
  readonly run: (turn: Turn) => Promise<TurnOutcome>;
  /** Whether a message is to be left to another process; it stays first in the inbox. */
  readonly isAnothers?: (turn: Turn) => boolean;
  /** The answer to a message whose turn failed `maxAttempts` times. */
  readonly apologise: (turn: Turn) => Promise<TurnOutcome>;
  readonly publish: (conversationId: string, entries: readonly LogEntry[]) => void;
  readonly owner: string;
  readonly now: () => number;
  readonly leaseMs: number;
  readonly maxAttempts: number;
  readonly sweepMs: number;
  /** The pause before a store that was away is asked again. */
  readonly askAgainMs: number;
  /** Other processes are at work on the same data: what one of them is about to run is not taken from it. */
  readonly shared: boolean;
  readonly onError: (error: unknown, conversationId: string) => void;
  /** A turn will not be run here again: it is written, or another process has it. */
  readonly onSettled?: (turn: Turn) => void;
  /** Another process took the conversation over while its turn ran here; what it did is not written. */
  readonly onLeaseLost?: (turn: Turn) => void;
  /** A turn was committed; for what is counted. */
  readonly onCommitted?: (turn: Turn, outcome: TurnOutcome) => void;
}

export function createWorker(deps: WorkerDeps): Worker {
  const { conversations } = deps.store;
  const running = new Map<string, { promise: Promise<void>; again: boolean }>();
  /** The turns that run, by their conversation. */
  const held = new Map<string, Turn>();
  let stopped = false;
  let abandoned = false;
  let sweep: NodeJS.Timeout | undefined;
  let seenWaiting: ReadonlySet<string> = new Set();

  function kick(conversationId: string): void {
    if (stopped) return;
    const present = running.get(conversationId);
    if (present) present.again = true;
    else begin(conversationId);
  }

  /** Whatever ran here before has let go of the conversation, or this turn could not have been taken. */
  function run(turn: Turn): void {
    const { id } = turn.conversation;
    begin(id, turn);
  }

  function begin(conversationId: string, taken?: Turn): void {
    const before = running.get(conversationId);
    const entry = { promise: Promise.resolve(), again: before?.again ?? false };
    running.set(conversationId, entry);
    const drained = before ? before.promise.then(() => drain(conversationId, taken)) : drain(conversationId, taken);
    entry.promise = drained.finally(() => {
      if (running.get(conversationId) !== entry) return;
      running.delete(conversationId);
      if (entry.again) kick(conversationId);
    });
  }

  async function drain(conversationId: string, taken: Turn | undefined): Promise<void> {
    try {
      let turn = taken && stopped ? await giveBack(taken) : (taken ?? (await take(conversationId)));
      while (turn) turn = await runOne(turn);
    } catch (error) {
      deps.onError(error, conversationId);
    }
  }

  /** The message may be ours without our knowing: its acceptance was written, and the answer was lost. */
  const take = (conversationId: string): Promise<Turn | undefined> =>
    untilAnswered(
      () => conversations.take(conversationId, { owner: deps.owner, now: deps.now(), leaseMs: deps.leaseMs }),
      { pause: () => pause().then(() => !stopped), onAway: (error) => deps.onError(error, conversationId) },
    );

  /** Runs and commits one message; answers the next one, handed over under the same lease. */
  async function runOne(turn: Turn): Promise<Turn | undefined> {
    if (deps.isAnothers?.(turn)) {
      await conversations.release(turn, { counted: false });
      return undefined;
    }
    const { id } = turn.conversation;
    held.set(id, turn);
    try {
      return await whileRenewing(turn, async () => {
        const outcome = await outcomeOf(turn);
        if (outcome) return await settle(turn, outcome);
        await conversations.release(turn);
        return undefined;
      });
    } finally {
      held.delete(id);
    }
  }

  async function settle(turn: Turn, outcome: TurnOutcome): Promise<Turn | undefined> {
    const { committed, isCertain } = await commit(turn, outcome);
    deps.onSettled?.(turn);
    if (!committed.ok) {
      // It may have been written the time before, and have handed us the next one.
      if (!isCertain && !stopped) return await take(turn.conversation.id);
      deps.onLeaseLost?.(turn);
      return undefined;
    }
    deps.onCommitted?.(turn, outcome);
    deps.publish(turn.conversation.id, committed.entries);
    return stopped ? await giveBack(committed.next) : committed.next;
  }

  /**
   * A turn has used up codes and secrets: it is not run once more because the store was away for a moment. Each time it is
   * refused when it was written the time before, and when another process has taken over.
   */
  async function commit(turn: Turn, outcome: TurnOutcome): Promise<{ committed: Committed; isCertain: boolean }> {
    let isCertain = true;
    const committed = await untilAnswered(
      () => conversations.commit(turn, isCertain ? outcome : { ...outcome, at: deps.now() }),
      {
        pause: () => pause().then(() => !abandoned),
        onAway(error) {
          isCertain = false;
          deps.onError(error, turn.conversation.id);
        },
      },
    );
    return { committed, isCertain };
  }

  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, deps.askAgainMs));

  /** A turn that waits for a password hash or a slow check keeps its lease, so that no other process runs it too. */
  async function whileRenewing<Result>(turn: Turn, work: () => Promise<Result>): Promise<Result> {
    const renew = () => {
      const lease = { now: deps.now(), leaseMs: deps.leaseMs };
      conversations.renew(turn, lease).catch((error) => deps.onError(error, turn.conversation.id));
    };
    const timer = setInterval(renew, deps.leaseMs / 3);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  async function outcomeOf(turn: Turn): Promise<TurnOutcome | undefined> {
    try {
      if (turn.attempts > deps.maxAttempts) return await deps.apologise(turn);
      return await deps.run(turn);
    } catch (error) {
      deps.onError(error, turn.conversation.id);
      return turn.attempts >= deps.maxAttempts ? await deps.apologise(turn) : undefined;
    }
  }

  async function giveBack(next: Turn | undefined): Promise<undefined> {
    if (next) await conversations.release(next);
  }

  async function sweepOnce(): Promise<void> {
    try {
      const waiting = new Set(await conversations.waiting(deps.now(), 200));
      for (const id of waiting) if (!deps.shared || seenWaiting.has(id)) kick(id);
      seenWaiting = waiting;
    } catch (error) {
      deps.onError(error, '');
    }
  }

  return {
    kick,
    run,
    start() {
      void sweepOnce();
      sweep = setInterval(() => void sweepOnce(), deps.sweepMs);
      sweep.unref();
    },
    async stop() {
      stopped = true;
      clearInterval(sweep);
      await Promise.all([...running.values()].map((entry) => entry.promise));
    },
    async letGo() {
      abandoned = true;
      await Promise.all([...held.values()].map((turn) => conversations.release(turn, { counted: false })));
    },
  };
}
