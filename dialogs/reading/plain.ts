/** No answer to a question is longer; what follows is not looked at. */
const MAX_CHARS = 200;

/**
 * A sentence as its words alone: lower case, without accents (ñ becomes n) and punctuation, stretched letters shortened
 * ("siiii" → "si"). `e.firma` and `e-firma` become `efirma`.
 */
export function plain(text: string, maxChars = MAX_CHARS): string {
  return text
    .slice(0, maxChars)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\be[\s.-]{0,2}firma/g, 'efirma')
    .replace(/([a-z])\1{2,}/g, '$1')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** The words of a text, as `plain` leaves them. */
export const wordsOf = (text: string, maxChars = MAX_CHARS): string[] =>
  plain(text, maxChars).split(' ').filter(Boolean);
