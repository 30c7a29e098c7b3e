import type { MaySendTo } from './service-url.ts';

/** What the connector answered when it did not take a message. */
export class ConnectorRefusal extends Error {
  readonly status: number;
  /** When it wants to be asked again, in milliseconds from now; undefined when it did not say. */
  readonly afterMs: number | undefined;
  constructor(status: number, afterMs: number | undefined) {
    super(`the connector answered ${status}`);
    this.status = status;
    this.afterMs = afterMs;
  }
}

/** A message was to go to a host that the bot does not send to. */
export class ForeignHost extends Error {
  constructor() {
    super('not a host of the connector');
  }
}

/** A request as botbuilder's connector client makes it, the parts that are used here. */
export interface ConnectorRequest {
  readonly url: string;
  readonly method: string;
  readonly body?: unknown;
  readonly headers: { toJson(): { [name: string]: string } };
}

/** Teams itself waits 15 seconds for us; a word to a person while it does must not take longer. */
const timeoutMs = 10_000;
const answerMaxBytes = 64 * 1024;

/**
 * One request to the connector. In place of botbuilder's own HTTP client, which follows redirects and repeats requests on
 * its own: the host is checked where the token leaves, and when to try again is for the delivery to say.
 */
export async function askConnector(
  request: ConnectorRequest,
  { maySendTo, now }: { maySendTo: MaySendTo; now: () => number },
): Promise<{ status: number; bodyAsText: string }> {
  if (!maySendTo(request.url)) throw new ForeignHost();
  const response = await fetch(request.url, {
    method: request.method,
    headers: withoutLength(request.headers.toJson()),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    ...(typeof request.body === 'string' && { body: request.body }),
  });
  const bodyAsText = (await response.text()).slice(0, answerMaxBytes);
  if (response.ok) return { status: response.status, bodyAsText };
  throw new ConnectorRefusal(response.status, retryAfterMs(response.headers.get('retry-after'), now()));
}

/** `Retry-After`: seconds, or a date. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** The length is computed anew. */
function withoutLength(headers: { [name: string]: string }): [string, string][] {
  return Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length');
}
