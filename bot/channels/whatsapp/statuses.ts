import type { NewJob } from '../../../services/store/store.ts';
import { remedyFor } from './errors.ts';
import { messageIdOf } from './message-id.ts';
import type { WhatsAppReport } from './report.ts';
import type { TickBook } from './ticks.ts';
import type { Status } from './wire.ts';

/** The kind of job that sends again what WhatsApp took and then could not deliver. */
export const SEND_AGAIN = 'whatsapp.again';

/** What was said in the same breath fails in the same breath, and goes again with one job. */
const soonMs = 5_000;

/** Notes what became of messages, and has those sent again that may still arrive. */
export function createStatuses(deps: {
  ticks: Pick<TickBook, 'note'>;
  now: () => number;
  report: (event: WhatsAppReport) => void;
}) {
  return async function note(statuses: readonly Status[]): Promise<void> {
    for (const status of statuses) await one(status);
  };

  async function one(status: Status): Promise<void> {
    const tag = status.biz_opaque_callback_data ?? '';
    const conversationId = conversationOf(tag);
    const jobs = status.status === 'failed' ? failed(status, conversationId) : [];
    if (conversationId !== undefined && status.status !== 'sent')
      await deps.ticks.note(conversationId, status, tag, jobs);
  }

  function failed({ id, errors }: Status, conversationId: string | undefined): NewJob[] {
    const code = errors[0]?.code ?? 0;
    const remedy = remedyFor(code, 0);
    deps.report({ what: 'delivery-failed', code, remedy });
    if (conversationId === undefined || !isWorthAnother(code)) return [];
    return [sendAgain(messageIdOf(id), conversationId, deps.now() + soonMs)];
  }
}

/** Has what failed of a conversation sent again. @param cause of this job; a second job of the same is none. */
export const sendAgain = (cause: string, conversationId: string, dueAt: number): NewJob => ({
  id: `${SEND_AGAIN}:${cause}`,
  kind: SEND_AGAIN,
  payload: { conversationId },
  dueAt,
});

/** Whether a message that failed with this error may arrive another time. */
export function isWorthAnother(code: number | undefined): boolean {
  const remedy = remedyFor(code, 400);
  return remedy === 'template' || remedy === 'plain' || remedy === 'wait' || remedy === 'throughput';
}

/** The conversation that a tag of ours names: `CONVERSATION.SEQ|procedure|step`. */
function conversationOf(tag: string): string | undefined {
  return /^([\w-]{1,64})\.\d+\|/.exec(tag)?.[1];
}
