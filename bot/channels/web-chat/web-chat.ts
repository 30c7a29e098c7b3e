import type { Store } from '../../../services/store/store.ts';
import type { Route } from '../../http/route.ts';
import type { DirectLineContext } from './context.ts';
import { createHub, type Hub } from './hub.ts';
import { directLineRoutes } from './routes.ts';
import { createStream, type Stream, type StreamLog } from './stream.ts';
import { createTickets } from './tickets.ts';
import { createTokens } from './tokens.ts';

export interface WebChatDeps extends Omit<DirectLineContext, 'tokens' | 'tickets' | 'conversations' | 'door'> {
  readonly store: Pick<Store, 'conversations' | 'counters'>;
  /** 32 bytes; signs tokens and stream tickets. */
  readonly signingKey: Uint8Array;
  readonly tokenTtlMs: number;
  readonly ticketTtlMs: number;
  readonly log: StreamLog;
}

export interface WebChat {
  /** Where the turn publishes; the door is built with it, and the routes with the door. */
  readonly hub: Hub;
  readonly stream: Stream;
  routes(door: DirectLineContext['door']): Route[];
}

/** The web chat channel: Direct Line 3.0 over REST, polling and WebSocket. */
export function createWebChat(deps: WebChatDeps): WebChat {
  const { store, signingKey: key, now, newId } = deps;
  const { conversations, counters } = store;
  const tokens = createTokens({ key, ttlMs: deps.tokenTtlMs, now });
  const tickets = createTickets({ key, ttlMs: deps.ticketTtlMs, now, newId, counters });
  const hub = createHub({ readLog: (id, afterSeq, limit) => conversations.log(id, afterSeq, limit) });
  return {
    hub,
    stream: createStream({ hub, tickets, log: deps.log }),
    routes: (door) => directLineRoutes({ ...deps, conversations, tokens, tickets, door }),
  };
}
