import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { refuseUpgrade } from '../../http/refuse-upgrade.ts';
import { pathOf, queryOf, type Upgrade } from '../../http/route.ts';
import { root } from './context.ts';
import type { Hub } from './hub.ts';
import type { Tickets } from './tickets.ts';

export interface Stream extends Upgrade {
  /** Pings each socket, and cuts those that did not answer since the last time. To be called
   * about twice a minute: proxies cut silent connections after 30 to 60 s. */
  sweep(): void;
  /** How many sockets are open. */
  open(): number;
  /** Says goodbye to each socket: their clients come back with their watermark. */
  close(): void;
}

/** A client's ping is an empty frame; nothing else comes from there. */
const maxIncomingBytes = 1024;
/** A socket that does not take its frames is cut before they fill the memory; its client reads them again later. */
const maxBufferedBytes = 1024 * 1024;
/** Tabs of one person; the oldest socket makes room for the newest. */
const maxSocketsPerConversation = 8;

const streamPath = new RegExp(`^${root}/conversations/([^/]+)/stream$`);
const closeCodes = { goingAway: 1001, policy: 1008, tryAgain: 1013 } as const;

/** The WebSocket side of Direct Line. */
export function createStream(deps: { hub: Hub; tickets: Tickets; log: StreamLog }): Stream {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxIncomingBytes,
  });
  const sockets = new Set<WebSocket>();
  const silent = new WeakSet<WebSocket>();
  const byConversation = new Map<string, Set<WebSocket>>();

  async function admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const ticket = await deps.tickets.spend(queryOf(request, 't') ?? '');
    const [, pathId = ''] = streamPath.exec(pathOf(request)) ?? [];
    if (!ticket || encodeURIComponent(ticket.conversationId) !== pathId) return refuseUpgrade(socket, 'TokenInvalid');
    if (socket.destroyed) return;
    server.handleUpgrade(request, socket, head, (ws) => {
      makeRoom(ticket.conversationId, ws);
      const audience = { conversationId: ticket.conversationId, person: ticket.user };
      const leave = deps.hub.join(audience, ticket.afterSeq, {
        send(frame) {
          if (ws.bufferedAmount > maxBufferedBytes) ws.terminate();
          else ws.send(frame);
        },
        fail(error) {
          deps.log.error({ error }, 'stream could not read the log');
          ws.close(closeCodes.tryAgain);
        },
      });
      sockets.add(ws);
      const alive = () => silent.delete(ws);
      ws.on('pong', alive).on('message', alive).on('error', ignore);
      ws.on('close', () => {
        leave();
        sockets.delete(ws);
        const tabs = byConversation.get(ticket.conversationId);
        tabs?.delete(ws);
        if (tabs?.size === 0) byConversation.delete(ticket.conversationId);
      });
    });
  }

  function makeRoom(conversationId: string, ws: WebSocket): void {
    const tabs = byConversation.get(conversationId) ?? new Set();
    byConversation.set(conversationId, tabs.add(ws));
    const [oldest] = tabs;
    if (tabs.size > maxSocketsPerConversation) oldest?.close(closeCodes.policy);
  }

  return {
    matches: (path) => streamPath.test(path),
    handle(request, socket, head) {
      admit(request, socket, head).catch((error: unknown) => {
        deps.log.error({ error }, 'stream could not be opened');
        refuseUpgrade(socket, 'Unavailable');
      });
    },
    sweep() {
      for (const ws of sockets) {
        if (silent.has(ws)) ws.terminate();
        else {
          silent.add(ws);
          ws.ping();
        }
      }
    },
    open: () => sockets.size,
    close() {
      for (const ws of sockets) ws.close(closeCodes.goingAway);
    },
  };
}

/** What the stream says about itself; pino fits. */
export interface StreamLog {
  error(fields: { error: unknown }, message: string): void;
}

const ignore = () => {};
