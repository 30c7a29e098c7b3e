import type { IncomingMessage } from 'node:http';
import { type DirectLineContext, root } from './context.ts';
import type { Ticket } from './tickets.ts';

/** The address of the WebSocket, with a fresh ticket in it. */
export function streamUrl(request: IncomingMessage, ticket: Ticket, context: DirectLineContext): string {
  const base = (context.publicUrl ?? `http://${hostOf(request)}`).replace(/^http/, 'ws').replace(/\/$/, '');
  const conversation = encodeURIComponent(ticket.conversationId);
  return `${base}${root}/conversations/${conversation}/stream?t=${context.tickets.issue(ticket)}`;
}

/** A Host header that is only a name or address with a port; anything else is not repeated. */
function hostOf(request: IncomingMessage): string {
  const { host } = request.headers;
  return host !== undefined && /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:]+\](:\d{1,5})?$/i.test(host) ? host : 'localhost';
}
