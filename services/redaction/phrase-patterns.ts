/** "contraseña" as people spell it, and its other names. */
const PASSWORD =
  '(?:co[nm]tra[sczx]e(?:ñ|n\u0303|n)i?[ao]s?|pass?words?|pass?wor|pass?wd|pw|pwd|psw|pswd|claves?|pin|nip)';
/** Words that mean other things as well ("contra el IMPI", "la llave no abre"). */
const DOUBTFUL = '(?:contra|llave|pass)';
const WORD = `(?:${PASSWORD}|${DOUBTFUL})`;
const BEGIN = '(?<![\\p{L}\\p{N}])';
const END = '(?![\\p{L}\\p{N}])["\'*_”»)]{0,2}';

/** Between the word and what it is: "nueva", "de mi e.firma", "que quiero poner", unless it goes over to something else. */
const ELSE =
  '(?:(?:y|e|o|pero|and|but)(?= )|(?<!(?:de|del|de mi|de la|de tu|of my) )(?:correo|mail|email|usuario|nombre|curp|rfc|folio|problema|duda|marca|tel[eé]fono|cel|n[uú]mero|cliente))(?![\\p{L}\\p{N}])';
const GAP = `(?: (?!${ELSE})(?:[^\\s,;:=?!.]|\\.(?=\\S)){1,24}){0,6}?`;
/** The same right before it, without "es". */
const LIKE = '(?:nueva|nuevo|new|actual|anterior|vieja|antigua|privada|temporal|correcta|segura|secreta|provisional)';
const OF_PORTAL =
  '(?:de|del|of|for)(?: (?:mi|la|el|los|las|tu|my|your|the|this))? (?:e\\.?firma|fiel|llave|cuenta|correo|portal|key|impi|pase|icsoe|sat|saed|imss|tag|casetas|acceso)';
const IS =
  '(?:es|era|fue|ser[aáií]a?|sea|fuera|queda|quedar[aá]|qued[oó]|(?:va|iba|voy|vaya) a (?:ser|quedar|poner)|(?:puede|podr[ií]a|debe|deber[ií]a|tiene que) ser|sigue siendo|se (?:llama|escribe)|is|was|(?:will|would|should|could|can) be)';
const COLON = '\\s{0,3}(?::|=|->|→){1,3}\\s{0,3}';
const IS_IT = `\\s{0,2},?\\s{1,3}${IS}\\s{0,3}[:=.,…]{0,3}\\s{1,3}`;

/** "mi contraseña es …", "password: …": what follows is told, but for words that describe it. */
export const SAID = new RegExp(`${BEGIN}(?<word>${WORD})${END}(?<gap>${GAP})(?:(?<colon>${COLON})|${IS_IT})`, 'giu');
/** "te paso mi contraseña …", also on the next line; "cambia mi contraseña a …". */
export const GIVEN = new RegExp(
  `${BEGIN}(?:(?<word>${PASSWORD})|(?:mi|su|nuestra|como|con la|de|my) ${DOUBTFUL}|(?<=(?:usuario|user|cliente)[: ]{1,3}\\S{1,40}[ ,]{1,2})${DOUBTFUL})${END}(?: (?:${LIKE}|${OF_PORTAL})){0,2}(?:(?<into> (?:a|por|to)(?: la(?: de)?)? )|\\s{1,4}(?:[-–—]\\s{0,2})?[(]?|[/_|]|(?<comma>\\s?[,.…]{1,3}\\s{1,3}))`,
  'giu',
);
/** "… es mi contraseña", "pon … como contraseña". */
export const BEFORE = new RegExp(
  `(?<!\\S)(["“«'][^"”»'\\n]{1,64}["”»']|\\S{4,128})\\s{1,3}(?=(?:${IS}|como|de|for|as)(?: (?:mi|la|my|the|una))?(?: (?:nueva|new))? ${WORD}${END}(?![\\p{L}\\p{N}]))`,
  'giu',
);
/** "que sea girasol mi contraseña" */
export const AMID = new RegExp(
  `(?<=${BEGIN}(?:es|sea|era|fuera|is) )(\\S{4,128})\\s{1,3}(?=(?:mi|la|my|the) ${WORD}${END}(?![\\p{L}\\p{N}]))`,
  'giu',
);
/** Before a word that is told without "mi contraseña es" in front: the beginning, or what people do with one. */
export const OFFERED =
  /(?:^|[.,;:!?\n]\s{0,3}|(?:^|\s)(?:pon\p{L}*|pong\p{L}*|us[aeoé]\p{L}{0,3}|puse|escrib\p{L}*|met[oíi]|quiero|con|set|use|put|(?:creo|pienso|digo) que)\s{1,3})$/iu;

/** Who forgot a password does not tell it: "olvidé mi contraseña casetas". */
export const FORGOT =
  /(?:olvid|recuper|perd[ií]|restabl|reestabl|extravi|reset|forg[eo]t|lost|(?<!\p{L})(?:no|don.?t) (?:me )?(?:recuerd|acuerd|s[eé]|tengo|remember|have))[^.,;:\n]{0,25}$|(?<!\p{L})(?:qu[eé]|cu[aá]l|which|what) $/iu;
/** Who changes one may say into what. */
export const CHANGES = /(?:cambi|modific|actualiz|pon|set|chang|updat)[^.,;:\n]{0,25}$/iu;
/** Nothing but what a password is like: "nueva". */
export const ONLY_LIKE = new RegExp(`^(?: ${LIKE})*$`, 'iu');

/** "es la siguiente palabra: …" */
export const POINTERS = new Set(
  'la el las los una un esta este esa ese esto asi siguiente palabra frase algo como solo mi con todo todas junto mayuscula mayusculas minuscula minusculas'.split(
    ' ',
  ),
);
/** Words that end it: "mi contraseña es lluvia y mi correo …" */
export const ENDS = new Set('y e o pero para and mi por gracias con porque que usuario correo curp'.split(' '));

/** Whether a name of a password is one of the doubtful ones. */
export const isDoubtful = (word: string): boolean => DOUBTFUL_ONLY.test(word);
const DOUBTFUL_ONLY = new RegExp(`^${DOUBTFUL}$`, 'i');
