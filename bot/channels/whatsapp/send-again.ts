import { z } from 'zod';
import { HopelessJob, type JobHandler, PostponedJob } from '../../../services/jobs/handler.ts';
import type { Conversation, Conversations, LogEntry } from '../../../services/store/store.ts';
import type { Sent } from '../channel.ts';
import { endsTurn, isFromPerson } from '../log-activity.ts';
import type { Contacts } from './contacts.ts';
import { remedyFor } from './errors.ts';
import { type Outgoing, textContent } from './payload.ts';
import { isWorthAnother } from './statuses.ts';
import type { Tick, TickBook } from './ticks.ts';

const Payload = z.object({ conversationId: z.string() });
const maxAgain = 3;
const fallbackMs = 30_000;

/** Sends again what was taken and then failed: made anew from the log, in the order it has there. */
export function createSendAgain(deps: {
  conversations: Pick<Conversations, 'get' | 'log'>;
  contacts: Pick<Contacts, 'closeWindow'>;
  ticks: Pick<TickBook, 'all' | 'sent'>;
  render: (conversation: Conversation, entries: readonly LogEntry[]) => Promise<readonly Outgoing[]>;
  send: (conversation: Conversation, outgoing: Outgoing, tag: string) => Promise<Sent>;
}): JobHandler {
  return {
    async run([job]) {
      const payload = Payload.safeParse(job?.payload);
      if (!payload.success) throw new HopelessJob('a job to send again names no conversation');
      const conversation = await deps.conversations.get(payload.data.conversationId);
      const ticks = conversation ? await deps.ticks.all(conversation.id) : [];
      for (const tick of ticks) if (conversation && mayGoAgain(tick)) await again(conversation, tick);
    },
  };

  async function again(conversation: Conversation, tick: Tick): Promise<void> {
    const entries = await entriesOf(conversation, tick);
    const outgoing = entries.length > 0 ? (await deps.render(conversation, entries))[tick.part] : undefined;
    if (!outgoing) return;
    if (remedyFor(tick.code, 400) === 'template' && tick.again === 0)
      await deps.contacts.closeWindow(conversation.person, tick.at);
    const isPlain = remedyFor(tick.code, 400) === 'plain';
    const content = isPlain ? textContent(outgoing.plain) : outgoing.content;
    const sent = await deps.send(conversation, { ...outgoing, content }, tick.tag);
    if (!sent.ok && sent.again) throw new PostponedJob(sent.reason, sent.afterMs ?? fallbackMs);
    const [wamid] = sent.ok ? sent.ids : [];
    if (wamid !== undefined) await deps.ticks.sent(conversation.id, wamid, outgoing, tick.tag, tick);
  }

  /** All entries of the turn, so that the messages come out as they did. */
  async function entriesOf({ id }: Conversation, { tag }: Tick): Promise<readonly LogEntry[]> {
    const upTo = Number(/\.(\d+)\|/.exec(tag)?.[1] ?? 0);
    const from = Math.max(0, upTo - 20);
    const page = await deps.conversations.log(id, from, upTo - from);
    const [before] = page.filter((entry) => entry.seq < upTo && endsTurn(entry.activity)).slice(-1);
    return page.filter((entry) => entry.seq > (before?.seq ?? from) && !isFromPerson(entry.activity));
  }
}

const mayGoAgain = ({ state, code, again, seqs }: Tick) =>
  state === 'failed' && seqs.length > 0 && again < maxAgain && isWorthAnother(code);
