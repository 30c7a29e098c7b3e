/**
 * Headers of every answer. They are those of an API; a page replaces `content-security-policy` and, where it may be
 * kept, `cache-control` by its own.
 *
 * @param https whether the public address is https, for HSTS.
 */
export function securityHeaders(https: boolean): Map<string, string> {
  const headers = new Map([
    ['content-security-policy', "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['referrer-policy', 'no-referrer'],
    ['cache-control', 'no-store'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
  ]);
  if (https) headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  return headers;
}
