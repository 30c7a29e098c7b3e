import type { SQLOutputValue } from 'node:sqlite';
import type { Awaiting, Conversation, Json, LogEntry, Turn } from '../store.ts';
import { integer, type Row, text } from './rows.ts';

/** A log entry ready to be written, beside the activity it was made of. */
export interface LogRow {
  readonly activity: Json;
  readonly json: string;
}

export function logRows(activities: readonly Json[]): LogRow[] {
  return activities.map((activity) => ({ activity, json: JSON.stringify(activity) }));
}

export function entryOf(row: Row): LogEntry {
  return { seq: integer(row.seq), activity: JSON.parse(text(row.activity)), at: integer(row.at) };
}

export function conversationOf(row: Row): Conversation {
  return {
    id: text(row.id),
    channel: text(row.channel),
    person: text(row.person),
    locale: text(row.locale),
    createdAt: integer(row.created_at),
    ...(row.origin === null ? {} : { origin: text(row.origin) }),
  };
}

export function awaitingOf(value: SQLOutputValue | undefined): Awaiting {
  if (value === 'text' || value === 'code' || value === 'password' || value === 'talk') return value;
  throw new TypeError('a conversation awaits something unknown');
}

export function stateOf(value: SQLOutputValue | undefined): Json | undefined {
  return typeof value === 'string' ? JSON.parse(value) : undefined;
}

/** The turn of an inbox row. */
export function nextTurn(row: Row, rest: Omit<Turn, 'messageId' | 'activity' | 'receivedAt'>): Turn {
  return {
    ...rest,
    messageId: text(row.message_id),
    activity: JSON.parse(text(row.activity)),
    receivedAt: integer(row.received_at),
  };
}
