import { z } from 'zod';
import type { Input } from '../input.ts';
import type { Prompt, Reading, StepContext } from '../prompt.ts';
import { namesIn, readName } from '../reading/name.ts';
import { readNameAnswer } from '../reading/name-answer.ts';
import { plain } from '../reading/plain.ts';
import { readYesNo } from '../reading/yes-no.ts';

export type NamePart = 'first-name' | 'paternal-surname' | 'maternal-surname';

/** A part named as such: "apellido paterno López". It ends where the next thing begins. */
const END = '(?=\\s*[,.;\\n]|\\s+(?:y|and|mi|apellido|correo|email)\\b|\\s*$)';
const LABELS: Readonly<Record<NamePart, RegExp>> = {
  'first-name': new RegExp(
    `\\b(?:nombres?|first name)(?:\\s*\\(s\\))?\\s*(?::|\\bes\\b|\\bis\\b)\\s*([\\p{L} .'’-]{1,60}?)${END}`,
    'iu',
  ),
  'paternal-surname': new RegExp(
    `\\b(?:(?:apellido )?paterno|primer apellido)\\s*(?::|\\bes\\b)?\\s*([\\p{L} .'’-]{1,60}?)${END}`,
    'iu',
  ),
  'maternal-surname': new RegExp(
    `\\b(?:(?:apellido )?materno|segundo apellido)\\s*(?::|\\bes\\b)?\\s*([\\p{L} .'’-]{1,60}?)${END}`,
    'iu',
  ),
};
/** More given names than nearly anybody has: perhaps the surnames are among them. */
const MANY = 3;
const Memo = z.object({ name: z.string() });
const NONE =
  /^(?:no|ninguno|ningun|nada|n a|na|no aplica|none|no tengo(?: (?:uno|ninguno|segundo|materno|apellido|segundo apellido|apellido materno))?|sin (?:materno|segundo|apellido materno|segundo apellido)|solo (?:tengo )?(?:uno|un apellido)|i don t have (?:one|any))$/;

/** Asks for one part of the name. Only a maternal surname may be missing, which is an empty answer. */
export function personNamePrompt(part: NamePart): Prompt<string> {
  const mayLack = part === 'maternal-surname';
  return {
    answer: z.string().max(120),
    takesAnyWords: true,
    ask: ({ turn, memo }) => {
      const doubted = Memo.safeParse(memo);
      if (doubted.success) {
        return {
          text: turn.text('first-name.only', doubted.data),
          options: [{ title: turn.text('common.option.yes') }, { title: turn.text('common.option.no') }],
        };
      }
      return {
        text: turn.text(`${part}.ask`),
        ...(mayLack ? { options: [{ title: turn.text('maternal-surname.none') }] } : {}),
      };
    },
    read: (input, context) =>
      mayLack && NONE.test(plain(input.short)) ? { kind: 'answer', value: '' } : read(part, input, context),
    glean: (text) => {
      const name = nameIn(part, text);
      return name === undefined || isDoubtful(part, name) ? undefined : name;
    },
  };
}

function read(part: NamePart, input: Input, { turn, memo }: StepContext): Reading<string> {
  const doubted = Memo.safeParse(memo).data?.name;
  const answer = doubted === undefined ? undefined : readYesNo(input.text);
  if (doubted !== undefined && answer === 'yes') return { kind: 'answer', value: doubted };
  if (answer === 'no') return { kind: 'again', memo: null, say: turn.text('common.corrected') };
  const name = nameIn(part, input.text) ?? readNameAnswer(input.text);
  if (name === undefined) {
    return { kind: 'unclear', because: turn.text(doubted === undefined ? `${part}.unclear` : 'yesno.unclear') };
  }
  if (isDoubtful(part, name) && name !== doubted) return { kind: 'again', memo: { name } };
  return { kind: 'answer', value: name };
}

/** "Ana López Pérez", where only the given name was asked for. */
const isDoubtful = (part: NamePart, name: string) => part === 'first-name' && namesIn(name).length >= MANY;

/** A part of the name that a sentence names as such; undefined when it names none. */
export function nameIn(part: NamePart, text: string): string | undefined {
  const said = LABELS[part].exec(text.slice(0, 500))?.[1];
  return said === undefined ? undefined : readName(said);
}
