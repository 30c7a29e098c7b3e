const SPOKEN_AT = /\s*(?:\(arroba\)|\[arroba\]|\barroba\b|\(at\)|\[at\])\s*/gi;
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/\s+gui[oó]n\s+bajo\s+/gi, '_'],
  [/\s+(?:gui[oó]n\s+medio|gui[oó]n)\s+/gi, '-'],
  [/\s+(?:punto|dot)\s+/gi, '.'],
];
/** Words that lead to an address; any other word before it may be a part of it that a space cut off. */
const LEADS = new Set(
  `es correo email mail mi el al a e un este ese nuevo electronico electrónico sería seria será direccion dirección cuenta usa
  usar con en y o manda mandalo mándalo envia envía escribe escríbeme que ok sí si hola gracias dirigido`.split(/\s+/),
);

/**
 * Writes out addresses that are spelled ("juan punto perez arroba gmail punto com") or spaced ("juan @ gmail.com").
 * `unclear` when words around the spelled @ may belong to the address or not.
 */
export function joinSpoken(text: string): string | 'unclear' {
  const spelled = !text.includes('@') && SPOKEN_AT.test(text);
  SPOKEN_AT.lastIndex = 0;
  const spaced = /\s@|@\s/.test(text);
  if (!spelled && !spaced) return text;
  const withAt = spelled ? text.replace(SPOKEN_AT, '@') : text.replace(/\s{0,5}@\s{0,5}/g, '@');
  const joined = spelled ? MARKS.reduce((sentence, [word, mark]) => sentence.replace(word, mark), withAt) : withAt;
  return isCertain(joined) ? joined : 'unclear';
}

/** Whether the joined address stands alone, after a lead-in, or after a colon. */
function isCertain(joined: string): boolean {
  const words = joined.split(/\s+/).filter(Boolean);
  const index = words.findIndex((word) => word.includes('@'));
  const local = (words[index] ?? '').split('@')[0]?.toLowerCase() ?? '';
  if (local === '' || LEADS.has(local)) return false;
  const before = words[index - 1]?.toLowerCase();
  return before === undefined || /[:,;.]$/.test(before) || LEADS.has(before);
}
