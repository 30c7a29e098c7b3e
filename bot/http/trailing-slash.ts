import type { IncomingMessage } from 'node:http';
import { pathOf } from './route.ts';

/** The same address without the slash at its end, query included, where it is one of those that can be read. */
export function withoutSlash(request: IncomingMessage, readable: ReadonlySet<string>): string | undefined {
  const path = pathOf(request);
  const shorter = path.slice(0, -1);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead || !path.endsWith('/') || !readable.has(shorter)) return undefined;
  return shorter + (request.url ?? '').slice(path.length);
}
