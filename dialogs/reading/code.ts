/** Longer texts hold no code. */
const MAX_CHARS = 200;

/**
 * The one-time code in a message: as many digits as asked for, also in groups ("123 456", "123-456") and in full-width
 * digits. Undefined when there is none, or when it is not clear which digits are meant.
 */
export function readCode(text: string, digits: number): string | undefined {
  const groups = digitGroups(text.slice(0, MAX_CHARS)).filter((group) => group.length === digits);
  const [code, ...others] = [...new Set(groups)];
  return others.length === 0 ? code : undefined;
}

/** The numbers of a text, each with the spaces, dots and hyphens inside it removed. */
export function digitGroups(text: string): string[] {
  const found = text.normalize('NFKC').match(/\d+(?:[ \t.\u00a0\u2010-\u2015-]{1,3}\d+)*/g) ?? [];
  return found.map((group) => group.replace(/\D/g, ''));
}
