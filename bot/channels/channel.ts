import type { Conversation, LogEntry } from '../../services/store/store.ts';
import type { InboundActivity } from './activity.ts';

/** A channel whose people look at the log themselves, as the web chat. */
export interface LiveChannel {
  /** Stored with each conversation; the same for ever. */
  readonly id: string;
  /** Delivers entries that are in the log already. Never throws: what is missed can be read from the log again. */
  publish(conversationId: string, entries: readonly LogEntry[]): void;
}

/**
 * A channel that messages have to be brought to. `bot/turns/delivery.ts` calls it: in order within a conversation, one
 * at a time, only for what is committed, and again after a failure.
 */
export interface PushChannel<Outgoing = unknown> {
  /** Stored with each conversation; the same for ever. */
  readonly id: string;
  /**
   * What a person shall see of these entries, all of one turn and none of their own; messages in the order they are
   * sent. Must give as many messages again when a delivery is resumed; links in them may be new.
   */
  render(conversation: Conversation, entries: readonly LogEntry[]): Promise<readonly Outgoing[]>;
  /** Sends one of them. `tag` is `OUTBOXID|procedure|step`, for the channel's own reports. Rejects only on defects. */
  send(conversation: Conversation, message: Outgoing, tag: string): Promise<Sent>;
}

export type Sent =
  /** The channel's ids of what it took. */
  | { readonly ok: true; readonly ids: readonly string[] }
  /** `again`: later, after `afterMs` when the channel says so; otherwise it will never go. `reason` is for operators. */
  | { readonly ok: false; readonly again: true; readonly reason: string; readonly afterMs?: number }
  | { readonly ok: false; readonly again: false; readonly reason: string };

/** Where a channel hands in what it received. Resolves once the message is safe. */
export interface Door {
  receive(conversationId: string, message: InboundMessage): Promise<Received>;
}

export interface InboundMessage {
  /** The channel's id of the message: the same id runs once per conversation. */
  readonly messageId: string;
  /** Parsed and bounded, not yet redacted: must not be stored or logged as it is. */
  readonly activity: InboundActivity;
  readonly files: readonly UploadedFile[];
}

export interface UploadedFile {
  /** As the person's device named it, without folders and control characters. */
  readonly name: string;
  /** What the client claimed; says nothing about the content. */
  readonly contentType: string;
  /** Empty when the file was `oversized`. */
  readonly bytes: Buffer;
  /** The file was larger than accepted; its bytes were not kept. */
  readonly oversized?: true;
}

export type Received =
  /** `seq` of the echo in the log; none for events. */
  | { readonly outcome: 'accepted'; readonly seq?: number | undefined }
  | { readonly outcome: 'duplicate'; readonly seq?: number | undefined }
  | { readonly outcome: 'unknown-conversation' }
  /** `retryAt` in milliseconds since the epoch. */
  | { readonly outcome: 'too-fast'; readonly retryAt: number };
