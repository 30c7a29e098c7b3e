import type { IncomingMessage } from 'node:http';

/** The value of a cookie as the browser sent it: raw input. The first one, where there are several of the name. */
export function readCookie(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
