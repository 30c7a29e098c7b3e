/**
 * The mailbox an address reaches, as far as spelling tells: case, `+tag`, Gmail's dots and Unicode look-alikes of one
 * letter fall together. For counting only; mail goes to the address as given.
 */
export function mailboxOf(address: string): string {
  const plain = address.normalize('NFKC').trim().toLowerCase();
  const at = plain.lastIndexOf('@');
  if (at < 0) return plain;
  const domain = plain.slice(at + 1).replace(/^googlemail\.com$/, 'gmail.com');
  const local = plain.slice(0, at).replace(/\+.*$/, '');
  return `${domain === 'gmail.com' ? local.replaceAll('.', '') : local}@${domain}`;
}

/** `a•••@example.mx`: enough to recognise one's own address, not enough to learn another's. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '•••' : `${[...address][0]}•••${address.slice(at)}`;
}

const CONTROL = /\p{Cc}|\p{Zl}|\p{Zp}/u;

/** Whether an address may stand in a mail header: one mailbox, no control character, no list, no display name. */
export const isSafeAddress = (address: string): boolean =>
  address.length <= 254 && !CONTROL.test(address) && /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+$/.test(address);
