import { z } from 'zod';
import { collection } from '../../../services/store/collection.ts';
import type { Documents, NewJob } from '../../../services/store/store.ts';
import { messageIdOf } from './message-id.ts';
import type { Outgoing } from './payload.ts';
import { isWorthAnother, sendAgain } from './statuses.ts';
import type { Status } from './wire.ts';

/** One message that went out, and how far it got. */
const Tick = z.object({
  id: z.string(),
  /** The entries of the log it shows; empty when its status came before we noted it. */
  seqs: z.array(z.number()),
  part: z.number(),
  tag: z.string(),
  /** `sent`: WhatsApp took it; its own status of that name is no news. */
  state: z.enum(['sent', 'delivered', 'read', 'failed']),
  at: z.number(),
  code: z.number().optional(),
  /** How often it was sent again. */
  again: z.number(),
});
export type Tick = z.infer<typeof Tick>;

const Ticks = z.object({ ticks: z.array(Tick) });

/** How far one entry of the log got: as far as the last of the messages that show it. */
export interface EntryTick {
  readonly seq: number;
  readonly state: 'sent' | 'delivered' | 'read' | 'failed';
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Meta's error, where it failed. */
  readonly code?: number;
}

/** What becomes of the book, and what has to happen with it. */
interface Changed {
  readonly ticks: readonly Tick[];
  readonly jobs: readonly NewJob[];
}

const kind = 'whatsapp-ticks';
/** The newest messages of a conversation; nobody asks about older ones. */
const maxTicks = 100;
/** A failure counts for more than being sent, but a message that was seen did arrive. */
const rank = { sent: 0, failed: 1, delivered: 2, read: 3 } as const;
const farthest = ['failed', 'sent', 'delivered', 'read'] as const;

export type TickBook = ReturnType<typeof createTicks>;

/** What became of the messages of each conversation. */
export function createTicks(deps: { documents: Documents; now: () => number; keepMs: number }) {
  const { now } = deps;
  const book = collection(deps.documents, kind, Ticks);

  async function write(conversationId: string, change: (ticks: readonly Tick[]) => Changed | undefined): Promise<void> {
    const expiresAt = now() + deps.keepMs;
    const next = (ticks: readonly Tick[]) => {
      const changed = change(ticks);
      return changed && { value: { ticks: changed.ticks.slice(-maxTicks) }, jobs: changed.jobs, expiresAt };
    };
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const changed = await book.change(conversationId, ({ ticks }) => next(ticks));
      if (changed.ok || changed.reason === 'declined') return;
      const fresh = next([]);
      if (fresh === undefined) return;
      const { value, ...options } = fresh;
      if (changed.reason === 'missing' && (await book.insert(conversationId, value, options)).ok) return;
    }
    throw new Error('the ticks of a conversation are changed by too many at once');
  }

  return {
    async all(conversationId: string): Promise<readonly Tick[]> {
      return (await book.get(conversationId))?.value.ticks ?? [];
    },

    /**
     * A message was taken by WhatsApp. Its status may have come already, and have found nothing to send again.
     * `instead`: of one that failed.
     */
    async sent(conversationId: string, wamid: string, outgoing: Outgoing, tag: string, instead?: Tick): Promise<void> {
      const id = messageIdOf(wamid);
      const { seqs, part } = outgoing;
      await write(conversationId, (ticks) => {
        const early = ticks.find((tick) => tick.id === id);
        const base = early ?? { id, state: 'sent' as const, at: now() };
        const again = instead ? instead.again + 1 : 0;
        const tick = { ...base, seqs: [...seqs], part, tag, again };
        const lost = tick.state === 'failed' && isWorthAnother(early?.code);
        return {
          ticks: [...ticks.filter((other) => other.id !== id && other.id !== instead?.id), tick],
          jobs: lost ? [sendAgain(`${id}:noted`, conversationId, now())] : [],
        };
      });
    },

    /** Notes a status; it never leads back. `jobs` are written when it was news. */
    async note(conversationId: string, status: Status, tag: string, jobs: readonly NewJob[]): Promise<void> {
      const id = messageIdOf(status.id);
      const code = status.errors[0]?.code;
      const news = { state: status.status, at: status.timestamp, ...(code !== undefined && { code }) };
      await write(conversationId, (ticks) => {
        const known = ticks.find((tick) => tick.id === id);
        if (known && rank[known.state] >= rank[news.state]) return undefined;
        const tick = { id, seqs: [], part: 0, tag, again: 0, ...known, ...news };
        return { ticks: known ? ticks.map((other) => (other.id === id ? tick : other)) : [...ticks, tick], jobs };
      });
    },

    /** How far each entry of the log got, oldest first. */
    async ofEntries(conversationId: string): Promise<readonly EntryTick[]> {
      const bySeq = new Map<number, EntryTick>();
      for (const { seqs, state, at, code } of await this.all(conversationId)) {
        for (const seq of seqs) {
          const other = bySeq.get(seq);
          if (other && farthest.indexOf(other.state) <= farthest.indexOf(state)) continue;
          bySeq.set(seq, { seq, state, at, ...(code !== undefined && state === 'failed' && { code }) });
        }
      }
      return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
    },
  };
}
