import { dialogTexts } from '../../dialogs/texts.ts';
import { localeOf } from '../../locales/texts.ts';
import type { Conversation, Conversations, LogEntry } from '../../services/store/store.ts';
import { isFromPerson, placeOf } from './log-activity.ts';
import { languageOf } from './logged-message.ts';

/** More than a person writes before somebody answers. */
const lookBack = 20;

/** Whether people have a conversation, as its person was told last. */
export async function isWithPeople(
  conversations: Pick<Conversations, 'get' | 'log'>,
  conversationId: string,
): Promise<boolean> {
  const conversation = await conversations.get(conversationId);
  const last = conversation && (await lastSaid(conversations, conversation));
  return placeOf(last?.activity).step === 'with-agent';
}

/** Puts a word, in the person's language, where a message stood that they deleted. What its turn reads stays. */
export async function takeBack(
  conversations: Pick<Conversations, 'get' | 'log' | 'replaceEcho'>,
  conversationId: string,
  messageId: string,
): Promise<void> {
  const conversation = await conversations.get(conversationId);
  if (!conversation) return;
  const last = await lastSaid(conversations, conversation);
  const locale = localeOf(last ? languageOf(conversation, last) : conversation.locale);
  const text = dialogTexts[locale]('common.taken-back');
  const echo = { type: 'message', from: { role: 'user' }, text, textFormat: 'plain' };
  await conversations.replaceEcho(conversationId, messageId, echo);
}

/** The newest thing that was said to a person. */
async function lastSaid(
  conversations: Pick<Conversations, 'log'>,
  { id, lastSeq }: Conversation & { lastSeq: number },
): Promise<LogEntry | undefined> {
  const page = await conversations.log(id, Math.max(0, lastSeq - lookBack), lookBack);
  return page.findLast(({ activity }) => !isFromPerson(activity));
}
