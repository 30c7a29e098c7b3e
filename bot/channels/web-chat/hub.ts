import type { Conversations, LogEntry, Millis } from '../../../services/store/store.ts';
import type { LiveChannel } from '../channel.ts';
import { type Audience, type ServedPage, servedPage, typingFrame } from './served-activity.ts';

/** The channel of conversations that people look at in a browser. */
export const webChatId = 'web-chat';

/** A socket as the hub sees it. */
export interface Listener {
  send(frame: string): void;
  /** The log could not be read: the client should come back with its watermark. */
  fail(error: unknown): void;
}

export interface Hub extends LiveChannel {
  /** Looks for entries that other processes wrote; to be called a few times a second where there are any. */
  poll(): Promise<void>;
  /** An agent writes: shown for a moment to whoever looks, and kept nowhere. Who looks elsewhere misses it. */
  showTyping(conversationId: string, by: { readonly name: string; readonly at: Millis }): void;
  /** Sends what lies after `afterSeq`, then what is published, in order, without gap or repetition. Answers the way out. */
  join(audience: Audience, afterSeq: number, listener: Listener): () => void;
}

interface Seat {
  readonly listener: Listener;
  lastSeq: number;
  replyTo: number | undefined;
  /** Reads the log at the moment; publishing then only asks for one more look. */
  reading: boolean;
  lookAgain: boolean;
  left: boolean;
}

const pageSize = 100;

/**
 * Carries log entries to the open sockets of each conversation. The log is the truth: entries that directly follow what
 * a socket has are passed on at once, and everything else (a joining socket, entries in another order, entries written
 * by another process) makes it read the log.
 */
export function createHub(conversations: Pick<Conversations, 'log' | 'heads'>): Hub {
  const rooms = new Map<string, { audience: Audience; seats: Set<Seat> }>();

  async function catchUp(audience: Audience, seat: Seat): Promise<void> {
    seat.reading = true;
    try {
      for (let more = true; more && !seat.left; ) {
        seat.lookAgain = false;
        const entries = await conversations.log(audience.conversationId, seat.lastSeq, pageSize);
        if (!seat.left) deliver(audience, seat, entries);
        more = seat.lookAgain || entries.length === pageSize;
      }
    } catch (error) {
      if (!seat.left) seat.listener.fail(error);
    } finally {
      seat.reading = false;
    }
  }

  return {
    id: webChatId,
    async poll() {
      if (rooms.size === 0) return;
      for (const [conversationId, head] of await conversations.heads([...rooms.keys()])) {
        const room = rooms.get(conversationId);
        for (const seat of room?.seats ?? []) {
          if (room && !seat.reading && seat.lastSeq < head) void catchUp(room.audience, seat);
        }
      }
    },
    publish(conversationId, entries) {
      const room = rooms.get(conversationId);
      const first = entries[0];
      const last = entries.at(-1);
      if (!room || !first || !last) return;
      // One rendering serves all tabs, unless they differ in which message they saw last.
      let shared: { replyTo: number | undefined; page: ServedPage } | undefined;
      for (const seat of room.seats) {
        if (seat.reading) seat.lookAgain = true;
        else if (seat.lastSeq + 1 === first.seq) {
          if (!shared || shared.replyTo !== seat.replyTo) {
            const { replyTo } = seat;
            shared = { replyTo, page: servedPage(entries, room.audience, { watermark: last.seq, replyTo }) };
          }
          send(seat, last.seq, shared.page);
        } else if (seat.lastSeq < last.seq) void catchUp(room.audience, seat);
      }
    },
    showTyping(conversationId, by) {
      const room = rooms.get(conversationId);
      if (!room) return;
      const frame = typingFrame(room.audience, by);
      // Who still reads what was said before would see it at the wrong moment.
      for (const seat of room.seats) if (!seat.reading) seat.listener.send(frame);
    },
    join(audience, afterSeq, listener) {
      const { conversationId } = audience;
      const room = rooms.get(conversationId) ?? { audience, seats: new Set<Seat>() };
      rooms.set(conversationId, room);
      const seat: Seat = {
        listener,
        lastSeq: afterSeq,
        replyTo: undefined,
        reading: false,
        lookAgain: false,
        left: false,
      };
      room.seats.add(seat);
      void catchUp(audience, seat);
      return () => {
        seat.left = true;
        room.seats.delete(seat);
        if (room.seats.size === 0 && rooms.get(conversationId) === room) rooms.delete(conversationId);
      };
    },
  };
}

function deliver(audience: Audience, seat: Seat, entries: readonly LogEntry[]): void {
  const last = entries.at(-1);
  if (!last) return;
  send(seat, last.seq, servedPage(entries, audience, { watermark: last.seq, replyTo: seat.replyTo }));
}

function send(seat: Seat, lastSeq: number, page: ServedPage): void {
  seat.lastSeq = lastSeq;
  seat.replyTo = page.replyTo;
  seat.listener.send(page.text);
}
