import type { IncomingMessage } from 'node:http';

/**
 * Whether a posted form can come from a page of ours. Pages with `no-referrer` post with `Origin: null`, so the browser's
 * own word (`Sec-Fetch-Site`) counts where it is given; where it is not, a foreign origin is refused and the `SameSite`
 * cookie keeps the rest out.
 */
export function fromOurPages(request: IncomingMessage): boolean {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  if (origin === undefined || origin === 'null') return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
