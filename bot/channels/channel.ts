import type { LogEntry } from '../../services/store/store.ts';
import type { InboundActivity } from './web-chat/activity.ts';

/** What each channel offers to the turn. */
export interface Channel {
  /** Stored with each conversation; the same for ever. */
  readonly id: string;
  /** Delivers entries that are in the log already. Never throws: what is missed can be read from the log again. */
  publish(conversationId: string, entries: readonly LogEntry[]): void;
}

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
