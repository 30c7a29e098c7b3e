import type { Conversation, Conversations, LogEntry, Turn } from '../store.ts';
import { awaitingOf, conversationOf, entryOf, type LogRow, logRows, nextTurn, stateOf } from './conversation-rows.ts';
import type { Database } from './database.ts';
import { jobRows, type SqliteJobs } from './jobs.ts';
import { integer, text } from './rows.ts';

export function sqliteConversations(database: Database, jobs: SqliteJobs): Conversations {
  const insert = database.prepare(
    `INSERT INTO conversations (id, channel, person, locale, created_at, active_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING`,
  );
  const byId = database.prepare(
    'SELECT id, channel, person, locale, created_at, awaiting, last_seq FROM conversations WHERE id = ?',
  );
  const place = database.prepare('SELECT num, last_seq FROM conversations WHERE id = ?');
  const remember = database.prepare(
    'INSERT INTO messages (conversation, message_id, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const remembered = database.prepare('SELECT seq FROM messages WHERE conversation = ? AND message_id = ?');
  const enqueue = database.prepare(
    'INSERT INTO inbox (conversation, message_id, received_at, activity) VALUES (?, ?, ?, ?)',
  );
  const touch = database.prepare('UPDATE conversations SET last_seq = ?, active_at = ? WHERE num = ?');
  const writeLog = database.prepare('INSERT INTO log (conversation, seq, at, activity) VALUES (?, ?, ?, ?)');
  const head = database.prepare(
    `SELECT c.num, c.id, c.channel, c.person, c.locale, c.created_at, c.version, c.owner, c.lease_until, c.attempts,
            c.state, i.message_id, i.received_at, i.activity
     FROM conversations c JOIN inbox i ON i.conversation = c.num WHERE c.id = ? ORDER BY i.num LIMIT 1`,
  );
  const lease = database.prepare(
    'UPDATE conversations SET owner = ?, lease_until = ?, lease_ms = ?, attempts = ? WHERE num = ?',
  );
  const held = database.prepare('SELECT num, version, owner, last_seq, lease_ms FROM conversations WHERE id = ?');
  const firstTwo = database.prepare(
    'SELECT num, message_id, received_at, activity FROM inbox WHERE conversation = ? ORDER BY num LIMIT 2',
  );
  const dequeue = database.prepare('DELETE FROM inbox WHERE num = ?');
  const settle = database.prepare(
    `UPDATE conversations SET state = ?, awaiting = ?, version = ?, last_seq = ?, active_at = ?,
       owner = ?, lease_until = ?, attempts = ? WHERE num = ?`,
  );
  const letGo = database.prepare(
    'UPDATE conversations SET owner = NULL, lease_until = 0 WHERE id = ? AND owner = ? AND version = ?',
  );
  const after = database.prepare(
    `SELECT seq, at, activity FROM log WHERE conversation = (SELECT num FROM conversations WHERE id = ?) AND seq > ?
     ORDER BY seq LIMIT ?`,
  );
  const waiting = database.prepare(
    `SELECT c.id FROM (SELECT DISTINCT conversation FROM inbox) w JOIN conversations c ON c.num = w.conversation
     WHERE c.lease_until <= ? LIMIT ?`,
  );
  const inactive = database.prepare('SELECT num FROM conversations WHERE active_at < ? ORDER BY active_at LIMIT ?');
  const removals = ['inbox', 'messages', 'log'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE conversation = ?`),
  );
  const remove = database.prepare('DELETE FROM conversations WHERE num = ?');

  function appendLog(num: number, lastSeq: number, rows: readonly LogRow[], at: number): LogEntry[] {
    return rows.map(({ activity, json }, index) => {
      const seq = lastSeq + index + 1;
      writeLog.run(num, seq, at, json);
      return { seq, activity, at };
    });
  }

  return {
    create: ({ id, channel, person, locale, createdAt }: Conversation) =>
      database.write(() => insert.run(id, channel, person, locale, createdAt, createdAt).changes !== 0),

    get: (id) =>
      database.read(() => {
        const row = byId.get(id);
        if (row === undefined) return undefined;
        return { ...conversationOf(row), awaiting: awaitingOf(row.awaiting), lastSeq: integer(row.last_seq) };
      }),

    async accept(id, { messageId, activity, echo, at }) {
      const payload = JSON.stringify(activity);
      const echoes = echo === undefined ? [] : logRows([echo]);
      return database.write(() => {
        const row = place.get(id);
        if (row === undefined) return { outcome: 'unknown-conversation' };
        const num = integer(row.num);
        const lastSeq = integer(row.last_seq);
        const seq = lastSeq + echoes.length;
        if (remember.run(num, messageId, echoes.length === 0 ? null : seq).changes === 0) {
          const known = remembered.get(num, messageId)?.seq;
          return typeof known === 'number' ? { outcome: 'duplicate', seq: known } : { outcome: 'duplicate' };
        }
        enqueue.run(num, messageId, at, payload);
        const [entry] = appendLog(num, lastSeq, echoes, at);
        touch.run(seq, at, num);
        return entry === undefined ? { outcome: 'accepted' } : { outcome: 'accepted', entry };
      });
    },

    take: (id, { owner, now, leaseMs }) =>
      database.write(() => {
        const row = head.get(id);
        if (row === undefined) return undefined;
        if (row.owner !== null && row.owner !== owner && integer(row.lease_until) > now) return undefined;
        const attempts = integer(row.attempts) + 1;
        lease.run(owner, now + leaseMs, leaseMs, attempts, integer(row.num));
        const base = { conversation: conversationOf(row), version: integer(row.version), state: stateOf(row.state) };
        return nextTurn(row, { ...base, owner, attempts });
      }),

    async commit(turn, { state, awaiting, replies, jobs: newJobs, at }) {
      const json = JSON.stringify(state);
      const rows = logRows(replies);
      const work = jobRows(newJobs);
      return database.write(() => {
        const { owner } = turn;
        const row = held.get(turn.conversation.id);
        if (row?.owner !== owner || row.version !== turn.version) return { ok: false, reason: 'lease-lost' };
        const num = integer(row.num);
        const [mine, following] = firstTwo.all(num);
        if (mine?.message_id !== turn.messageId) return { ok: false, reason: 'lease-lost' };
        dequeue.run(integer(mine.num));
        const lastSeq = integer(row.last_seq);
        const entries = appendLog(num, lastSeq, rows, at);
        jobs.insertRows(work);
        const version = turn.version + 1;
        const seq = lastSeq + rows.length;
        if (following === undefined) {
          settle.run(json, awaiting, version, seq, at, null, 0, 0, num);
          return { ok: true, entries };
        }
        settle.run(json, awaiting, version, seq, at, owner, at + integer(row.lease_ms), 1, num);
        const { conversation } = turn;
        return { ok: true, entries, next: nextTurn(following, { conversation, version, state, owner, attempts: 1 }) };
      });
    },

    async release({ conversation, owner, version }: Turn) {
      await database.write(() => {
        letGo.run(conversation.id, owner, version);
      });
    },

    log: (id, afterSeq, limit = -1) => database.read(() => after.all(id, afterSeq, limit).map(entryOf)),

    async append(id, activities, newJobs, at) {
      const rows = logRows(activities);
      const work = jobRows(newJobs);
      return database.write(() => {
        const row = place.get(id);
        if (row === undefined) return [];
        const num = integer(row.num);
        const lastSeq = integer(row.last_seq);
        const entries = appendLog(num, lastSeq, rows, at);
        touch.run(lastSeq + rows.length, at, num);
        jobs.insertRows(work);
        return entries;
      });
    },

    waiting: (now, limit) => database.read(() => waiting.all(now, limit).map((row) => text(row.id))),

    async forget(before, limit) {
      return database.write(() => {
        const rows = inactive.all(before, limit);
        for (const row of rows) {
          const num = integer(row.num);
          for (const removal of removals) removal.run(num);
          remove.run(num);
        }
        return rows.length;
      });
    },
  };
}
