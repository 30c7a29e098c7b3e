import { wantsAssistant } from '../../dialogs/reading/back-to-assistant.ts';
import { readCommand } from '../../dialogs/reading/command.ts';
import { readCorrection } from '../../dialogs/reading/correction.ts';
import { readYesNo } from '../../dialogs/reading/yes-no.ts';
import { routeUtterance } from '../../dialogs/routing/route.ts';
import { dialogFiles, rowsOf } from './sentences.ts';

/** Labels of buttons elsewhere, and names: quoted, but not to be written into the conversation. */
const labels =
  /^(?:No fui yo|It was not me|It wasn.t me|Sí, ésta es mi dirección de correo electrónico|Yes, this is my email address|Tu cuenta PASE)$/;

/** What sentences tell a person to write: each quotation with where it stands. */
function quotedIn(locale: 'es-MX' | 'en', quotes: RegExp): [string, string][] {
  return rowsOf(locale, dialogFiles).flatMap(([key, text]) =>
    [...text.matchAll(quotes)]
      .map(([, quoted]) => String(quoted))
      .filter((quoted) => !quoted.includes('{') && !labels.test(quoted))
      .map((quoted): [string, string] => [quoted, key]),
  );
}

const isUnderstood = (text: string) =>
  readCommand(text) !== undefined ||
  readYesNo(text) !== undefined ||
  readCorrection(text) !== undefined ||
  wantsAssistant(text) ||
  ['procedure', 'ask', 'faq'].includes(routeUtterance(text).kind);

/** Answers to one question only; its own tests hold them. */
const answers = new Set(['no tengo', 'none']);

it.each([...quotedIn('es-MX', /«([^»]+)»/g), ...quotedIn('en', /“([^”]+)”/g)])(
  '"%s", offered by %s, is understood',
  (quoted) => {
    expect(answers.has(quoted) || isUnderstood(quoted)).toBe(true);
  },
);
