import type { Conversation, Conversations, LogEntry, Turn } from '../store.ts';
import { awaitingOf, conversationOf, entryOf, type LogRow, logRows, nextTurn, stateOf } from './conversation-rows.ts';
import { conversationStatements } from './conversation-statements.ts';
import type { Database } from './database.ts';
import { jobRows, type SqliteJobs } from './jobs.ts';
import { hourOf, integer, type Row, text } from './rows.ts';

type Lease = Parameters<Conversations['take']>[1];

export function sqliteConversations(database: Database, jobs: SqliteJobs): Conversations {
  const sql = conversationStatements(database);

  function appendLog(num: number, lastSeq: number, rows: readonly LogRow[], at: number): LogEntry[] {
    return rows.map(({ activity, json }, index) => {
      const seq = lastSeq + index + 1;
      sql.markPlace.run(num, seq, sql.writeLog.run(num, seq, at, json).lastInsertRowid);
      return { seq, activity, at };
    });
  }

  /** Takes the lease with the first message. `fresh`: only that message, and only if nobody holds the conversation. */
  function takeFirst(id: string, { owner, now, leaseMs }: Lease, fresh?: string): Turn | undefined {
    const row = sql.head.get(id);
    if (row === undefined) return undefined;
    const isHeld = typeof row.until === 'number' && row.until > now;
    if (isHeld && (fresh !== undefined || row.owner !== owner)) return undefined;
    if (fresh !== undefined && row.message_id !== fresh) return undefined;
    const attempts = typeof row.attempts === 'number' ? row.attempts + 1 : 1;
    sql.lease.run(integer(row.num), owner, now + leaseMs, leaseMs, attempts);
    const base = { conversation: conversationOf(row), version: integer(row.version), state: stateOf(row.state) };
    return nextTurn(row, { ...base, owner, attempts });
  }

  const lastSeqOf = (num: number): number => integer(sql.lastSeq.get(num)?.last_seq);

  /** Keeps the hour of the last activity, for retention; most of the time there is nothing to do. */
  function keepHour(num: number, { active_hour: known }: Row, at: number): void {
    const hour = hourOf(at);
    if (known !== hour) sql.moveHour.run(hour, num);
  }

  return {
    create: ({ id, channel, person, locale, createdAt, origin }: Conversation) =>
      database.write(() => {
        const hour = hourOf(createdAt);
        return sql.insert.run(id, channel, person, locale, createdAt, origin ?? null, createdAt, hour).changes !== 0;
      }),

    get: (id) =>
      database.read(() => {
        const row = sql.byId.get(id);
        if (row === undefined) return undefined;
        return { ...conversationOf(row), awaiting: awaitingOf(row.awaiting), lastSeq: integer(row.last_seq) };
      }),

    async accept(id, { messageId, activity, echo, at }, lease) {
      const payload = JSON.stringify(activity);
      const echoes = echo === undefined ? [] : logRows([echo]);
      return database.write(() => {
        const row = sql.place.get(id);
        if (row === undefined) return { outcome: 'unknown-conversation' };
        const num = integer(row.num);
        const lastSeq = lastSeqOf(num);
        if (sql.remember.run(num, messageId, echoes.length === 0 ? null : lastSeq + 1).changes === 0) {
          const known = sql.remembered.get(num, messageId)?.ref;
          return typeof known === 'number' ? { outcome: 'duplicate', seq: known } : { outcome: 'duplicate' };
        }
        sql.enqueue.run(num, messageId, at, payload);
        const [entry] = appendLog(num, lastSeq, echoes, at);
        const turn = lease && takeFirst(id, { ...lease, now: at }, messageId);
        return { outcome: 'accepted', ...(entry && { entry }), ...(turn && { turn }) };
      });
    },

    take: (id, lease) => database.write(() => takeFirst(id, lease)),

    async commit(turn, { state, awaiting, replies, jobs: newJobs, at }) {
      const json = JSON.stringify(state);
      const rows = logRows(replies);
      const work = jobRows(newJobs);
      return database.write(() => {
        const { owner } = turn;
        const row = sql.held.get(turn.conversation.id);
        if (row?.owner !== owner || row.version !== turn.version) return { ok: false, reason: 'lease-lost' };
        const num = integer(row.num);
        const [mine, following] = sql.firstTwo.all(num);
        if (mine?.message_id !== turn.messageId) return { ok: false, reason: 'lease-lost' };
        sql.dequeue.run(integer(mine.num));
        const entries = appendLog(num, lastSeqOf(num), rows, at);
        jobs.insertRows(work);
        const version = turn.version + 1;
        const activeAt = Math.max(at, integer(row.active_at), integer(mine.received_at));
        sql.settle.run(awaiting, version, json, activeAt, num);
        keepHour(num, row, activeAt);
        if (following === undefined) {
          sql.endLease.run(num);
          return { ok: true, entries };
        }
        const leaseMs = integer(row.duration);
        sql.lease.run(num, owner, at + leaseMs, leaseMs, 1);
        const { conversation } = turn;
        return { ok: true, entries, next: nextTurn(following, { conversation, version, state, owner, attempts: 1 }) };
      });
    },

    renew: ({ conversation, owner, version }, { now, leaseMs }) =>
      database.write(() => sql.renew.run(now + leaseMs, leaseMs, conversation.id, version, owner).changes !== 0),

    async release({ conversation, owner, version }: Turn, { counted } = { counted: true }) {
      await database.write(() => {
        sql.letGo.run(conversation.id, version, owner, counted ? 0 : 1);
      });
    },

    log: (id, afterSeq, limit = -1) => database.read(() => sql.logAfter.all(afterSeq, id, limit).map(entryOf)),

    heads: (ids) =>
      database.read(
        () => new Map(sql.heads.all(JSON.stringify(ids)).map((row) => [text(row.id), integer(row.last_seq)])),
      ),

    async append(id, activities, newJobs, at) {
      const rows = logRows(activities);
      const work = jobRows(newJobs);
      return database.write(() => {
        const row = sql.place.get(id);
        if (row === undefined) return [];
        const num = integer(row.num);
        const entries = appendLog(num, lastSeqOf(num), rows, at);
        const active = sql.activity.get(num) ?? {};
        const activeAt = Math.max(at, integer(active.active_at));
        sql.touch.run(activeAt, num);
        keepHour(num, active, activeAt);
        jobs.insertRows(work);
        return entries;
      });
    },

    async replaceEcho(id, messageId, echo) {
      const json = JSON.stringify(echo);
      return database.write(() => sql.replaceEcho.run(id, messageId, json).changes !== 0);
    },

    waiting: (now, limit) => database.read(() => sql.waiting.all(now, limit).map((row) => text(row.id))),

    async forget(before, limit) {
      return database.erase(limit, () => {
        const rows = sql.inactive.all(hourOf(before), before, limit);
        for (const row of rows) {
          const num = integer(row.num);
          for (const removal of sql.removals) removal.run(num);
          sql.remove.run(num);
        }
        return rows.length;
      });
    },
  };
}
