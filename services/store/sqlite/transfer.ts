import type { SQLOutputValue } from 'node:sqlite';
import { PART, type RecordOf, type StoreRecord, type Transfer } from '../transfer/transfer.ts';
import { awaitingOf, conversationOf } from './conversation-rows.ts';
import { IS_PLACE } from './conversation-statements.ts';
import { type Database, openDatabase } from './database.ts';
import { hourOf, integer, type Row, text } from './rows.ts';

const tables = ['conversations', 'documents', 'jobs', 'chain', 'counters', 'sequences'];

/** Rejects with `StoreError` `in-use` while the product serves from the file. */
export async function openSqliteTransfer(path: string): Promise<Transfer> {
  const database = openDatabase({ path, exclusive: true });
  const write = writers(database);
  const any = database.prepare(tables.map((table) => `SELECT 1 FROM (SELECT 1 FROM ${table} LIMIT 1)`).join(' UNION '));
  return {
    records: () => recordsOf(database),
    isEmpty: () => database.read(() => any.get() === undefined),
    write: (records) =>
      database.write(() => {
        for (const record of records) write(record);
      }),
    close: () => database.close(),
  };
}

async function* recordsOf({ prepare }: Database): AsyncGenerator<StoreRecord> {
  const lease = prepare('SELECT attempts FROM leases WHERE conversation = ?');
  const inbox = prepare('SELECT message_id, received_at, activity FROM inbox WHERE conversation = ? ORDER BY num');
  const lastSeq = prepare(`SELECT coalesce(max(mark), 0) AS seq FROM marks WHERE conversation = ? AND ${IS_PLACE}`);
  const messages = prepare(
    "SELECT mark AS message_id, ref AS seq FROM marks WHERE conversation = ? AND mark >= '' ORDER BY mark",
  );
  const log = prepare(
    `SELECT l.seq, l.at, l.activity FROM marks m JOIN log l ON l.num = m.ref
     WHERE m.conversation = ? AND m.${IS_PLACE} ORDER BY m.mark`,
  );
  for (const row of prepare('SELECT * FROM conversations ORDER BY num').iterate()) {
    const num = integer(row.num);
    const conversation = conversationOf(row);
    const waiting = inbox.all(num);
    yield {
      what: 'conversation',
      conversation,
      activeAt: Math.max(integer(row.active_at), ...waiting.map((entry) => integer(entry.received_at))),
      awaiting: awaitingOf(row.awaiting),
      version: integer(row.version),
      lastSeq: integer(lastSeq.get(num)?.seq),
      ...optional('state', row.state, text),
      attempts: integer(lease.get(num)?.attempts ?? 0),
      inbox: waiting.map((entry) => ({
        messageId: text(entry.message_id),
        at: integer(entry.received_at),
        activity: text(entry.activity),
      })),
    };
    for (const part of parts(messages.iterate(num))) {
      yield {
        what: 'messages',
        conversationId: conversation.id,
        messages: part.map((entry) => ({ messageId: text(entry.message_id), ...optional('seq', entry.seq, integer) })),
      };
    }
    for (const part of parts(log.iterate(num))) {
      const entries = part.map(({ seq, at, activity }) => ({
        seq: integer(seq),
        at: integer(at),
        activity: text(activity),
      }));
      yield { what: 'log', conversationId: conversation.id, entries };
    }
  }
  const keys = prepare('SELECT key FROM document_keys WHERE document = ? ORDER BY key');
  for (const row of prepare('SELECT * FROM documents ORDER BY num').iterate()) {
    yield {
      what: 'document',
      kind: text(row.kind),
      id: text(row.id),
      version: integer(row.version),
      value: text(row.value),
      keys: keys.all(integer(row.num)).map(({ key }) => text(key)),
      ...optional('expiresAt', row.expires_at, integer),
    };
  }
  for (const row of prepare('SELECT * FROM jobs ORDER BY num').iterate()) {
    yield {
      what: 'job',
      id: text(row.id),
      kind: text(row.kind),
      dueAt: integer(row.due_at),
      attempts: integer(row.attempts),
      ...optional('payload', row.payload, text),
      ...optional('error', row.error, text),
      ...optional('doneAt', row.done_at, integer),
    };
  }
  for (const part of parts(prepare('SELECT * FROM chain ORDER BY seq').iterate())) {
    const entries = part.map(({ seq, id, body, hash }) => ({
      seq: integer(seq),
      id: text(id),
      body: text(body),
      hash: text(hash),
    }));
    yield { what: 'chain', entries };
  }
  for (const row of prepare('SELECT * FROM counters ORDER BY key').iterate()) {
    yield { what: 'counter', key: text(row.key), count: integer(row.count), resetsAt: integer(row.resets_at) };
  }
  for (const row of prepare('SELECT * FROM sequences ORDER BY name').iterate()) {
    yield { what: 'sequence', name: text(row.name), value: integer(row.value) };
  }
}

