/**
 * A pattern over normalised text in a small, readable notation: words as they are, `word*` any ending, `~` up to six
 * words between, `(a|b)` alternatives, `(a )?` and `(a |b )*` optional words. It matches whole words only.
 */
export function phrase(notation: string): RegExp {
  return new RegExp(` (?:${sourceOf(notation)})(?= )`);
}

/** The same notation for a text that says this and nothing else. */
export function wholePhrase(notation: string): RegExp {
  return new RegExp(`^ (?:${sourceOf(notation)}) $`);
}

const little =
  '(?:y|pero|entonces|bueno|ok|oye|oiga|hola|buenas|buenos|dias|tardes|noches|disculpe|disculpa|perdon|por favor|gracias|o sea|una pregunta|una duda|dime|digame|me dices|oigan|aqui|hello|hi|sorry|but|and|so) ';

/** The notation of a phrase that stands alone: a greeting, a courtesy or a small word beside it says nothing. */
export const alone = (notation: string): string => `(?<=^ (?:${little})*)(?:${notation.trim()})(?= (?:${little})*$)`;

/** The words that matched the first of several patterns, or undefined. */
export function firstMatch(text: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text);
    if (found !== null) return found[0].trim();
  }
  return undefined;
}

function sourceOf(notation: string): string {
  return notation
    .trim()
    .replace(/\s+/g, ' ')
    .replaceAll(' ~ ', '(?: \\w+){0,6} ')
    .replace(/(?<=\w)\*/g, '\\w*');
}
