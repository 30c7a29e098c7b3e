import { readCommand } from './command.ts';
import { plain } from './plain.ts';
import { readYesNo } from './yes-no.ts';

/** "Sí, la tengo vigente", "tengo mi .cer y mi .key": words that speak of having it, and nothing else. */
const HAVING = new Set(
  `si claro ok simon yes tengo cuento con traigo la lo el los las mi mis una un todo todos ya aqui y su de del sat efirma fiel
  firma electronica avanzada vigente activa archivos archivo cer key certificado contrasena clave curp correo nuevo i have it my a an the valid
  files file password and`.split(/\s+/),
);
const HAS = /\b(?:tengo|cuento con|traigo|have)\b/;

/** Whether a person says that they have their e.firma; undefined when they say neither. */
export function readHasEfirma(text: string, maxChars = 200): boolean | undefined {
  if (readCommand(text, maxChars) === 'no-efirma') return false;
  const answer = readYesNo(text, maxChars);
  if (answer === 'yes' || answer === 'no') return answer === 'yes';
  if (text.length > maxChars || text.includes('?')) return undefined;
  const words = plain(text, maxChars);
  return HAS.test(words) && words.split(' ').every((word) => HAVING.has(word)) ? true : undefined;
}
