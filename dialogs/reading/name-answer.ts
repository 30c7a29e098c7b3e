import { routeUtterance } from '../routing/route.ts';
import { readName } from './name.ts';
import { plain } from './plain.ts';

/** Names that also are words of a request. */
const ALSO_NAMES =
  /\b(?:socorro|auxilio|gracia|gracian|bueno|santander|clave|marca|marcas|pase|folio|tag|lee|ching|banda|banco|banca|cancela|pension|baja)\b/g;
const NAMED = /\b(?:me llamo|mi nombre|apellido|nombre|my name|surname|last name)\b/;
/** "Juan Banco López": nobody writes a sentence like this. */
const WRITTEN_AS_NAME =
  /^(?:\p{Lu}[\p{Ll}\p{M}'’.-]+|de|del|la|las|los|y)(?: (?:\p{Lu}[\p{L}\p{M}'’.-]*|de|del|la|las|los|y))+$/u;

/** The name in the answer to a question for one; undefined also for what asks for something else in a few words. */
export function readNameAnswer(text: string): string | undefined {
  const name = readName(text);
  if (name === undefined || NAMED.test(plain(text)) || WRITTEN_AS_NAME.test(text.trim())) return name;
  const rest = plain(name).replace(ALSO_NAMES, ' ').trim();
  return rest === '' || routeUtterance(rest).kind === 'unknown' ? name : undefined;
}
