import { defaultPeople } from '../../services/demo/default-people.ts';
import type { Line } from './drive.ts';

/**
 * A conversation four times as long: as often as nobody's limit of messages minds, so that the limit on new conversations
 * does not mind either when a machine goes through thousands of them a minute.
 */
export const fourTimes = (script: readonly Line[]): readonly Line[] => Array.from({ length: 4 }, () => script).flat();

const said = (text: string) => ({ text });
const withEmail = (text: string) => (person: number) => said(text.replaceAll('#', `persona${person}`));

const curp = defaultPeople.flatMap((person) => ('curp' in person ? [person.curp] : []))[1] ?? '';
const wrongDigit = curp.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));

/**
 * Fourteen turns of the procedure that neither hash a password nor check an e.firma: right answers, wrong ones, a slip,
 * help, a question, back, a correction, and the end.
 */
export const dialogTurns: readonly Line[] = [
  { say: said('quiero recuperar mi cuenta del IMPI con e.firma'), expect: /^impi-efirma\/prerequisites$/ },
  { say: said('claro'), expect: /^impi-efirma\/curp$/ },
  { say: said(`mi curp es ${wrongDigit.toLowerCase()}`), expect: /^impi-efirma\/curp$/ },
  { say: said(curp), expect: /^impi-efirma\/email$/ },
  { say: said('ayuda'), expect: /^impi-efirma\/email$/ },
  { say: withEmail('#@example.mx'), expect: /^impi-efirma\/email-confirm$/ },
  { say: withEmail('otra.#@example.mx'), expect: /^impi-efirma\/email-confirm$/ },
  { say: said('atrás'), expect: /^impi-efirma\/email$/ },
  { say: withEmail('mi correo es #@example.mx'), expect: /^impi-efirma\/email-confirm$/ },
  { say: said('me equivoqué de curp'), expect: /^impi-efirma\/curp$/ },
  { say: said(curp), expect: /^impi-efirma\/email-confirm$/ },
  { say: withEmail('#@example.mx'), expect: /^impi-efirma\/password$/ },
  { say: said('¿qué es la e.firma?'), expect: /^impi-efirma\/password$/ },
  { say: said('cancelar'), expect: /^impi-efirma\/cancelled$/ },
];

/** Fourteen turns of the peers' waterfall: each question answered wrongly once and then rightly. */
export const peerTurns: readonly Line[] = [
  { say: said('hola'), expect: /Qué quieres hacer/ },
  { say: said('otra cosa'), expect: /Elige una opción/ },
  { say: said('Recuperar mi cuenta'), expect: /Escribe tu CURP/ },
  { say: said('GOMA850312'), expect: /CURP no es válida/ },
  { say: said(curp), expect: /Escribe tu correo nuevo/ },
  { say: said('no es un correo'), expect: /correo no es válido/ },
  { say: withEmail('#@example.mx'), expect: /otra vez tu correo/ },
  { say: withEmail('otra.#@example.mx'), expect: /No coincide con tu correo/ },
  { say: withEmail('#@example.mx'), expect: /contraseña nueva/ },
  { say: said('corta'), expect: /muy débil/ },
  { say: said('Lluvia-Verde48'), expect: /otra vez tu contraseña/ },
  { say: said('Otra-Cosa77'), expect: /No coincide con tu contraseña/ },
  { say: said('Lluvia-Verde48'), expect: /Hago el cambio/ },
  { say: said('sí'), expect: /tu folio es/ },
];
