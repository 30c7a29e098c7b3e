import { z } from 'zod';

/** What a bot says, as far as the driver reads it. */
export const Reply = z.object({
  type: z.string(),
  text: z.string().optional(),
  inputHint: z.string().optional(),
  from: z.object({ role: z.string().optional() }).optional(),
  channelData: z
    .object({ procedure: z.string().optional(), step: z.string().optional(), challenge: z.string().optional() })
    .optional(),
});
export type Reply = z.infer<typeof Reply>;

/** One conversation of a person with a bot. */
export interface Conversation {
  /** What the bot said by itself at the beginning, where it does. */
  readonly greeting: Promise<void> | undefined;
  /** Sends an activity; resolves once the bot has answered it to the end, and the request was answered as well. */
  say(activity: Record<string, unknown>): Promise<readonly Reply[]>;
  close(): void;
}

/** A way to a bot. */
export interface Channel {
  open(number: number): Promise<Conversation>;
  close(): Promise<void>;
}

/** Gathers replies until the one that ends a turn: it awaits an answer or says that none is awaited. */
export class Inbox {
  #heard: Reply[] = [];
  #waiting: { resolve(replies: readonly Reply[]): void; reject(error: Error): void } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #greeted = (): void => {};
  /** The first message, whatever follows it: bots greet without asking. */
  readonly greeting = new Promise<void>((resolve) => {
    this.#greeted = resolve;
  });

  next(timeoutMs = 60_000): Promise<readonly Reply[]> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#timer = setTimeout(() => reject(new Error('the bot fell silent')), timeoutMs);
    });
  }

  take(reply: Reply): void {
    if (reply.type !== 'message' || reply.from?.role === 'user') return;
    this.#greeted();
    this.#heard.push(reply);
    if (reply.inputHint === 'ignoringInput') return;
    const heard = this.#heard;
    this.#heard = [];
    clearTimeout(this.#timer);
    this.#waiting?.resolve(heard);
    this.#waiting = undefined;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#waiting?.reject(new Error('the conversation was cut'));
  }
}
