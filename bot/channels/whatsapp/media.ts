import { createHash } from 'node:crypto';
import type { FileRef } from './activity-of.ts';
import type { Graph } from './graph.ts';

export type FetchedFile =
  | { readonly ok: true; readonly bytes: Buffer }
  /** `unavailable` may pass; the others will not. */
  | { readonly ok: false; readonly reason: 'too-large' | 'refused' | 'host' | 'altered' | 'unavailable' };

export interface MediaDeps {
  readonly graph: Pick<Graph, 'media' | 'download'>;
  readonly hosts: MediaHosts;
  readonly maxBytes: number;
}

/** Where files may be fetched from. */
export interface MediaHosts {
  readonly baseUrl: URL;
  /** Further host names. */
  readonly also: readonly string[];
}

const metaHost = 'lookaside.fbsbx.com';

/** Fetches a file in Meta's two steps: where it is, then its bytes. Nothing is fetched from hosts we do not know. */
export function createFetchFile({ graph, hosts, maxBytes }: MediaDeps) {
  return async function fetchFile({ mediaId, sha256 }: FileRef): Promise<FetchedFile> {
    const info = await graph.media(mediaId);
    if (!info.ok) return { ok: false, reason: info.reason };
    const { url, file_size: size, sha256: hash } = info.value;
    if (size !== undefined && size > maxBytes) return { ok: false, reason: 'too-large' };
    const from = downloadUrl(url, hosts);
    if (!from) return { ok: false, reason: 'host' };
    const found = await graph.download(from, maxBytes);
    if (!found.ok) return { ok: false, reason: found.reason };
    const whole = size === undefined || size === found.value.length;
    return whole && fits(found.value, hash) && fits(found.value, sha256)
      ? { ok: true, bytes: found.value }
      : { ok: false, reason: 'altered' };
  };
}

/**
 * The address to fetch from; undefined where we do not go. A Solution Provider hands out Meta's address but serves the
 * file under its own host, to its own key (360dialog).
 */
export function downloadUrl(given: string, { baseUrl, also }: MediaHosts): URL | undefined {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '') return undefined;
  if (url.origin === baseUrl.origin) return url;
  if (url.protocol !== 'https:' || url.port !== '') return undefined;
  if (also.includes(url.hostname)) return url;
  if (url.hostname !== metaHost) return undefined;
  const viaProvider = baseUrl.hostname.endsWith('.360dialog.io');
  return viaProvider ? new URL(url.pathname + url.search, baseUrl) : url;
}

/** Meta writes hashes in base64 in one place and in hex in another. What is no hash says nothing. */
function fits(bytes: Buffer, expected: string | undefined): boolean {
  const hash = hashOf(expected ?? '');
  return hash === undefined || hash.equals(createHash('sha256').update(bytes).digest());
}

function hashOf(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}
