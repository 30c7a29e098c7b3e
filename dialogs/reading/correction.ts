import { plain } from './plain.ts';

/** An answer a person may want to give again. */
export type CorrectedField = 'email' | 'curp' | 'password' | 'name' | 'client-number' | 'efirma';

const TRIGGER =
  /\b(?:me equivoque|me equivoke|equivocado|equivocada|puse mal|escribi mal|puse otro|puse otra|puse un|meti mal|teclee mal|esta mal|estaba mal|es incorrecto|es incorrecta|incorrecto|incorrecta|cambiar|cambiarlo|cambia|cambiame|corregir|corrige|corrigeme|corrijo|modificar|modifica|editar|edita|no es mi|ese no es|no era|quise poner|wrong|change|correct|fix|mistake)\b/;

const FIELDS: readonly (readonly [CorrectedField, RegExp])[] = [
  ['curp', /\bcurp\b/],
  ['client-number', /\b(?:numero de cliente|num de cliente|no de cliente|client number)\b/],
  ['email', /\b(?:correo|correos|email|e mail|mail|direccion de correo|coreo|correro)\b/],
  ['password', /\b(?:contrasena|contrasenia|contraceña|contracena|password|clave)\b/],
  ['name', /\b(?:nombre|nombres|apellido|apellidos|name|surname)\b/],
  ['efirma', /\b(?:efirma|fiel|certificado|archivos)\b/],
];

/** Words that make a request of it: "cambiar el correo de mi cuenta del IMPI" begins a procedure, it corrects nothing. */
const REQUEST =
  /\b(?:cuenta|cuentas|portal|impi|pase|icsoe|saed|tag|imss|marcas|patentes|registrado|registrada|recuperar|olvide|acceso|account)\b/;
const MAX_WORDS = 12;

/** The answer a person says was wrong or wants to give again ("me equivoqué de correo"); undefined when none is named. */
export function readCorrection(text: string, maxChars = 200): CorrectedField | undefined {
  if (text.includes('?')) return undefined;
  const words = plain(text, maxChars);
  if (words.split(' ').length > MAX_WORDS || !TRIGGER.test(words) || REQUEST.test(words)) return undefined;
  const named = FIELDS.filter(([, pattern]) => pattern.test(words));
  return named[0]?.[0];
}
