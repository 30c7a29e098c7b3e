import { plain } from './plain.ts';

const MAX_CHARS = 120;
const MAX_WORDS = 10;
const LEAD =
  /^(?:(?:hola|ok|bueno|claro|s[ií])[,.]?\s+)?(?:yo\s+)?(?:me\s+llamo|mi\s+nombre(?:\s+completo)?\s+es|mi\s+(?:primer\s+|segundo\s+)?apellido(?:\s+(?:paterno|materno))?\s+es|soy|se\s+escribe|nombre:|apellido:|es)\s+/i;
const NAME = /^\p{L}[\p{L}\p{M}'’´. -]*$/u;
/** Sentences about a name are none. */
const NO_NAME =
  /\b(?:no|tengo|ninguno|ninguna|aplica|quiero|necesito|ayuda|correo|curp|contrasena|cuenta|recuperar|gracias|que|como|cual|donde|cuando|folio)\b/;
const SMALL = new Set(['de', 'del', 'la', 'las', 'los', 'y', 'e', 'da', 'das', 'di', 'von', 'van']);

/** A name or surname as a person writes it, tidied: "me llamo ana lópez" → "Ana López". Undefined when it is none. */
export function readName(text: string): string | undefined {
  if (text.length > MAX_CHARS) return undefined;
  const name = text
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(LEAD, '')
    .replace(/[.,;!]+$/, '')
    .trim();
  if (!NAME.test(name) || NO_NAME.test(plain(name))) return undefined;
  const words = name.split(' ');
  if (words.length > MAX_WORDS) return undefined;
  return sameCase(name) ? words.map(capitalise).join(' ') : name;
}

/** Only what was typed all in one case is changed: "McGregor" and "de la O" know better than we do. */
const sameCase = (name: string) => name === name.toLowerCase() || name === name.toUpperCase();

function capitalise(word: string, index: number): string {
  const lower = word.toLowerCase();
  if (index > 0 && SMALL.has(lower)) return lower;
  return lower.replace(/(^|[-'’])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}
