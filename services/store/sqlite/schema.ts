import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';

/**
 * The steps from an empty file to the present schema. A step that was released is never edited: changes are appended.
 *
 * What a write costs is the pages it changes, so what changes together is kept small and close:
 * - `inbox` and `leases` have rows only while there is something to do, and stay a few pages small.
 * - `conversations`, with the state, is changed by commits, not by messages that come in: what those change, the number
 *   of entries and the time of the last one, is read off `marks` and `inbox`.
 * - `log` grows at its end, whichever conversation an entry belongs to.
 * - `marks` says where the entries of a conversation are, and which messages it knows, side by side: a turn changes one
 *   page of it. An integer is the place of an entry in its conversation, with its `num`; a text is the id of a message, with
 *   the place of its echo, known for as long as the conversation lives. Integers sort before texts.
 * - `active_hour` is indexed and changes once an hour; `active_at` changes with every turn and is not. Retention reads all
 *   conversations of the hour that is due in part: of a day that would be many.
 * - `jobs_to_do` knows the kind: thousands of mails that wait for a slow server are passed over without being read.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE conversations (
    num INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    person TEXT NOT NULL,
    locale TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    active_at INTEGER NOT NULL,
    active_day INTEGER NOT NULL,
    awaiting TEXT NOT NULL DEFAULT 'text',
    version INTEGER NOT NULL DEFAULT 0,
    last_seq INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX conversations_by_day ON conversations (active_day);

  CREATE TABLE states (
    conversation INTEGER PRIMARY KEY,
    state TEXT NOT NULL
  ) STRICT;

  CREATE TABLE leases (
    conversation INTEGER PRIMARY KEY,
    owner TEXT,
    until INTEGER NOT NULL,
    duration INTEGER NOT NULL,
    attempts INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE messages (
    conversation INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    seq INTEGER,
    PRIMARY KEY (conversation, message_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE inbox (
    num INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    activity TEXT NOT NULL
  ) STRICT;
  CREATE INDEX inbox_by_conversation ON inbox (conversation);

  CREATE TABLE log (
    num INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    activity TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX log_by_conversation ON log (conversation, seq);

  CREATE TABLE documents (
    num INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    expires_at INTEGER,
    value TEXT NOT NULL,
    UNIQUE (kind, id)
  ) STRICT;
  CREATE INDEX documents_by_expiry ON documents (expires_at) WHERE expires_at IS NOT NULL;

  CREATE TABLE document_keys (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    document INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX document_keys_by_document ON document_keys (document);

  CREATE TABLE jobs (
    num INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    lease_until INTEGER NOT NULL DEFAULT 0,
    done_at INTEGER,
    error TEXT,
    payload TEXT
  ) STRICT;
  CREATE INDEX jobs_to_do ON jobs (due_at) WHERE done_at IS NULL;
  CREATE INDEX jobs_done ON jobs (done_at) WHERE done_at IS NOT NULL;

  CREATE TABLE chain (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;

  CREATE TABLE counters (
    key TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    resets_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX counters_by_end ON counters (resets_at);

  CREATE TABLE sequences (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  DROP INDEX conversations_by_day;
  ALTER TABLE conversations RENAME COLUMN active_day TO active_hour;
  UPDATE conversations SET active_hour = active_at / 3600000;
  CREATE INDEX conversations_by_hour ON conversations (active_hour);
  `,
  `
  ALTER TABLE conversations ADD COLUMN origin TEXT;
  `,
  `
  CREATE TABLE marks (
    conversation INTEGER NOT NULL,
    mark ANY NOT NULL,
    ref INTEGER,
    PRIMARY KEY (conversation, mark)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO marks SELECT conversation, seq, num FROM log UNION ALL SELECT conversation, message_id, seq FROM messages;
  DROP INDEX log_by_conversation;
  DROP TABLE messages;
  ALTER TABLE conversations ADD COLUMN state TEXT;
  UPDATE conversations SET state = (SELECT state FROM states WHERE conversation = num);
  DROP TABLE states;
  ALTER TABLE conversations DROP COLUMN last_seq;
  `,
  `
  DROP INDEX jobs_to_do;
  CREATE INDEX jobs_to_do ON jobs (due_at, kind) WHERE done_at IS NULL;
  `,
];

/** Whether the file is of an earlier version, or empty. */
export function isBehind(db: DatabaseSync): boolean {
  const isThere = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'").get() !== undefined;
  return !isThere || currentVersion(db) < steps.length;
}

/**
 * Brings the file to the present schema, each step in a transaction of its own.
 * Throws `schema-newer` when the file was written by a later version: older code must not touch what it does not know.
 */
export function migrate(db: DatabaseSync): void {
  db.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) STRICT');
  while (applyNextStep(db));
}

function applyNextStep(db: DatabaseSync): boolean {
  // Read inside the write transaction: two processes that start together must not both apply a step.
  db.exec('BEGIN IMMEDIATE');
  try {
    const version = currentVersion(db);
    if (version > steps.length) {
      throw new StoreError(
        'schema-newer',
        `the data have schema ${version}, this version knows ${steps.length}: start the newer version, or restore a backup`,
      );
    }
    const step = steps[version];
    if (step !== undefined) {
      db.exec(step);
      db.exec('DELETE FROM schema_version');
      db.prepare('INSERT INTO schema_version (version) VALUES (?)').run(version + 1);
    }
    db.exec('COMMIT');
    return step !== undefined;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

function currentVersion(db: DatabaseSync): number {
  const version = db.prepare('SELECT version FROM schema_version').get()?.version;
  return typeof version === 'number' ? version : 0;
}
