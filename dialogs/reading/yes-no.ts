import { agrees } from './after-yes.ts';
import { plain } from './plain.ts';

/** `unsure`: an answer to a yes-no question that is neither ("no sé", "sí, no hay problema"); ask again. */
export type YesNo = 'yes' | 'no' | 'unsure';

const YES_SIGN = /[👍👌✅🆗✔☑💯]/u;
const NO_SIGN = /[👎❌🚫✖]/u;
/** Signs that leave a yes one. */
const KIND_SIGNS = /[👍👌✅🆗✔☑💯🙂😀😃😄😁😊😉😎😅😂🤣🙏👏🙌🎉💪❤💚]/gu;
const ASKS = /[?¿？]/;

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
  todo esta bien|todo esta correcto|todo es correcto|esta todo bien|esta todo correcto|esta perfecto|todo en orden|muy bien|hazlo
  los datos son correctos|mis datos son correctos|los datos estan bien|mis datos estan bien|haz el cambio|do it|all good
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

/** After a yes, what puts it off or takes part of it back. */
const DOUBT =
  /\b(?:no|nel|nop|nunca|tampoco|ni|sin|mal|excepto|pero|menos|espera|esperame|esperate|espere|momento|momentito|tantito|luego|despues|al rato|ahorita|manana|todavia|aun|duda|dudas|but|not|don t|later|wait|hold on|except|tomorrow|yet)\b/;
const DOUBT_MAX_WORDS = 6;

/** The words that may follow a "no" and leave it one; others make it another sentence ("no tengo e.firma"). */
const AFTER_NO = new Set(
  `no nel nop gracias quiero deseo acepto confirmo es ese esa eso esta este estan son asi bien correcto correcta correctos
  correctas cierto por ahora favor ahorita todavia aun mejor nunca para nada lo la el mi mis de acuerdo correo curp dato
  datos senor senorita amigo que va ya hoy estoy coincide soy yo fui hagas cambies cambiar it s is not that t thanks thank you
  please right correct my email`.split(/\s+/),
);

/**
 * Reads a yes or a no as people in Mexico write it, in Spanish or English; undefined when it is no such answer. A yes may
 * change an account, so it is one only where nothing is said besides: "sí, cancelar" and "sí, a otro@correo.mx" are none.
 */
export function readYesNo(text: string, maxChars = 200): YesNo | undefined {
  // What lies beyond is not looked at, and might take the answer back.
  if (text.length > maxChars) return undefined;
  const words = plain(text, maxChars);
  const core = words.replace(AFTER, '').replace(BEFORE, '');
  if (UNSURE.has(words) || UNSURE.has(core)) return 'unsure';
  if (saysMore(text)) return undefined;
  const answer = words === '' ? readSign(text) : readWords(core, ASKS.test(text));
  return answer === 'yes' && hasOtherSigns(text) ? 'unsure' : answer;
}

/** Addresses, numbers and other scripts, which are no part of a yes or a no. */
const saysMore = (text: string) =>
  /[@\p{N}]/u.test(text) || /\p{L}/u.test(text.normalize('NFKD').replace(/[a-z]/gi, ''));

/** Signs that may mean anything beside a yes: a raised hand, an hourglass, an angry face. */
const hasOtherSigns = (text: string) => /\p{Extended_Pictographic}/u.test(text.replace(KIND_SIGNS, ''));

function readWords(core: string, asks: boolean): YesNo | undefined {
  if (NO.includes(core)) return asks ? 'unsure' : 'no';
  if (YES.includes(core)) return asks ? 'unsure' : 'yes';
  if (asks) return undefined;
  if (/^no\b/.test(core)) return readAfterNo(core);
  return readRefusal(core) ?? readConsent(core);
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

/** "nel, gracias": the words of a no that is more than "no". */
function readRefusal(core: string): YesNo | undefined {
  const rest = restAfter(NO, core);
  if (rest === undefined) return undefined;
  if (rest === 'que si') return 'unsure';
  return rest.split(' ').every((word) => AFTER_NO.has(word)) ? 'no' : undefined;
}

/** "sí, ese mismo": a yes with words that underline it. */
function readConsent(core: string): YesNo | undefined {
  const rest = restAfter(YES, core);
  if (rest === undefined) return undefined;
  if (agrees(rest)) return 'yes';
  return DOUBT.test(rest) && rest.split(' ').length <= DOUBT_MAX_WORDS ? 'unsure' : undefined;
}

function restAfter(phrases: readonly string[], core: string): string | undefined {
  const phrase = phrases.find((candidate) => candidate.length > 1 && core.startsWith(`${candidate} `));
  return phrase === undefined ? undefined : core.slice(phrase.length + 1);
}
