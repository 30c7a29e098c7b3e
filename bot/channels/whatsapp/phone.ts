/**
 * A number in the form by which people are matched: `+` and digits. Mexican mobile numbers come with and without the 1
 * that was dialled until 2019 (521… and 52…): both are the same person. Undefined for what is no number.
 */
export function canonicalPhone(received: string): string | undefined {
  const digits = received.replace(/[\s()+.-]/g, '');
  if (!/^[1-9]\d{6,14}$/.test(digits)) return undefined;
  const mexican = /^521?(\d{10})$/.exec(digits);
  return mexican ? `+52${mexican[1]}` : `+${digits}`;
}
