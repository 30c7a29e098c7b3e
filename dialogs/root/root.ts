import type { DialogContext } from 'botbuilder-dialogs';
import { ProcedureDialog } from '../procedure-dialog.ts';
import type { ConversationState } from './conversation-state.ts';

/** One turn's view of the conversation: the dialog stack, and the state that may be changed. */
export interface Root {
  readonly dc: DialogContext;
  readonly state: ConversationState;
}

/** The procedure the person is in, if any. */
export function activeProcedure({ dc }: Root): ProcedureDialog | undefined {
  const { activeDialog } = dc;
  const dialog = activeDialog && dc.findDialog(activeDialog.id);
  return dialog instanceof ProcedureDialog ? dialog : undefined;
}
