import { createHmac } from 'node:crypto';
import { normaliseCurp } from './check.ts';

/**
 * The name under which a person is found by CURP: HMAC-SHA-256 in base64url. A copy of the store without the key does not
 * give the CURPs away, although there are few enough of them to try all.
 */
export function curpKey(curp: string, key: Uint8Array): string {
  return createHmac('sha256', key)
    .update(`curp:${normaliseCurp(curp)}`)
    .digest('base64url');
}
