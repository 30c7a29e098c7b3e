import type { Command } from '../reading/command.ts';
import { turnOf } from '../turn.ts';
import { repeatAsked } from './pending.ts';
import type { Root } from './root.ts';

const locales = { 'language-en': 'en', 'language-es': 'es-MX' } as const;

/** "English", "en español": what was asked last is asked again in that language. False when it is another command. */
export async function switchLanguage(root: Root, command: Command | undefined): Promise<boolean> {
  if (command !== 'language-en' && command !== 'language-es') return false;
  root.state.locale = locales[command];
  const turn = turnOf(root.dc.context);
  turn.say(turn.text('language.changed'));
  await repeatAsked(root);
  return true;
}
