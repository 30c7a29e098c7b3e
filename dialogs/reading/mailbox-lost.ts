import { plain } from './plain.ts';

const MAILBOX = '(?:correos?|mail|email|buzon|cuenta de correo|gmail|hotmail|outlook|yahoo|mailbox|address)';
const LITTLE =
  '(?:(?:me|lo|la|se|ya|a|al|el|la|mi|ese|esa|este|esta|de|del|con|que|cual|cuenta|acceso|acuerdo|entrar|abrir|usar|usando|ver|revisar|registre|puse|di|use|my|that|the|to|into|anymore|have|access|which|what|open|get|remember|use) ){0,7}';
const PATTERNS = [
  new RegExp(
    `\\b(?:no|nunca|ni|sin|cannot|can t|don t|dont|not) (?:tengo|puedo|uso|recuerdo|me acuerdo|acuerdo|se|abro|reviso|entro|cuento|conservo|existe|sirve|have|use|open|remember|know|access)? ?${LITTLE}${MAILBOX}\\b`,
  ),
  new RegExp(
    `\\b(?:perdi|perdimos|olvide|hackearon|robaron|cerraron|cerre|borre|cancele|cancelaron|bloquearon|lost|forgot) ${LITTLE}${MAILBOX}\\b`,
  ),
  new RegExp(
    `\\b${MAILBOX} (?:que (?:puse|di|registre|use) )?(?:(?:ya|me|lo|la|se|is|was|it) ){0,3}(?:no (?:existe|sirve|funciona|lo tengo|lo uso|lo recuerdo|lo abro|es mio|abre|puedo)|perdi|hackearon|robaron|cerraron|cancelaron|bloquearon|dieron de baja|era de (?:mi|la|un|una)|gone|lost|hacked)\\b`,
  ),
];

/** Whether a person says that they cannot open the mailbox an answer is about, or do not know which one it is. */
export function losesMailbox(text: string, maxChars = 200): boolean {
  if (text.includes('@')) return false;
  const words = plain(text, maxChars);
  return PATTERNS.some((pattern) => pattern.test(words));
}
