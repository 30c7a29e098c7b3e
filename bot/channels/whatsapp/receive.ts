import type { FormPlace } from '../../../dialogs/input.ts';
import type { Redacted } from '../../../services/redaction/redact.ts';
import type { Awaiting, Conversations, NewJob } from '../../../services/store/store.ts';
import { type InboundActivity, startActivity } from '../activity.ts';
import type { Door, InboundMessage } from '../channel.ts';
import { takeBack } from '../last-said.ts';
import type { Said } from './activity-of.ts';
import type { Waiting } from './contact.ts';
import type { Contacts } from './contacts.ts';
import type { Lanes } from './lanes.ts';
import { messageIdOf } from './message-id.ts';
import { canonicalPhone } from './phone.ts';
import type { Received } from './read-webhook.ts';
import type { WhatsAppReport } from './report.ts';

/** The kind of job that takes up messages that wait: for their file, or because somebody wrote too fast. */
export const TAKE_UP = 'whatsapp.waiting';

export interface ReceiveDeps {
  readonly contacts: Contacts;
  readonly door: Door;
  readonly conversations: Pick<Conversations, 'get' | 'log' | 'replaceEcho'>;
  /** What the conversation asked last; a button of another question is not taken for an answer to it. */
  readonly standsAt: (conversationId: string) => Promise<Asked | undefined>;
  readonly redact: (text: string, context: { awaiting: Awaiting }) => Redacted;
  /** The person may be another one now: what they proved is void. Runs once per `eventId`. */
  readonly dropVerification: (conversationId: string, eventId: string) => Promise<void>;
  /**
   * Tells the person that their message was read, and that an answer is being written where one is to come in a
   * conversation. Not awaited, never rejects.
   */
  readonly markRead: (wamid: string, answersIn: string | undefined) => void;
  readonly lanes: Lanes;
  readonly now: () => number;
  readonly staleAfterMs: number;
  readonly locale: string;
  readonly report: (event: WhatsAppReport) => void;
}

interface Asked {
  readonly procedure: string;
  readonly step: string;
  readonly folio?: string | undefined;
}

