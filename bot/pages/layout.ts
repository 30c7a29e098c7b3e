/** A response of a page, ready to be written by whatever server mounts it. */
export interface PageResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What a page may know of a request. Header names are in lower case. */
export interface PageRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** One address of the server, mounted without knowing what stands behind it. */
export interface PageRoute {
  readonly method: 'GET';
  readonly path: string;
  handle(request: PageRequest): PageResponse;
}

/** JSON that cannot end the `<script type="application/json">` it stands in. */
export const jsonForHtml = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

/** Headers of every page: nothing embeds it, nothing is told where the person came from, no type is guessed. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** Writes a content security policy that starts from "nothing". Directives without sources are left out. */
export function contentSecurityPolicy(directives: Readonly<Record<string, readonly string[]>>): string {
  const base = {
    'default-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries({ ...base, ...directives })
    .filter(([, sources]) => sources.length > 0)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

/** Whether a request's header, which may come as a list, names a value. */
export function headerNames(header: string | string[] | undefined, value: string): boolean {
  const given = Array.isArray(header) ? header.join(',') : (header ?? '');
  return given.split(',').some((part) => part.split(';')[0]?.trim() === value);
}
