import { createHmac, timingSafeEqual } from 'node:crypto';

const prefix = 'sha256=';

/** Whether the raw bytes were signed with our app secret. Takes the same time wherever a wrong signature differs. */
export function isSigned(body: Buffer, header: string | undefined, appSecret: string): boolean {
  if (appSecret === '' || !header?.startsWith(prefix)) return false;
  const digest = header.slice(prefix.length);
  if (!/^[0-9a-f]{64}$/i.test(digest)) return false;
  return timingSafeEqual(Buffer.from(digest, 'hex'), createHmac('sha256', appSecret).update(body).digest());
}

/** Compares a secret of any length; the time tells nothing about it. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHmac('sha256', expected).update(text).digest();
  return expected !== '' && timingSafeEqual(digest(given), digest(expected));
}
