/**
 * A pattern over normalised text in a small, readable notation: words as they are, `*` any ending, `~` up to six
 * words between, `(a|b)` alternatives, `(a )?` optional words. It matches whole words only.
 */
export function phrase(notation: string): RegExp {
  const source = notation
    .trim()
    .replace(/\s+/g, ' ')
    .replaceAll(' ~ ', '(?: \\w+){0,6} ')
    .replaceAll('*', '\\w*');
  return new RegExp(`(?<= )(?:${source})(?= )`);
}

/** The words that matched the first of several patterns, or undefined. */
export function firstMatch(text: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text);
    if (found !== null) return found[0];
  }
  return undefined;
}
