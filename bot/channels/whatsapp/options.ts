import type { FormPlace } from '../../../dialogs/input.ts';
import { writeOptionId } from './option-id.ts';
import type { Buttons, List, Row } from './payload.ts';
import { lengthOf, protocol } from './protocol.ts';

export interface Choice {
  readonly title: string;
  readonly value: string;
}

/**
 * How options are shown: up to three short ones as buttons, up to ten as a list, whose rows are cut where they must be
 * and say the whole below, with a number where the cut ones look alike. Undefined when they fit neither; then they are
 * numbered.
 */
export function showOptions(
  body: string,
  choices: readonly Choice[],
  place: FormPlace,
  listLabel: string,
): Buttons | List | undefined {
  const ids = choices.map(({ value }) => writeOptionId(place, value));
  const known = ids.filter((id) => id !== undefined);
  if (known.length < choices.length || new Set(known).size < known.length) return undefined;
  const titled = choices.map(({ title }, index) => ({ id: known[index] ?? '', title: title.trim() }));
  return asButtons(body, titled) ?? asList(body, titled, listLabel);
}

interface Titled {
  readonly id: string;
  readonly title: string;
}

function asButtons(body: string, titled: readonly Titled[]): Buttons | undefined {
  const fits = titled.every(({ title }) => title !== '' && lengthOf(title) <= protocol.buttonTitleMaxChars);
  if (titled.length > protocol.maxButtons || !fits || new Set(titled.map(({ title }) => title)).size < titled.length) {
    return undefined;
  }
  const buttons = titled.map((reply) => ({ type: 'reply', reply }) as const);
  return { type: 'button', body: { text: body }, action: { buttons } };
}

function asList(body: string, titled: readonly Titled[], button: string): List | undefined {
  const fits = titled.every(({ title }) => title !== '' && lengthOf(title) <= protocol.rowDescriptionMaxChars);
  if (titled.length > protocol.maxRows || !fits) return undefined;
  const cut = titled.map((one) => rowOf(one));
  const canBeToldApart = new Set(cut.map(({ title }) => title)).size === cut.length;
  const rows = canBeToldApart ? cut : titled.map((one, index) => rowOf(one, `${index + 1}. `));
  return { type: 'list', body: { text: body }, action: { button, sections: [{ rows }] } };
}

/** A row, its title behind `lead`; one that has to be cut says the whole below. */
function rowOf({ id, title }: Titled, lead = ''): Row {
  const room = protocol.rowTitleMaxChars - lengthOf(lead);
  if (lengthOf(title) <= room) return { id, title: `${lead}${title}` };
  const head = [...title].slice(0, room - 1).join('');
  const blank = head.lastIndexOf(' ');
  const short = blank > room / 2 ? head.slice(0, blank) : head;
  return { id, title: `${lead}${short.trimEnd()}…`, description: title };
}

/** The same as lines, each with the number that chooses it. */
export const numbered = (choices: readonly Choice[]): string =>
  choices.map(({ title }, index) => `${index + 1}. ${title}`).join('\n');