/** Brings the messages of a webhook to the door. Resolves once all of them are safe; rejects when one is not. */
export function createReceive(deps: ReceiveDeps) {
  const { contacts, door, now, report } = deps;

  return async function receive(messages: readonly Received[]): Promise<void> {
    const byPerson = Map.groupBy(messages, ({ sender }) => sender.userId ?? canonicalPhone(sender.waId ?? '') ?? '');
    const answersIn = new Map<string, string>();
    await Promise.all(
      [...byPerson].map(([person, theirs]) =>
        deps.lanes(person, async () => {
          for (const message of theirs) {
            const conversationId = await one(message);
            if (conversationId !== undefined) answersIn.set(person, conversationId);
          }
        }),
      ),
    );
    for (const [person, theirs] of byPerson) {
      const last = theirs.findLast(({ said }) => said.what === 'says' || said.what === 'opened');
      if (last) deps.markRead(last.messageId, answersIn.get(person));
    }
  };

  /** Answers in which conversation an answer is to come, if one is. */
  async function one(message: Received): Promise<string | undefined> {
    const { said } = message;
    switch (said.what) {
      case 'nothing':
        return undefined;
      case 'revoked':
        return void (await revoke(message, said.messageId));
      case 'ids-changed':
      case 'identity-changed':
        return void (await changed(message, said));
      case 'opened':
      case 'says':
        return hear(message, said);
    }
  }

  async function hear(
    message: Received,
    said: Extract<Said, { what: 'says' | 'opened' }>,
  ): Promise<string | undefined> {
    const { id, value: contact } = await contacts.heard(message.sender, message.at);
    const messageId = messageIdOf(message.messageId);
    if (said.what === 'opened') {
      return hand(
        id,
        contact.conversationId,
        { messageId, activity: startActivity(deps.locale), files: [] },
        message.at,
      );
    }
    const late = now() - message.at > deps.staleAfterMs;
    const outdated = said.pressed && (await isOutdated(contact.conversationId, said.pressed.place));
    const activity = late || outdated ? { ...said.activity, stale: true as const } : said.activity;
    if (!said.file && contact.waiting.length === 0) {
      return hand(id, contact.conversationId, { messageId, activity, files: [] }, message.at);
    }
    return queueOrHand(
      id,
      contact.conversationId,
      { messageId, activity, files: [] },
      { at: message.at, file: said.file },
    );
  }

  /** Puts a message behind others of its person; a secret goes to the door at once, since it may not rest. */
  async function queueOrHand(
    id: string,
    conversationId: string,
    inbound: InboundMessage,
    { at, file }: Pick<Waiting, 'at' | 'file'>,
  ): Promise<string | undefined> {
    const { text, ...wordless } = inbound.activity;
    const waits = async (what: InboundMessage) =>
      (await wait(id, what, now(), { at, file })) === 'waits' ? conversationId : undefined;
    if (text === undefined || (await mayRest(conversationId, text))) return waits(inbound);
    const words = file ? { ...inbound, messageId: `${inbound.messageId}-words` } : inbound;
    const answersIn = await hand(id, conversationId, words, at);
    return (file && (await waits({ ...inbound, activity: wordless }))) ?? answersIn;
  }

  /** Answers the conversation in which the message is news. */
  async function hand(
    id: string,
    conversationId: string,
    inbound: InboundMessage,
    at: number,
  ): Promise<string | undefined> {
    let current = conversationId;
    let received = await door.receive(current, inbound);
    if (received.outcome === 'unknown-conversation') {
      current = (await contacts.reopen(id)) ?? current;
      received = await door.receive(current, inbound);
    }
    if (received.outcome === 'unknown-conversation') throw new Error('a conversation could not be opened');
    if (received.outcome === 'accepted') return current;
    if (received.outcome !== 'too-fast') return undefined;
    const { text = '' } = inbound.activity;
    if (await mayRest(current, text)) await wait(id, inbound, received.retryAt, { at, file: undefined });
    else report({ what: 'dropped' });
    return undefined;
  }

  /** Puts a message aside until `dueAt`. */
  async function wait(
    id: string,
    { messageId, activity }: InboundMessage,
    dueAt: number,
    { at, file }: Pick<Waiting, 'at' | 'file'>,
  ): Promise<'waits' | 'known' | 'full'> {
    const put = await contacts.queue(id, waitingOf(messageId, activity, at, file), takeUp(id, messageId, dueAt));
    if (put === 'full') report({ what: 'dropped' });
    return put;
  }

  /** Whether a text may be kept, sealed, until its turn comes. */
  async function mayRest(conversationId: string, text: string): Promise<boolean> {
    const awaiting = (await deps.conversations.get(conversationId))?.awaiting ?? 'text';
    const { found } = deps.redact(text, { awaiting });
    return found.every((finding) => finding === 'curp' || finding === 'rfc');
  }

  /** A button answers the question it was shown with. Those of menus say all that they mean. */
  async function isOutdated(conversationId: string, { procedure, step, folio }: FormPlace): Promise<boolean> {
    if (step === 'choose') return false;
    const asked = await deps.standsAt(conversationId);
    return asked !== undefined && (asked.procedure !== procedure || asked.step !== step || asked.folio !== folio);
  }

  async function revoke(message: Received, wamid: string): Promise<void> {
    const contact = await contacts.find(message.sender);
    if (!contact) return;
    await contacts.unqueue(contact.id, messageIdOf(wamid));
    await takeBack(deps.conversations, contact.value.conversationId, messageIdOf(wamid));
  }

  async function changed(message: Received, said: Extract<Said, { what: 'ids-changed' | 'identity-changed' }>) {
    const contact = await contacts.find(message.sender);
    if (!contact) return;
    await deps.dropVerification(contact.value.conversationId, messageIdOf(message.messageId));
    if (said.what === 'ids-changed') await contacts.changeIds(contact.id, said);
  }
}

function waitingOf(messageId: string, activity: InboundActivity, at: number, file: Waiting['file']): Waiting {
  const { text, truncated, stale, attachments } = activity;
  return {
    messageId,
    at,
    ...(text !== undefined && { text }),
    ...(truncated && { truncated }),
    ...(stale && { stale }),
    ...(attachments && { attachments: attachments.map((attachment) => ({ ...attachment })) }),
    ...(file && { file }),
  };
}

const takeUp = (contactId: string, messageId: string, dueAt: number): NewJob => ({
  id: `${TAKE_UP}:${contactId}:${messageId}`,
  kind: TAKE_UP,
  payload: { contactId },
  dueAt,
});
