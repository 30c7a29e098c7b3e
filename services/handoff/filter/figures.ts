/**
 * Figures that say something else than a code or a telephone: prices, days, hours, years, quantities, places, the law.
 * Each pattern keeps its distance from further figures, so that no part of a longer number is taken for one of them.
 */

/** No figures right before, and none right after. */
const FREE = String.raw`(?<!\d[\s.,:/-]{0,3})(?<!\d)`;
const ALONE = String.raw`(?!\d|[\s.,:/-]{1,3}\d)`;
/** "1,250", "1250", "2,457.79": below a hundred thousand. */
const AMOUNT = String.raw`(?:\d{1,2},\d{3}|\d{1,5})(?:\.\d{1,2})?`;
const MONEY = String.raw`(?:pesos|mxn|usd|dolares|dólares|m\.\s?n\.)`;
const MONTH = '(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre)';
const YEAR = String.raw`(?:19|20)\d{2}`;
const CLOCK = String.raw`(?:1?\d|2[0-4])`;
/** "113, 114 y 115" */
const SERIES = String.raw`\d{1,3}(?:(?:,\s?|\s(?:y|o|a|al)\s)\d{1,3}){0,2}`;
const UNIT =
  '(?:(?:dias?|semanas?|mes|meses|anos?|horas?|hrs?|minutos?|min|segundos?|seg|veces|vez|pasos?|copias?|tantos?|identificacion(?:es)?|original(?:es)?|documentos?|archivos?|paginas?|hojas?|fotos?|fotografias?|personas?|oficinas?|ventanillas?|clases?|opciones|formas?|tramites?|marcas?|requisitos?|mensajes?|correos?|intentos?|caracteres|letras?|digitos?|cifras?|mayusculas?|mb|kb|gb|km|cuadras?|metros?|am|pm)(?![a-z])|[ap]\\.m|%|por ciento|del dia|de la (?:manana|tarde|noche)|de cada)';
const LAW = '(?:articulos?|arts?\\.?|fraccion(?:es)?|incisos?|numeral(?:es)?|clases?|reglas?|parrafos?|capitulos?)';
const PLACE =
  '(?:piso|torre|edificio|local|ventanilla|puerta|modulo|sala|paso|linea|opcion|anexo|nivel|mesa|turno|pagina|version|interior|int\\.?|windows)';

const FOLIO = /(?<![a-z0-9])(?:impi|pase|icsoe|atn)-20\d{2}-\d{6}(?![a-z0-9])/g;
/** "$1,250", "1250 pesos", and "2,851.04", which nothing else is written like. */
const PRICE = new RegExp(
  [
    `\\$\\s?${AMOUNT}${ALONE}`,
    `${FREE}${AMOUNT}\\s?${MONEY}(?!\\p{L})`,
    `${FREE}\\d{1,2},\\d{3}\\.\\d{2}${ALONE}`,
  ].join('|'),
  'giu',
);

const SPOKEN_OF: readonly RegExp[] = [
  FOLIO,
  // "21/11/2026", "21-11-2026"
  /(?<!\d[ ./-]?)(?:0?[1-9]|[12]\d|3[01])[/-](?:0?[1-9]|1[0-2])[/-](?:19|20)\d{2}(?![ ./-]?\d)/g,
  new RegExp(
    String.raw`${FREE}\d{1,2}(?:\s(?:y|o|a|al)\s\d{1,2})?\sde\s${MONTH}(?:\s(?:de|del)\s${YEAR})?${ALONE}`,
    'g',
  ),
  // An hour as people fix them, "10:30", "14:45".
  /(?<!\d[ .:/-]?)(?:[01]?\d|2[0-3]):[0-5][05](?!:?\d)/g,
  new RegExp(String.raw`(?<![a-z])(?:de|las)\s${CLOCK}\sa\s(?:las\s)?${CLOCK}${ALONE}`, 'g'),
  new RegExp(String.raw`(?<![a-z])las\s${CLOCK}${ALONE}`, 'g'),
  new RegExp(
    String.raw`(?<![a-z])(?:en|de|del|anos?|desde|hasta|para|al|entre|ejercicio|vigencia|${MONTH})\s${YEAR}(?:\s?(?:-|y|o|a|al)\s?${YEAR})?${ALONE}`,
    'g',
  ),
  new RegExp(String.raw`(?<![a-z])(?:c\.?\s?p\.?|codigo postal)(?:\ses)?\s?:?\s?\d{5}${ALONE}`, 'g'),
  new RegExp(String.raw`(?<![a-z])${LAW}(?:\s(?:es|son))?\s${SERIES}${ALONE}`, 'g'),
  new RegExp(String.raw`(?<![a-z])${PLACE}\s(?:no\.?\s|numero\s)?\d{1,2}${ALONE}`, 'g'),
  new RegExp(String.raw`${FREE}(?:\d{1,3}\s(?:a|o|y)\s)?(?:\d{1,2},\d{3}|\d{1,4})(?:\.\d{1,2})?\s?${UNIT}`, 'g'),
  // "3er piso", "1a clase"
  new RegExp(String.raw`${FREE}\d{1,2}(?:er|ro|ra|do|da|to|ta|vo|va|mo|ma|a)(?![a-z])`, 'g'),
];
/** A point of a list, at the beginning of a message. */
const POINT = /^\d{1,2}[.)]\s(?=[a-z]{3}|\d\s[a-z]{3})/;

/** Stands where figures were that mean something else. A letter, which no number goes over. */
const GONE = ' x ';

/** The text without amounts of money; also one that is not folded. */
export const withoutPrices = (text: string): string => text.replace(PRICE, GONE);

/** A folded text, its numbers in figures, without folios, days, hours, years, quantities, postal codes and the law. */
export const withoutSpokenOf = (text: string): string =>
  SPOKEN_OF.reduce((left, pattern) => left.replace(pattern, GONE), text.replace(POINT, GONE));
