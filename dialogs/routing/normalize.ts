import { distance } from '../reading/distance.ts';
import { domainWords, everydayWords, spellings } from './lexicon.ts';
import { soundOf } from './phonetic.ts';

/** Longer text is cut at a word limit before it is read; equals `limits.recognizerMaxChars` of the product. */
export const routingMaxChars = 200;

/** What is looked at before blanks are squeezed. */
const rawMaxChars = 1_000;

/**
 * An utterance as the rules read it: lower case, no accents or punctuation, brand names and slang in one spelling,
 * typing errors of domain words corrected, one blank around every word. At most about twice `routingMaxChars` long.
 */
export function normalize(text: string): string {
  const plain = cut(fold(cut(squeeze(cut(text, rawMaxChars)))));
  const marked = marks.reduce((current, [pattern, replacement]) => current.replace(pattern, replacement), ` ${plain} `);
  const words = marked
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/([a-z])\1{2,}/g, '$1')
    .replace(/(?<= )(?:[a-z] ){2,}[a-z](?= )/g, (letters) => letters.replaceAll(' ', ''))
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return ' ';
  return ` ${words.map(correct).join(' ')} `.replace(
    / (?:efirma|e firma|firma (?:electronica|digital)(?: avanzada)?)(?: del sat)?(?= )/g,
    ' efirma',
  );
}

/** Written forms that lose their meaning once punctuation is gone. Order matters. */
const marks: readonly (readonly [RegExp, string])[] = [
  [/\b(?:impi|pase|icsoe|atn)-\d{4}-\d{1,8}\b/g, ' foliodado '],
  [/\bicsoe\s?@\s?imss[.\w]*/g, ' icsoe correo '],
  [/\bbuzon\s?@\s?impi[.\w]*/g, ' impi correo '],
  [/[\w.+-]{1,64}@[\w.-]{1,100}/g, ' undato '],
  [/\b[a-z]{4}\d{6}[a-z]{6}[a-z0-9]\d\b/g, ' undato '],
  [/\bpase(?: punto |\.)com\b(?:(?: punto |\.)mx\b)?/g, ' pasecommx '],
  [/\be[\s._-]{0,3}firma\b|\bfirma (?:electronica|digital|del sat)(?: avanzada)?(?: del sat)?\b/g, ' efirma '],
  [/\be[\s-]?mail\b/g, ' correo '],
  [/\bc\.\s?s\.\s?d\b\.?/g, ' csd '],
  [/\bi\s?\+\s?d\b/g, ' imasd '],
];

const vocabulary = domainWords.map((word) => {
  const sound = soundOf(word);
  return { word, sound, letters: lettersOf(sound) };
});
/** Of words that sound alike the domain word wins, then the shorthand. */
const bySound = new Map(
  [...everydayWords, ...Object.keys(spellings), ...domainWords]
    .filter((word) => word.length >= 4)
    .map((word) => [soundOf(word), word]),
);
const known = new Set([...domainWords, ...everydayWords]);

function correct(word: string): string {
  const spelled = Object.hasOwn(spellings, word) ? spellings[word] : undefined;
  if (spelled !== undefined) return spelled;
  if (word.length < 4 || known.has(word) || /\d/.test(word)) return word;
  const sound = soundOf(word);
  const heard = bySound.get(sound) ?? nearest(sound) ?? word;
  return spellings[heard] ?? heard;
}

/** The one closest domain word: one slip in five to eight sounds, two from nine on; a tie is no answer. */
function nearest(sound: string): string | undefined {
  if (sound.length < 5 || sound.length > 18) return undefined;
  const limit = sound.length >= 9 ? 2 : 1;
  let best: string | undefined;
  let bestDistance = limit + 1;
  const letters = lettersOf(sound);
  for (const entry of vocabulary) {
    if (entry.sound[0] !== sound[0] && sound.length < 8) continue;
    if (bitCount(entry.letters ^ letters) > 2 * limit) continue;
    const slips = distance(sound, entry.sound, Math.min(limit, bestDistance));
    if (slips < bestDistance) {
      best = entry.word;
      bestDistance = slips;
    }
  }
  return best;
}

/** One bit for each letter a word has. One edit changes two of them at most, which rules most words out cheaply. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let index = 0; index < word.length; index += 1) letters |= 1 << (word.charCodeAt(index) & 31);
  return letters;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

const squeeze = (text: string) => text.replace(/\s+/g, ' ').trim();

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Cuts at the last blank before the limit, so that no half word is read as another one. */
function cut(text: string, limit = routingMaxChars): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit);
  const blank = head.lastIndexOf(' ');
  return blank > 0 ? head.slice(0, blank) : head;
}
