import { z } from 'zod';
import type { Input } from '../input.ts';
import type { Prompt, Reading, StepContext } from '../prompt.ts';
import { readName } from '../reading/name.ts';
import { plain } from '../reading/plain.ts';

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
/** Answers to another question. */
const NO_NAME = new Set(
  `si sip ok okay va sale hola nop nel yes menu atras seguir continuar listo paterno materno apellido nombre`.split(
    ' ',
  ),
);
const NONE =
  /^(?:no|ninguno|ningun|nada|n a|na|no aplica|none|no tengo(?: (?:uno|ninguno|segundo|materno|apellido|segundo apellido|apellido materno))?|sin (?:materno|segundo|apellido materno|segundo apellido)|solo (?:tengo )?(?:uno|un apellido)|i don t have (?:one|any))$/;

/** Asks for one part of the name. Only a maternal surname may be missing, which is an empty answer. */
export function personNamePrompt(part: NamePart): Prompt<string> {
  const mayLack = part === 'maternal-surname';
  return {
    answer: z.string().max(120),
    ask: ({ turn }) => ({
      text: turn.text(`${part}.ask`),
      ...(mayLack ? { options: [{ title: turn.text('maternal-surname.none') }] } : {}),
    }),
    read: (input, context) =>
      mayLack && NONE.test(plain(input.short)) ? { kind: 'answer', value: '' } : read(part, input, context),
    glean: (text) => nameIn(part, text),
  };
}

function read(part: NamePart, input: Input, { turn }: StepContext): Reading<string> {
  const name = nameIn(part, input.text) ?? readName(input.text);
  if (name === undefined || NO_NAME.has(plain(name))) return { kind: 'unclear', because: turn.text(`${part}.unclear`) };
  return { kind: 'answer', value: name };
}

/** A part of the name that a sentence names as such; undefined when it names none. */
export function nameIn(part: NamePart, text: string): string | undefined {
  const said = LABELS[part].exec(text.slice(0, 500))?.[1];
  return said === undefined ? undefined : readName(said);
}
