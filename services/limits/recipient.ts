/** Providers that deliver a.b.c@ and abc@ to one mailbox. */
const IGNORES_DOTS = new Set(['gmail.com', 'googlemail.com']);
const SAME_PROVIDER: Readonly<Record<string, string>> = { 'googlemail.com': 'gmail.com' };

/**
 * One name for all the ways of writing a mailbox, to count mails by: case, Unicode forms, `+tag` and Gmail's dots do not
 * make another. Never an address to send to: some servers do tell `a+b@` from `a@`.
 */
export function canonicalRecipient(address: string): string {
  const text = address.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
  const at = text.lastIndexOf('@');
  if (at < 1) return text;
  const domain = text.slice(at + 1).replace(/\.+$/, '');
  const untagged = text.slice(0, at).split('+')[0] ?? '';
  const local = IGNORES_DOTS.has(domain) ? untagged.replaceAll('.', '') : untagged;
  return `${local}@${SAME_PROVIDER[domain] ?? domain}`;
}
