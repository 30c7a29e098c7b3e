import type { Answer } from './api.ts';

/** A message of the person on its way. `id` is its clientActivityID, by which the server knows a repetition. */
export interface Outgoing {
  readonly id: string;
  readonly body: object | FormData;
}

export interface OutboxDeps {
  readonly post: (body: object | FormData) => Promise<Answer<unknown>>;
  /** Resolves when it is worth trying again. */
  readonly pause: (ms: number) => Promise<void>;
  readonly onSent: (id: string) => void;
  readonly onFailed: (id: string) => void;
}

export interface Outbox {
  send(message: Outgoing): void;
  /** Forgets what has not been sent. */
  stop(): void;
}

const firstPauseMs = 1_000;
const longestPauseMs = 10_000;

/** Sends one message after the other, in order, each until the server has it or refuses it. */
export function createOutbox({ post, pause, onSent, onFailed }: OutboxDeps): Outbox {
  const queue: Outgoing[] = [];
  let working = false;
  let stopped = false;

  async function work(): Promise<void> {
    let wait = firstPauseMs;
    for (let next = queue[0]; next !== undefined && !stopped; next = queue[0]) {
      const answer = await post(next.body);
      if (stopped) return;
      if (!answer.ok && answer.reason === 'unreachable') {
        await pause(wait);
        wait = Math.min(longestPauseMs, wait * 2);
        continue;
      }
      queue.shift();
      wait = firstPauseMs;
      if (answer.ok) onSent(next.id);
      else onFailed(next.id);
    }
  }

  return {
    send(message) {
      queue.push(message);
      if (working) return;
      working = true;
      void work().finally(() => {
        working = false;
      });
    },
    stop() {
      stopped = true;
      queue.length = 0;
    },
  };
}
