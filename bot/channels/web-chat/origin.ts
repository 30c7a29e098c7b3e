import type { IncomingMessage } from 'node:http';

/** Only pages of our own origin may open conversations. Browsers send `Origin` with every POST. */
export function sameOriginOnly(publicUrl: string): (request: IncomingMessage) => boolean {
  const { origin } = new URL(publicUrl);
  return (request) => request.headers.origin === origin;
}

/** Demo mode: any client may, but a page of another site may not use the browser of its visitor. */
export function openToClients(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
