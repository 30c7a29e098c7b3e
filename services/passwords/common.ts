import { dictionary } from '@zxcvbn-ts/language-common';

/** What Mexicans choose, and the names of the portals, which the international list lacks. */
const LOCAL = `contraseña contrasena contraseñas clave claves acceso bienvenido bienvenida recupera recuperar cuenta usuario
  mexico viva vivamexico cdmx impi imss icsoe pase sat efirma saed guadalupe america chivas cruzazul pumas tigres rayados
  teamo tequiero teamomucho amorcito corazon mivida princesa amigos familia guadalajara monterrey mexicano telcel
  secreto prueba pruebas cambiame temporal administrador capturista empresa gobierno`;

/** "simple" endings: a year, a few digits, a sign. */
const ENDING = /[^\p{L}]{1,8}$/u;
const BEGINNING = /^[^\p{L}]{1,4}/u;
/** What is left of a password says nothing when it is shorter. */
const MIN_ROOT = 4;
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
};

/**
 * Answers whether a password is one that guessers try first: it, or what is left of it without leet, leading and trailing
 * digits and signs, is among the 49,000 most used ones. Build it once: the list takes some megabytes.
 */
export function createCommonPasswords(): (password: string) => boolean {
  const known = new Set([...dictionary['passwords-common'], ...LOCAL.split(/\s+/)].map(fold));
  return (password) => rootsOf(fold(password)).some((root) => known.has(root));
}

function rootsOf(password: string): string[] {
  const trimmed = password.replace(ENDING, '');
  const cores = [trimmed, trimmed.replace(BEGINNING, '')].flatMap(leetForms).filter((root) => root.length >= MIN_ROOT);
  return [password, ...leetForms(password), ...cores];
}

/** 1 and ! stand for i or for l. */
function leetForms(text: string): string[] {
  const plain = text.replace(/[034578@$]/g, (char) => LEET[char] ?? char);
  return [text, plain.replace(/[1!]/g, 'i'), plain.replace(/[1!]/g, 'l')];
}

const fold = (text: string) => text.normalize('NFC').toLowerCase();
