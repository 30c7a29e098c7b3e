import { plain } from './plain.ts';

/** More than anybody says after a yes to underline it; it also bounds the work. */
const MAX_WORDS = 10;

const THING = '(?:correo|email|mail|curp|nombre|numero|numero de cliente|direccion|dato|cuenta)';
const THINGS = '(?:datos|correos|nombres|numeros|apellidos)';
const RIGHT = '(?:correct[oa]s?|bien|perfect[oa]s?|exact[oa]s?|list[oa]s?|ok|ciert[oa]|verdad|en orden)';
const WISH = '(?:quiero|deseo|quisiera|me gustaria|prefiero|puedes|podemos|vamos a)';
const GO_ON =
  '(?:continuar|seguir|proseguir|proceder|avanzar|empezar|comenzar|iniciar|hacerlo|confirmar|confirmarlo|aceptar)';
const GO =
  `(?:continua|continue|continuemos|sigue|siga|sigamos|seguimos|sigo|procede|proceda|prosigue|prosiga|procedamos|avanza|avancemos
  |empieza|empiece|empecemos|comienza|comencemos|inicia|iniciemos|hazlo|hagalo|haganlo|hagamoslo|realizalo|vamos|vamonos
  |confirma|confirmalo|confirmado|envialo|enviamelo|enviala|mandalo|mandamelo|mandala|preparala|hazla)`.replace(
    /\s+/g,
    '',
  );
const WHERE = '(?:alla|ahi|aqui|con esto|con eso|con (?:el|mi|este) (?:tramite|proceso|cambio)|adelante)';

/**
 * What may follow a yes and leave it one. Each phrase says the yes again, wishes to go on, or is mere courtesy; none names
 * a thing by itself ("sí, el correo" names what is wrong), for what is said beyond these may take the yes back.
 */
const PHRASES: readonly string[] = [
  // The yes again.
  '(?:que )?si|sale|va|vale|ok|okay|claro|simon|dale|arre|jalo|y|orale|andale|adelante|correct[oa]|exacto|exactamente|efectivamente|afirmativo',
  'por supuesto|desde luego|de acuerdo|estoy de acuerdo|asi es|asi mero|asi|obvio|cierto|es cierto|eso es|seguro|segur[oa]|totalmente',
  'completamente|sin problemas?|sin duda|como no|(?:con )?(?:mucho )?gusto|me gustaria|estoy (?:segur[oa]|list[oa])|ya (?:lo |los )?revise|me parece(?: bien| perfecto)?|con todo|en todo|a todo|todo|de una(?: vez)?|ya',
  '(?:lo |la |los |las )?(?:confirmo|acepto|autorizo|apruebo|quiero|deseo)',
  `(?:(?:todo|tod[oa]s|asi|es[oa]|(?:tod[oa]s )?(?:los|mis) ${THINGS}) )?(?:ya )?(?:es|son|esta|estan) (?:todo |muy )?${RIGHT}`,
  `(?:todo |muy )?${RIGHT}`,
  `(?:es[ea]|es[oa]s|eso|est[aeo]|estos)(?: mism[oa]s?)?(?: (?:es|son))?(?: mi ${THING}| mis ${THINGS}| mi[oa])?`,
  `(?:es|son) (?:mi ${THING}|mis ${THINGS}|mi[oa]s?|es[eao]s?(?: mism[oa]s?)?|(?:el|la|lo) (?:mism[oa]|correct[oa]))|(?:el|la|lo) mism[oa]|mism[oa]|es`,
  '(?:es[eao] )?quise (?:decir|poner|escribir)(?: es[eao])?|soy yo(?: mism[oa])?|fui yo(?: mism[oa])?|yo(?: mism[oa])?|yo (?:fui|soy)',
  // The wish to go on.
  `(?:${WISH} )?${GO_ON}(?: ${WHERE})?|${GO}(?: ${WHERE})?`,
  '(?:quiero que )?(?:haz|hagas|haga|hagan|hacer|realiza|realizar|confirma|confirmar|confirmo|acepto|autorizo|quiero) (?:el|ese|los) cambios?|lo quiero hacer',
  '(?:haz|haga|hagan|hacer|prepara|preparar|preparen|preparame|hazme|quiero) (?:la|mi) carta',
  '(?:envia|enviar|envie|envien|enviame|manda|mandar|mande|manden|mandame) (?:el|ese) (?:correo|mail)',
  '(?:ya |aqui )?(?:lo |la |los |las )?(?:tengo|traigo)(?: todo)?(?: list[oa]s?)?(?: aqui| a la mano| a mano)?|todo a la mano|cuento con (?:todo|eso)|ya todo',
  // Courtesy.
  'por ?favor|porfa(?:vor|s)?|porfis|(?:muchas |mil )?gracias|pues|bueno|entonces|ahora|ahora mismo|senor|senorita|joven|amig[oa]|jaja|jeje',
  // The same in English.
  'yes|yeah|yep|yup|sure|right|correct|of course|okay|absolutely|definitely|exactly|indeed|please|thanks|thank you|sir|ma am|now',
  '(?:that|it|this)(?: is| s)(?: (?:right|correct|fine|ok|good|me|mine|it|my (?:email|mail|name|curp|number|address)))?|it was me|i am|i do|i did',
  '(?:all|everything)(?: is| s| looks)? (?:right|correct|fine|good|ok|ready|set)|looks (?:good|right|correct)|sounds good',
  'i (?:confirm|agree|accept)(?: it)?|i have (?:it|them|everything|it all|all of it)|i (?:am|m) (?:sure|ready)',
  '(?:i want to |i d like to |i would like to |let s |lets |please )?(?:continue|go on|go ahead|proceed|start|begin|do it|do that|send it|confirm(?: it)?)(?: there| here)?',
  '(?:make|do) (?:the|that) change|send (?:the|that) (?:mail|email)|(?:make|prepare) (?:the|my) letter',
];
const AGREES = new RegExp(`^(?:(?:${PHRASES.join('|')})(?: |$))+$`);

/** Whether words after a yes do nothing but underline it. `rest`: as `plain` leaves them. */
export function agrees(rest: string): boolean {
  return rest.split(' ').length <= MAX_WORDS && AGREES.test(rest);
}

const LEADING_YES =
  /^(?:(?:si|sip|sii|claro(?: que si)?|ok|okay|okey|va|vale|sale|orale|bueno|esta bien|de acuerdo|perfecto|listo|por supuesto|yes|yeah|yep|sure|all right|alright) )+/;
/** Without a comma "no cancelar" may mean the contrary. */
const LEADING_NO = /^\s*(?:no|nop|nel|nope)\s*[,.;:!]+\s*(?=\S)/i;

/**
 * What a message says besides a leading yes or no: "sí, cancelar" means to cancel. Undefined when it leads with none, or
 * says nothing else.
 */
export function besidesYesNo(text: string, maxChars = 200): string | undefined {
  if (text.length > maxChars) return undefined;
  if (LEADING_NO.test(text)) return plain(text.replace(LEADING_NO, ''), maxChars);
  const words = plain(text, maxChars);
  const rest = words.replace(LEADING_YES, '');
  return rest === words ? undefined : rest;
}
