import { findCurp } from '../../services/curp/curp.ts';
import { besidesYesNo } from './after-yes.ts';
import { plain } from './plain.ts';

/** An answer a person may want to give again. */
export type CorrectedField =
  | 'email'
  | 'curp'
  | 'password'
  | 'name'
  | 'paternal-surname'
  | 'maternal-surname'
  | 'client-number'
  | 'efirma';

const TRIGGER =
  /\b(?:me equivoque|me equivoke|equivocado|equivocada|puse mal|escribi mal|puse otro|puse otra|puse un|meti mal|teclee mal|esta mal|estaba mal|es incorrecto|es incorrecta|incorrecto|incorrecta|cambiar|cambiarlo|cambia|cambiame|corregir|corrige|corrigeme|corrijo|modificar|modifica|editar|edita|no es mi|ese no es|no era|quise poner|wrong|change|(?<!\b(?:is|are|s|looks|all) )correct|fix|mistake)\b/;

const FIELDS: readonly (readonly [CorrectedField, RegExp])[] = [
  ['curp', /\bcurp\b/],
  ['client-number', /\b(?:numero|num de cliente|no de cliente|(?:client )?number)\b/],
  ['email', /\b(?:correo|correos|email|e mail|mail|direccion de correo|coreo|correro)\b/],
  ['password', /\b(?:contrasena|contrasenia|contraceña|contracena|password|clave)\b/],
  ['name', /\b(?:nombre|nombres|(?<!last )name)\b/],
  ['paternal-surname', /(?<!segundo )\bapellidos?\b(?! materno)|\bpaterno\b|(?<!second )\b(?:surname|last name)\b/],
  ['maternal-surname', /\b(?:materno|segundo apellido|second (?:surname|last name))\b/],
  ['efirma', /\b(?:efirma|fiel|certificado|archivos)\b/],
];
/** Parts of one name, which is given again from the first of them on. */
const NAMES: readonly CorrectedField[] = ['name', 'paternal-surname', 'maternal-surname'];

/** Words that make a request of it: "cambiar el correo de mi cuenta del IMPI" begins a procedure, it corrects nothing. */
const REQUEST =
  /\b(?:cuenta|cuentas|portal|impi|pase|icsoe|saed|tag|imss|marcas|patentes|registrado|registrada|recuperar|olvide|acceso|account)\b/;
const MAX_WORDS = 12;

/** The answer a person says was wrong or wants to give again ("me equivoqué de correo"); undefined when none is named. */
export function readCorrection(text: string, maxChars = 200): CorrectedField | undefined {
  if (text.includes('?')) return undefined;
  const words = plain(text, maxChars);
  if (words.split(' ').length > MAX_WORDS || !TRIGGER.test(words) || REQUEST.test(words)) return undefined;
  return fieldsIn(words)[0];
}

/** What is said of an answer without finding fault with it… */
const FINE = /\b(?:bien|correct|correct[oa]s?|right|fine|ok)\b/;
/** …and what finds fault all the same: "no está bien", "todo bien menos el correo". */
const YET = /\b(?:no|not|isn t|pero|menos|excepto|salvo|solo|falta|but|except)\b/;
/** What is asked or told about a thing that is named, such as a mail that was sent. */
const ABOUT =
  /\b(?:llego|llega|llegar|llegado|recib\w*|envi\w*|reenvi\w*|mand\w*|sent|send|receive\w*|arrive\w*|que|cual|donde|como|cuando|cuanto|quien|para|what|where|how|when|why|which|who)\b/;
const NAMED_MAX_WORDS = 8;

/**
 * The one answer that a short message names where all of them are shown: "el correo", "mi apellido materno es Gómez", or an
 * address by itself.
 */
export function readNamed(text: string, maxChars = 200): CorrectedField | undefined {
  if (/[?¿]/.test(text)) return undefined;
  const words = plain(text, maxChars);
  if (words.split(' ').length > NAMED_MAX_WORDS || ABOUT.test(words)) return undefined;
  if (FINE.test(words) && !YET.test(words)) return undefined;
  if (text.includes('@')) return 'email';
  if (findCurp(text) !== undefined) return 'curp';
  if (REQUEST.test(words)) return undefined;
  const named = fieldsIn(words).filter((field) => field !== 'efirma');
  return named.length === 1 ? named[0] : undefined;
}

/** The answers that are named, in the order of `FIELDS`; of a name its first part. */
function fieldsIn(words: string): CorrectedField[] {
  const named = FIELDS.filter(([, pattern]) => pattern.test(words)).map(([field]) => field);
  const [first] = named.filter((field) => NAMES.includes(field));
  return named.filter((field) => !NAMES.includes(field) || field === first);
}

const WISH_TO_CORRECT =
  /^(?:(?:quiero|quisiera|necesito|deseo|hay que|voy a|i want to|i need to|please|por favor) )*(?:(?:corregir|corregirlo|corrige|corrigelo|corrigeme|cambiar|cambiarlo|cambialo|cambia|modificar|modificarlo|modifica|editar|editarlo|change|fix|edit)(?: (?:algo|un dato|una cosa|datos|los datos|mis datos|it|something|that))?|(?:me|i) (?:equivoque|equivoke|made a mistake)(?: en algo)?|(?:hay|tiene|tengo|there is|there s|it has) (?:un |algun |an |a )?(?:error|errores|mistake)|algo (?:esta|anda|salio) mal|falta algo|something is wrong)(?: por favor| please)?$/;

/** Whether a person wants to correct something without saying what: "corregir", "sí, hay un error". */
export function wantsToCorrect(text: string, maxChars = 200): boolean {
  return WISH_TO_CORRECT.test(plain(text, maxChars)) || WISH_TO_CORRECT.test(besidesYesNo(text, maxChars) ?? '');
}
