const UNSAFE = /\p{Cc}|\p{Zl}|\p{Zp}/u;
const ONE_MAILBOX = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+$/;
const MAX_CHARS = 254;

/** Whether an address may stand in a mail header: one mailbox, no control character, no list, no display name. */
export const isSafeAddress = (address: string): boolean =>
  address.length <= MAX_CHARS && !UNSAFE.test(address) && ONE_MAILBOX.test(address);
