import { readMessage, type Said } from './activity-of.ts';
import { canonicalPhone } from './phone.ts';
import { type ChangeValue, type Contact, MessageHead, type Status, System, Webhook } from './wire.ts';

/** One message with who sent it, by the ids Meta gives: a number, an id of our business, or both. */
export interface Received {
  readonly messageId: string;
  /** When the person sent it, in milliseconds. */
  readonly at: number;
  readonly type: string;
  readonly sender: Sender;
  readonly said: Said;
}

export interface Sender {
  /** Exactly as received: the address of an answer. */
  readonly waId?: string | undefined;
  /** Business-scoped user id. */
  readonly userId?: string | undefined;
}

export interface Batch {
  /** In the order in which they were sent. */
  readonly messages: readonly Received[];
  readonly statuses: readonly Status[];
  /** Codes of what Meta itself reports about our number. */
  readonly errors: readonly number[];
}

/**
 * Everything in a webhook that is about our number: every entry, every change, every message. What has an unexpected
 * shape is left out and hurts nothing beside it. Undefined for what is no webhook at all.
 */
export function readWebhook(
  json: unknown,
  { phoneNumberId, maxChars }: { phoneNumberId: string; maxChars: number },
): Batch | undefined {
  const webhook = Webhook.safeParse(json);
  if (!webhook.success) return undefined;
  const values = webhook.data.entry
    .flatMap((entry) => entry.changes.map((change) => change.value))
    .filter((value) => value.metadata.phone_number_id === phoneNumberId);
  return {
    messages: values.flatMap((value) => messagesOf(value, maxChars)).sort((a, b) => a.at - b.at),
    statuses: values.flatMap((value) => value.statuses),
    errors: values.flatMap((value) => value.errors.map((error) => error.code)),
  };
}

function messagesOf({ messages, contacts }: ChangeValue, maxChars: number): Received[] {
  return messages.flatMap((message) => {
    const head = MessageHead.safeParse(message).data;
    const sender = head && senderOf(formerSelf(head, message), contacts);
    if (!head || !sender) return [];
    const said = readMessage(head, message, maxChars);
    return [{ messageId: head.id, at: head.timestamp, type: head.type, sender, said }];
  });
}

/** What tells of a change is said by who the person was until then; often by nobody else. */
function formerSelf(head: MessageHead, message: unknown): MessageHead {
  const before = head.type === 'system' ? System.safeParse(message).data?.system.previous_user_id : undefined;
  return before === undefined ? head : { ...head, from_user_id: before };
}

/** A message names its sender; the card beside it may know the other id. Undefined when neither does. */
function senderOf(head: MessageHead, contacts: readonly Contact[]): Sender | undefined {
  const { from, from_user_id } = head;
  const nameless = from === undefined && from_user_id === undefined;
  const card =
    contacts.find((contact) => contact.wa_id !== undefined && contact.wa_id === from) ??
    contacts.find((contact) => contact.user_id !== undefined && contact.user_id === from_user_id) ??
    (nameless && contacts.length === 1 ? contacts[0] : undefined);
  const waId = from ?? card?.wa_id;
  const isNumber = waId !== undefined && canonicalPhone(waId) !== undefined;
  const sender = { waId: isNumber ? waId : undefined, userId: from_user_id ?? card?.user_id };
  return sender.waId === undefined && sender.userId === undefined ? undefined : sender;
}
