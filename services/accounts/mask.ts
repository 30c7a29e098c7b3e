/** `a•••@example.mx`: enough to recognise one's own address, not enough to learn another's. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '•••' : `${[...address][0]}•••${address.slice(at)}`;
}

/** `7723`: enough to tell one's own client numbers apart. */
export const lastDigits = (clientNumber: string): string => clientNumber.slice(-4);
