import type { Awaiting, ChainEntry, Conversation, Millis } from '../store.ts';

/**
 * What a store holds, record by record, in a form that belongs to no engine. What is JSON to the product stays the text it
 * is. A conversation comes before its messages and its log; leases are left behind.
 */
export type StoreRecord =
  | {
      readonly what: 'conversation';
      readonly conversation: Conversation;
      readonly activeAt: Millis;
      readonly awaiting: Awaiting;
      readonly version: number;
      readonly lastSeq: number;
      readonly state?: string;
      /** How often the first message of the inbox was taken. */
      readonly attempts: number;
      readonly inbox: readonly { readonly messageId: string; readonly at: Millis; readonly activity: string }[];
    }
  /** Ids of messages a conversation has seen, with the seq of their echo. */
  | {
      readonly what: 'messages';
      readonly conversationId: string;
      readonly messages: readonly { readonly messageId: string; readonly seq?: number }[];
    }
  | {
      readonly what: 'log';
      readonly conversationId: string;
      readonly entries: readonly { readonly seq: number; readonly at: Millis; readonly activity: string }[];
    }
  | {
      readonly what: 'document';
      readonly kind: string;
      readonly id: string;
      readonly version: number;
      readonly value: string;
      readonly keys: readonly string[];
      readonly expiresAt?: Millis;
    }
  | {
      readonly what: 'job';
      readonly id: string;
      readonly kind: string;
      readonly dueAt: Millis;
      readonly attempts: number;
      /** There until the job is done. */
      readonly payload?: string;
      readonly error?: string;
      readonly doneAt?: Millis;
    }
  | { readonly what: 'chain'; readonly entries: readonly ChainEntry[] }
  | { readonly what: 'counter'; readonly key: string; readonly count: number; readonly resetsAt: Millis }
  | { readonly what: 'sequence'; readonly name: string; readonly value: number };

export type RecordOf<What extends StoreRecord['what']> = Extract<StoreRecord, { what: What }>;

/** The door of an engine for copies. Nothing else may write meanwhile; SQLite refuses when the product runs. */
export interface Transfer {
  /** All there is. */
  records(): AsyncIterable<StoreRecord>;
  isEmpty(): Promise<boolean>;
  /** Writes records of another store into this one, which must be empty. They are there for good when this resolves. */
  write(records: readonly StoreRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** How many entries a record of a log, of messages or of the chain has at most. */
export const PART = 100;
