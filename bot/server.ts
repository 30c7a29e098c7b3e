import type { IncomingMessage, Server as NodeServer, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import restify from 'restify';
import { StoreError } from '../services/store/errors.ts';
import { type RefusalPage, refusalForStatus, refuse, refuseWithPage } from './http/errors.ts';
import { refuseUpgrade } from './http/refuse-upgrade.ts';
import { pathOf, type Route, type Upgrade } from './http/route.ts';
import { securityHeaders } from './http/security-headers.ts';
import { withoutSlash } from './http/trailing-slash.ts';

declare module 'restify' {
  interface Server {
    first(handler: (request: IncomingMessage, response: ServerResponse) => boolean): Server;
  }
}

export interface ServerOptions {
  readonly routes: readonly Route[];
  readonly upgrades?: readonly Upgrade[];
  /** Whether the public address is https. */
  readonly https?: boolean;
  readonly log: ServerLog;
  /** What a person at a browser is shown instead of a refusal in JSON. */
  readonly refusalPage?: RefusalPage;
}

/** What the server says about itself; pino fits. Paths are logged without their query. */
export interface ServerLog {
  error(fields: { error: unknown; method: string | undefined; route: string }, message: string): void;
}

export interface HttpServer {
  /** Port 0 takes a free one. Rejects when the port is taken. */
  listen(port: number, host: string): Promise<{ port: number }>;
  /** Stops accepting; answers what is under way, for at most `graceMs`, then cuts the connections. */
  close(graceMs: number): Promise<void>;
}

/**
 * The HTTP side of the product on restify, which routes and nothing else: bodies are read by `bot/http`, and every
 * refusal has the shape `{error: {code, message}}`.
 */
export function createServer(options: ServerOptions): HttpServer {
  const { routes, upgrades = [], https = false, log, refusalPage } = options;
  const server = restify.createServer(Object.assign<restify.ServerOptions, object>({ name: '' }, { log: quiet }));
  const headers = securityHeaders(https);
  server.first((request, response) => {
    response.setHeaders(headers);
    if (refusalPage) refuseWithPage(response, refusalPage);
    return prepare(request, response);
  });
  server.on('error', (error: unknown) => log.error({ error, method: undefined, route: '' }, 'server error'));
  for (const route of routes) mount(server, route, log);
  refuseUnrouted(server, routes);
  const node: NodeServer = server.server;
  node.requestTimeout = requestTimeoutMs;
  node.headersTimeout = headersTimeoutMs;
  node.keepAliveTimeout = keepAliveMs;
  acceptUpgrades(node, server, upgrades);
  return { listen: (port, host) => listen(node, port, host), close: (graceMs) => close(node, graceMs) };
}

/** A whole request, a slow upload of 16 MB included; bodies have shorter limits of their own. */
const requestTimeoutMs = 60_000;
const headersTimeoutMs = 10_000;
/** Longer than proxies keep idle connections (nginx: 60 s): a request must not meet one that we are just closing. */
const keepAliveMs = 75_000;

function mount(server: restify.Server, route: Route, log: ServerLog): void {
  const register = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'del' } as const;
  const handle = async (request: restify.Request, response: restify.Response) => {
    try {
      await route.handle(request, response, request.params);
    } catch (error) {
      log.error({ error, method: request.method, route: route.path }, 'request failed');
      // A store that is away comes back: clients are told to try again, and do.
      const code = error instanceof StoreError && error.code === 'unreachable' ? 'Unavailable' : 'Internal';
      await refuse(response, code, { 'retry-after': '5' });
    }
  };
  server[register[route.method]](route.path, handle);
  if (route.method === 'GET' && !route.endless) server.head(route.path, handle);
}

/** Answers what no route takes. An address with one slash too many is sent to the one without. */
function refuseUnrouted(server: restify.Server, routes: readonly Route[]): void {
  const readable = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path));
  // The router's own answer, which would follow a call of the callback, is never wanted.
  server.on('restifyError', (request: IncomingMessage, response: ServerResponse, error: unknown) => {
    const code = refusalForStatus(statusOf(error));
    const address = code === 'NotFound' ? withoutSlash(request, readable) : undefined;
    if (address === undefined) return void refuse(response, code);
    response.writeHead(308, { location: address, 'content-length': 0 });
    response.end();
  });
}

/**
 * Runs before restify touches the request. Answers false when the request was refused here: compressed bodies (nobody
 * needs them, and they hide their size), and paths that would make the router throw.
 */
function prepare(request: IncomingMessage, response: ServerResponse): boolean {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    void refuse(response, 'UnsupportedMediaType');
    return false;
  }
  const pathname = pathOf(request);
  if (!pathname.startsWith('/') || !isDecodable(pathname)) {
    void refuse(response, 'BadRequest');
    return false;
  }
  // restify builds a URL out of the Host header, and a malformed one would throw outside of any handler.
  Object.assign(request, { getUrl: () => ({ pathname }) });
  return true;
}

function isDecodable(path: string): boolean {
  if (!path.includes('%')) return true;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

const statusOf = (error: unknown) =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;

/** restify's own log would repeat requests; ours is written by the routes. */
const quiet = Object.fromEntries(
  ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [level, () => false]),
);

/** Only a WebSocket on a path of ours takes a connection over; any other `Upgrade` header is ignored, as HTTP allows. */
function acceptUpgrades(node: NodeServer, server: restify.Server, upgrades: readonly Upgrade[]): void {
  Object.assign(node, {
    shouldUpgradeCallback: (request: IncomingMessage) => request.headers.upgrade?.toLowerCase() === 'websocket',
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const path = pathOf(request);
    const owner = upgrades.find((upgrade) => upgrade.matches(path));
    if (owner) owner.handle(request, socket, head);
    else refuseUpgrade(socket, 'NotFound');
  });
}

function listen(node: NodeServer, port: number, host: string): Promise<{ port: number }> {
  return new Promise((resolve, reject) => {
    node.once('error', reject);
    node.listen(port, host, () => {
      node.off('error', reject);
      const address = node.address();
      resolve({ port: typeof address === 'object' && address ? address.port : port });
    });
  });
}

function close(node: NodeServer, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => node.closeAllConnections(), graceMs);
    // Connections that fall idle later would be kept alive for the client's next request.
    const idle = setInterval(() => node.closeIdleConnections(), 50);
    node.close(() => {
      clearTimeout(cut);
      clearInterval(idle);
      resolve();
    });
  });
}
