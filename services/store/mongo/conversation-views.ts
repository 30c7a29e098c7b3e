import type { Conversation, Json, LogEntry, Turn } from '../store.ts';
import type { ConversationRecord, TailEntry } from './records.ts';

/** The fields that a turn is made of. */
export const TURN = {
  channel: 1,
  person: 1,
  locale: 1,
  createdAt: 1,
  version: 1,
  state: 1,
  attempts: 1,
  inbox: { $slice: 1 },
} as const;

type Identity = Pick<ConversationRecord, '_id' | 'channel' | 'person' | 'locale' | 'createdAt'>;

export type TurnRecord = Identity & Pick<ConversationRecord, 'version' | 'state' | 'attempts' | 'inbox'>;

export function conversationOf({ _id, channel, person, locale, createdAt }: Identity): Conversation {
  return { id: _id, channel, person, locale, createdAt };
}

/** The turn of the oldest message; undefined when the inbox is empty. */
export function turnOf(record: TurnRecord, owner: string): Turn | undefined {
  const [first] = record.inbox;
  if (!first) return undefined;
  return {
    conversation: conversationOf(record),
    messageId: first.messageId,
    activity: JSON.parse(first.activity),
    receivedAt: first.at,
    state: record.state === undefined ? undefined : JSON.parse(record.state),
    version: record.version,
    owner,
    attempts: record.attempts,
  };
}

export function tailOf(activities: readonly Json[], at: number): TailEntry[] {
  return activities.map((activity) => ({ at, activity: JSON.stringify(activity) }));
}

/** The entries a write has put at the end of the log. */
export function lastEntries(activities: readonly Json[], at: number, lastSeq: number): LogEntry[] {
  const before = lastSeq - activities.length;
  return activities.map((activity, index) => ({ seq: before + index + 1, activity, at }));
}
