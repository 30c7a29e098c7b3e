import { besidesYesNo } from './after-yes.ts';
import { type Command, readCommand } from './command.ts';
import { readYesNo } from './yes-no.ts';

/** Commands that a person also gives in place of the yes or no that was asked for. */
const anywhere = [
  'back',
  'cancel',
  'help',
  'agent',
  'menu',
  'restart',
  'form',
  'move',
  'language-en',
  'language-es',
] as const satisfies readonly Command[];

/** The command that a message is, also behind a yes or a no: "sí, cancelar", "no, quiero hablar con una persona". */
export function spokenCommand(text: string, maxChars = 200): Command | undefined {
  const whole = readCommand(text, maxChars);
  if (whole !== undefined || readYesNo(text, maxChars) !== undefined) return whole;
  const besides = readCommand(besidesYesNo(text, maxChars) ?? '', maxChars);
  return anywhere.find((command) => command === besides);
}
