import { plain } from './plain.ts';

/** `unsure`: an answer to a yes-no question that is neither ("no sé", "sí, no hay problema"); ask again. */
export type YesNo = 'yes' | 'no' | 'unsure';

const YES_SIGN = /[👍👌✅🆗✔☑]|💯/u;
const NO_SIGN = /[👎❌🚫✖]/u;

const UNSURE = new Set(
  `no se|no lo se|nose|no se bien|la verdad no se|pues no se|ni idea|no estoy seguro|no estoy segura|no estoy muy seguro
  no estoy muy segura|no tengo idea|tal vez|talvez|quiza|quizas|a lo mejor|depende|puede ser|si y no|si no|mas o menos
  creo que si|creo que no|creo|supongo|supongo que si|supongo que no|igual y si|igual y no|chance|no hay problema
  por que no|porque no|i dont know|i don t know|idk|not sure|maybe|dunno|i m not sure|i think so`
    .split(/[|\n]/)
    .map((phrase) => phrase.trim()),
);

const YES = `si|sip|sipi|sep|simon|sii|ci|zi|s|claro|clarin|va|vale|orale|ok|okay|okey|oki|okis|oka|sale|arre|jalo|dale
  correcto|correcta|exacto|exactamente|afirmativo|efectivamente|por supuesto|desde luego|asi es|asi mero|de acuerdo
  esta bien|ta bien|estan bien|todo bien|adelante|seguro|andale|eso|eso es|ese es|esa es|perfecto|listo|confirmo
  lo confirmo|confirmado|acepto|aceptar|confirmar|continuar|continua|continuemos|seguir|sigue|sigamos|es correcto
  es correcta|son correctos|de una|ya estas|hecho|sin problema|como no|cierto|es cierto|obvio|obviamente|con gusto
  me parece|me parece bien|estoy de acuerdo|esta correcto|todo correcto|bueno|yes|yep|yeah|yup|sure|correct|right
  that s right|that is right|that is correct|it is correct|of course|y|sounds good|go ahead|go on|continue|absolutely`
  .split(/[|\n]/)
  .map((phrase) => phrase.trim());

const NO = `no|nop|nope|nah|nel|nel pastel|nones|nanai|negativo|para nada|nunca|jamas|de ninguna manera|de ningun modo
  claro que no|por supuesto que no|desde luego que no|obvio no|obvio que no|ni de broma|ni loco|ni loca|todavia no
  aun no|ahorita no|ahora no|mejor no|asi no|ya no|esta mal|estan mal|es incorrecto|incorrecto|incorrecta|equivocado
  esta equivocado|falso|no way|not yet|wrong|incorrect|that is wrong|that s wrong|it is wrong|n|never|rechazar|no acepto`
  .split(/[|\n]/)
  .map((phrase) => phrase.trim());

/** What may stand before and after an answer without changing it. */
const BEFORE = /^(?:(?:pues|bueno|este|ah|oh|eh|ay|mm+|m|hm+|uy|oye|oiga|ya|hola|que|yo digo que|digo que|well|um) )+/;
const AFTER =
  /(?: (?:porfa|porfis|por favor|porfavor|gracias|muchas gracias|mil gracias|please|thanks|thank you|joven|senorita|senor|amigo|amiga|bro|wey|guey|jaja|jeje|pues))+$/;

const NEGATIVE = /\b(?:no|nel|nop|nunca|tampoco|ni|sin|mal|excepto|pero)\b/;
const QUESTION = /\b(?:que hago|como|cuando|donde|cual|cuanto|por que|quien|what|how|where|why)\b/;

/** The words that may follow a "no" and leave it one; others make it another sentence ("no tengo e.firma"). */
const AFTER_NO = new Set(
  `no nel nop gracias quiero deseo acepto confirmo es ese esa eso esta este estan son asi bien correcto correcta correctos
  correctas cierto por ahora favor ahorita todavia aun mejor nunca para nada lo la el mi mis de acuerdo correo curp dato
  datos senor senorita amigo que va ya hoy estoy coincide soy yo fui hagas cambies cambiar it s is not that t thanks thank you
  please right correct my email`.split(/\s+/),
);

/** Reads a yes or a no as people in Mexico write it, in Spanish or English; undefined when it is no such answer. */
export function readYesNo(text: string, maxChars = 200): YesNo | undefined {
  const words = plain(text, maxChars);
  if (words === '') return readSign(text.slice(0, maxChars));
  if (UNSURE.has(words)) return 'unsure';
  const core = words.replace(AFTER, '').replace(BEFORE, '');
  if (UNSURE.has(core)) return 'unsure';
  const asks = text.includes('?');
  if (NO.includes(core)) return asks ? 'unsure' : 'no';
  if (YES.includes(core)) return asks ? 'unsure' : 'yes';
  if (asks || QUESTION.test(core)) return undefined;
  if (/^no\b/.test(core)) return readAfterNo(core);
  return startsWith(core, NO) ?? startsWith(core, YES);
}

function readSign(text: string): YesNo | undefined {
  const [yes, no] = [YES_SIGN.test(text), NO_SIGN.test(text)];
  if (yes && no) return 'unsure';
  if (yes) return 'yes';
  return no ? 'no' : undefined;
}

function readAfterNo(core: string): YesNo | undefined {
  const rest = core.split(' ').slice(1);
  if (rest.length <= 4 && rest.includes('si')) return 'unsure';
  if (rest[0] === 'se' || /^no (?:hay problema|estoy segur[oa])/.test(core)) return 'unsure';
  return rest.every((word) => AFTER_NO.has(word)) ? 'no' : undefined;
}

/** "sí, ese mismo": a phrase of the list and a few words that do not take it back. */
function startsWith(core: string, phrases: readonly string[]): YesNo | undefined {
  const phrase = phrases.find((candidate) => candidate.length > 1 && core.startsWith(`${candidate} `));
  if (phrase === undefined) return undefined;
  const rest = core.slice(phrase.length + 1);
  const verdict = phrases === YES ? 'yes' : 'no';
  if (/^que (?:si|no)$/.test(rest)) return rest === 'que si' ? 'yes' : 'no';
  if (rest.split(' ').length > 6) return undefined;
  if (verdict === 'yes' && NEGATIVE.test(rest)) return 'unsure';
  if (verdict === 'no' && /\b(?:si|claro|ok)\b/.test(rest)) return 'unsure';
  return STRONG.has(phrase) || rest.split(' ').every((word) => AFTER_YES.has(word)) ? verdict : undefined;
}

/** Phrases that answer whatever follows; the others begin ordinary sentences too ("continuar con pase", "eso fue ayer"). */
const STRONG = new Set([
  'si',
  'sip',
  'simon',
  'claro',
  'por supuesto',
  'desde luego',
  'asi es',
  'de acuerdo',
  'yes',
  'yeah',
  'nel',
  'nop',
]);
const AFTER_YES = new Set(
  `si claro que es ese esa eso este esta mismo misma correcto correcta bien asi va sale y vale ok pues adelante de acuerdo
  por favor gracias todo el la mi correo curp dato datos continuar continua sigue seguir sir senor no`.split(/\s+/),
);
