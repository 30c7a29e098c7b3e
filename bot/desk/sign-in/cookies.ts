import type { IncomingMessage } from 'node:http';
import { readCookie } from '../../http/cookie.ts';

/** A cookie that belongs to this host alone (`__Host-`, where there is https), and that no script can read. */
export interface StaffCookie {
  set(value: string, maxAgeMs: number): string;
  clear(): string;
  read(request: IncomingMessage): string | undefined;
}

/**
 * The session. `Strict`: it comes along with nothing that began on another site.
 */
export const sessionCookie = (https: boolean): StaffCookie => cookie('desk', 'Strict', /^[A-Za-z0-9_-]{43}$/, https);

/** A sign-in under way. `Lax`, because the provider sends the browser back from another site. */
export const flowCookie = (https: boolean): StaffCookie => cookie('desk-flow', 'Lax', /^[\w.-]{1,3000}$/, https);

function cookie(plainName: string, sameSite: 'Strict' | 'Lax', shape: RegExp, https: boolean): StaffCookie {
  const name = https ? `__Host-${plainName}` : plainName;
  const write = (value: string, seconds: number) =>
    `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=${sameSite}${https ? '; Secure' : ''}`;
  return {
    set: (value, maxAgeMs) => write(value, Math.floor(maxAgeMs / 1_000)),
    clear: () => write('', 0),
    read(request) {
      const value = readCookie(request, name);
      return value !== undefined && shape.test(value) ? value : undefined;
    },
  };
}
