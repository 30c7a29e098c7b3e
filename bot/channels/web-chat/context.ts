import type { IncomingMessage } from 'node:http';
import type { Conversations, Millis } from '../../../services/store/store.ts';
import type { ClientAddress } from '../../http/client-address.ts';
import type { Door } from '../channel.ts';
import type { PageSession } from './page-session.ts';
import type { Tickets } from './tickets.ts';
import type { Tokens } from './tokens.ts';

/** Answers whether one more conversation may be opened from an address. */
export interface StartLimit {
  take(address: string): Promise<{ readonly ok: true } | { readonly ok: false; readonly retryAt: Millis }>;
}

/** The limits of `bot/config.ts` that this channel holds. */
export interface DirectLineLimits {
  readonly messageMaxChars: number;
  readonly requestMaxBytes: number;
  readonly efirmaFileMaxBytes: number;
  readonly uploadMaxFiles: number;
  readonly conversationRetentionMs: number;
}

/** What the routes of Direct Line work with. */
export interface DirectLineContext {
  readonly conversations: Pick<Conversations, 'create' | 'get' | 'log'>;
  readonly door: Door;
  readonly tokens: Tokens;
  readonly tickets: Tickets;
  readonly startLimit: StartLimit;
  /** Whether this request may open a conversation at all (`origin.ts`). */
  readonly mayOpen: (request: IncomingMessage) => boolean;
  readonly pageSession: PageSession;
  /** Conversations begin only in the browser that got their token: its page session has to come along. */
  readonly needsPageSession: boolean;
  readonly clientAddress: ClientAddress;
  /** A keyed hash of an address, which is kept with the conversation. */
  readonly origin: (address: string) => string;
  /** `https://host`, without a slash at the end. In demo mode it may be absent: then the Host header is believed. */
  readonly publicUrl: string | undefined;
  readonly limits: DirectLineLimits;
  /** The person writes; for agents who have the conversation. */
  readonly onTyping?: (conversationId: string) => void;
  /** The person touched the form of a question, named by its log entry. */
  readonly onFormOpened?: (conversationId: string, seq: number) => Promise<void>;
  /** For the body of one request to arrive. */
  readonly bodyTimeoutMs: number;
  readonly now: () => Millis;
  /** A fresh UUID. */
  readonly newId: () => string;
}

/** Where Direct Line lives; the `domain` of its clients. */
export const root = '/v3/directline';
