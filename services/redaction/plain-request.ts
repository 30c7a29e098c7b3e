import { COMMAND_WORDS, PAIR_WORDS, STORY_WORDS } from './request-words.ts';

/** A question or command is short. */
const MAX_CHARS = 80;

const QUESTION =
  /^(?:que|quien|quienes|como|cual|cuales|cuando|donde|adonde|por que|porque|para que|puedo|puedes|pueden|podria|debo|tengo que|es|hay|cuantos|cuantas|cuanto|cuanta|esta|estan|estoy|son|soy|eres|seria|tiene|tienen|sirve|sirven|funciona|necesito|hasta|se puede|(?:y|en|a|de|con|desde) (?:si|que|quien|como|cual|cuando|donde)|what|where|when|who|which|how|why|can|could|should|must|is|are|do|does|will)\b/;
/** "¿Es Girasol mi contraseña?" tells one. */
const TELLS = /^(?:es|is)\b.*\b(?:contrasenas?|contrasenia|passwords?|claves?|pin|nip)\b/;
const QUESTION_WORD_MAX_CHARS = 14;

/** Whether a text, sent where a password was expected, can only be a command or a question in plain words. */
export function isPlainRequest(text: string): boolean {
  if (text.length > MAX_CHARS) return false;
  if (!/^[\p{L}\p{M}\s¿?¡!.,…'’]+$/u.test(text)) return false;
  const words = plainWords(text);
  if (words.length === 0) return /^[\s¿?]+$/.test(text);
  const known = KNOWN[Math.min(words.length, KNOWN.length) - 1] ?? [];
  if (words.every((word) => known.some((list) => list.has(word)))) return true;
  const question = words.join(' ');
  const spread = words.length >= 3 && words.every((word) => word.length <= QUESTION_WORD_MAX_CHARS);
  return spread && text.includes('?') && QUESTION.test(question) && !TELLS.test(question);
}

/** What may be in a message of one word, of two, and of three or more. */
const KNOWN: readonly (readonly ReadonlySet<string>[])[] = [
  [COMMAND_WORDS],
  [COMMAND_WORDS, PAIR_WORDS],
  [COMMAND_WORDS, PAIR_WORDS, STORY_WORDS],
];

function plainWords(text: string): string[] {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.split(/[^\p{L}]+/u).filter(Boolean);
}
