import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** One door of the HTTP server. Knows node's own types only, so that the router behind it can change. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` for a part, as in `/v3/directline/conversations/:id`. */
  readonly path: string;
  /** Answers the request. What it throws is logged and answered as `Internal`. A `GET` is asked for `HEAD` as well. */
  readonly handle: Handler;
  /** The answer has no end, so that there is no `HEAD` of it. */
  readonly endless?: true;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, params: Params) => Promise<void> | void;

/** Parts of the path, percent-decoded: raw input. */
export type Params = Readonly<Record<string, string | undefined>>;

/** Takes over connections that ask for a WebSocket. */
export interface Upgrade {
  /** Whether this path, without query, is its own. */
  matches(path: string): boolean;
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** The path of a request without its query, which may hold a ticket. */
export function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '/';
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}

/** A parameter of the query, the first of its name. */
export function queryOf(request: IncomingMessage, name: string): string | undefined {
  const url = request.url ?? '';
  const start = url.indexOf('?');
  if (start < 0) return undefined;
  return new URLSearchParams(url.slice(start + 1)).get(name) ?? undefined;
}
