import { HIDDEN, type Pass } from './finding.ts';

const WORD = '(?:contrase(?:ñ|n\u0303|n|ni)as?|contraceña|password|passwd|pass|contra|clave|pwd|pin|nip|llave)';
/** Between the word and what it is: "nueva", "de mi e.firma". */
const OF =
  '(?: (?:nueva|nuevo|actual|anterior|vieja|privada|(?:de|del)(?: mi| la| el| tu)? (?:e\\.?firma|fiel|llave|cuenta|correo|portal|key|impi|pase|icsoe|sat|archivo|saed)|que (?:us[oé]|tengo|quiero|ten[ií]a|puse|pongo)))';
/** "mi contraseña es …", "password: …". */
const AFTER = new RegExp(
  `(?<![\\p{L}\\p{N}])(${WORD}${OF}{0,2}(?: ?[:=]+ ?| (?:es|era|ser[aá]|sea|seria|sería|is|was)(?: ?: ?| )))([^\\n]{1,200})`,
  'giu',
);
/** "… es mi contraseña", "pon … como contraseña". */
const BEFORE = new RegExp(
  `(?<!\\S)(\\S{4,128}) (?=(?:es|era|ser[aá]|como|de|is)(?: mi| la)?(?: nueva)? ${WORD}(?![\\p{L}\\p{N}]))`,
  'giu',
);
/** "usa de contraseña lluvia". */
const NAMED = new RegExp(`(?<![\\p{L}\\p{N}])((?:de|como|con la) ${WORD} )([^\\s<]{4,128})`, 'giu');

/** How many words a password that was told may have. */
const MAX_WORDS = 4;
/** Words that describe a password, and are none: "mi contraseña es muy vieja". */
const DESCRIPTIONS = new Set(
  `a al algo ahora algun alguna anterior aun bastante buena cierta como complicada con correcta corta cual cuando de debil del desde
  demasiado diferente dificil distinta donde el ella en entonces es esa ese esta este esto facil falsa igual incorrecta incorrecto
  invalida invalido la larga las le lo los mala mas me mi mia mis misma mismo muy necesaria ni no nueva nuevo nunca o obligatoria
  otra otro para pero personal por porque publica que rechazada requerida secreta segura si sin solo su tambien tan tengo
  todavia tu una un valida valido vieja ya y aceptada bloqueada vencida olvidada cuenta portal correo usuario impi pase
  icsoe imss sat saed acceso unica privada temporal the not wrong my old new correct incorrect invalid cambiada mal mala`.split(
    /\s+/,
  ),
);
const ENDS = new Set([
  'y',
  'e',
  'o',
  'pero',
  'para',
  'and',
  'mi',
  'por',
  'gracias',
  'con',
  'porque',
  'que',
  'usuario',
  'correo',
  'curp',
]);

/** Passwords that are named as such, whatever they look like. */
export const hidePhrases: Pass = (text, note) => {
  const hide = () => {
    note('password');
    return HIDDEN;
  };
  return text
    .replace(AFTER, (_, lead: string, rest: string) => lead + hideTold(rest, hide))
    .replace(NAMED, (whole, lead: string, told: string) => (isDescription(told) ? whole : lead + hide()))
    .replace(BEFORE, (whole, told: string) => (looksTold(told) ? `${hide()} ` : whole));
};

/** Hides the words from the beginning of `rest` that are what was told. */
function hideTold(rest: string, hide: () => string): string {
  const quoted = /^\s*(["'“«`])(.{1,128}?)["'”»`]/u.exec(rest);
  if (quoted !== null) return hide() + rest.slice(quoted[0].length);
  const words = rest.split(/(\s+)/);
  const [first = ''] = words;
  if (first === HIDDEN || (isDescription(first) && !/[\d!#$%&*+=@_]/.test(first))) return rest;
  let end = 1;
  while (end + 1 < words.length && end < MAX_WORDS * 2 - 1) {
    const [previous = '', next = ''] = [words[end - 1], words[end + 1]];
    if (/[.,;]$/.test(previous) || ENDS.has(fold(next)) || next.includes('@') || !/^[\p{L}\p{N}]/u.test(next)) break;
    end += 2;
  }
  return hide() + words.slice(end).join('');
}

const isDescription = (word: string) => DESCRIPTIONS.has(fold(word));

/** Before "es mi contraseña" stands a password when it is not just a word. */
const looksTold = (word: string) =>
  word !== HIDDEN && !isDescription(word) && /[\d!#$%&*+=@_]|\p{Ll}\p{Lu}/u.test(word);

const fold = (word: string) =>
  word
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