/** The writers of the kinds of records, each a few plain inserts. */
function writers({ prepare }: Database): (record: StoreRecord) => void {
  const conversation = prepare(
    `INSERT INTO conversations
       (id, channel, person, locale, created_at, origin, active_at, active_hour, awaiting, version, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const numOf = prepare('SELECT num FROM conversations WHERE id = ?');
  const lease = prepare(
    'INSERT INTO leases (conversation, owner, until, duration, attempts) VALUES (?, NULL, 0, 0, ?)',
  );
  const inbox = prepare('INSERT INTO inbox (conversation, message_id, received_at, activity) VALUES (?, ?, ?, ?)');
  const message = prepare('INSERT INTO marks (conversation, mark, ref) VALUES (?, ?, ?)');
  const log = prepare('INSERT INTO log (conversation, seq, at, activity) VALUES (?, ?, ?, ?)');
  const place = prepare('INSERT INTO marks (conversation, mark, ref) VALUES (?, CAST(? AS INTEGER), ?)');
  const document = prepare('INSERT INTO documents (kind, id, version, expires_at, value) VALUES (?, ?, ?, ?, ?)');
  const key = prepare('INSERT INTO document_keys (kind, key, document) VALUES (?, ?, ?)');
  const job = prepare(
    'INSERT INTO jobs (id, kind, due_at, attempts, done_at, error, payload) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const chain = prepare('INSERT INTO chain (seq, id, body, hash) VALUES (?, ?, ?, ?)');
  const counter = prepare('INSERT INTO counters (key, count, resets_at) VALUES (?, ?, ?)');
  const sequence = prepare('INSERT INTO sequences (name, value) VALUES (?, ?)');
  const placeOf = (id: string) => integer(numOf.get(id)?.num);

  function writeConversation(record: RecordOf<'conversation'>): void {
    const { id, channel, person, locale, createdAt, origin = null } = record.conversation;
    const { activeAt, awaiting, version, state = null } = record;
    const hour = hourOf(activeAt);
    conversation.run(id, channel, person, locale, createdAt, origin, activeAt, hour, awaiting, version, state);
    const num = placeOf(id);
    if (record.attempts > 0) lease.run(num, record.attempts);
    for (const { messageId, at, activity } of record.inbox) inbox.run(num, messageId, at, activity);
  }

  function writeDocument({ kind, id, version, expiresAt, value, keys }: RecordOf<'document'>): void {
    const num = Number(document.run(kind, id, version, expiresAt ?? null, value).lastInsertRowid);
    for (const name of keys) key.run(kind, name, num);
  }

  return (record) => {
    switch (record.what) {
      case 'conversation':
        return writeConversation(record);
      case 'messages': {
        const num = placeOf(record.conversationId);
        for (const { messageId, seq } of record.messages) message.run(num, messageId, seq ?? null);
        return;
      }
      case 'log': {
        const num = placeOf(record.conversationId);
        for (const { seq, at, activity } of record.entries) {
          place.run(num, seq, log.run(num, seq, at, activity).lastInsertRowid);
        }
        return;
      }
      case 'document':
        return writeDocument(record);
      case 'job': {
        const { id, kind, dueAt, attempts, doneAt, error, payload } = record;
        job.run(id, kind, dueAt, attempts, doneAt ?? null, error ?? null, payload ?? null);
        return;
      }
      case 'chain':
        for (const { seq, id, body, hash } of record.entries) chain.run(seq, id, body, hash);
        return;
      case 'counter':
        counter.run(record.key, record.count, record.resetsAt);
        return;
      case 'sequence':
        sequence.run(record.name, record.value);
        return;
    }
  };
}

function* parts(rows: Iterable<Row>): Generator<Row[]> {
  let part: Row[] = [];
  for (const row of rows) {
    part.push(row);
    if (part.length < PART) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

/** A column that may be NULL, as a field that may be absent. */
function optional<Name extends string, Value>(
  name: Name,
  value: SQLOutputValue | undefined,
  read: (value: SQLOutputValue) => Value,
): { [Key in Name]?: Value } {
  const fields: { [Key in Name]?: Value } = {};
  if (value !== null && value !== undefined) fields[name] = read(value);
  return fields;
}
