import type { Chosen } from '../../../forms/client/efirma-files.ts';
import { type SignResult, signFiles } from '../../../forms/client/sign-files.ts';
import type { Chat } from '../chat.ts';
import type { PageOptions } from '../wire.ts';
import { freshChallenge } from './fresh-challenge.ts';

/** Signs the bot's challenge with the chosen files. `onSigning` hears when the opening begins. */
export function signChosen(
  chosen: Chosen,
  password: string,
  { chat, options, onSigning }: { chat: Chat; options: PageOptions; onSigning: () => void },
): Promise<SignResult> {
  const { fileMaxBytes, worker } = options;
  return signFiles(chosen, password, { fileMaxBytes, worker, onSigning, challenge: () => freshChallenge(chat) });
}
