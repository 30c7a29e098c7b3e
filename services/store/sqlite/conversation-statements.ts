import type { Database } from './database.ts';
import { LIMIT } from './rows.ts';

/** Of the conversation `num`: how many entries its log has. */
const lastSeqOf = (num: string) =>
  `(SELECT coalesce(max(mark), 0) FROM marks WHERE conversation = ${num} AND ${IS_PLACE})`;

/** Whether a mark is the place of an entry, not the id of a message: integers sort before texts. */
export const IS_PLACE = "mark < ''";

/** The statements of conversations, prepared once. */
export function conversationStatements({ prepare }: Database) {
  return {
    insert: prepare(
      `INSERT INTO conversations (id, channel, person, locale, created_at, origin, active_at, active_hour)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    ),
    byId: prepare(
      `SELECT id, channel, person, locale, created_at, origin, awaiting, ${lastSeqOf('num')} AS last_seq
       FROM conversations WHERE id = ?`,
    ),
    // From the index alone, without the row.
    place: prepare('SELECT num FROM conversations WHERE id = ?'),
    lastSeq: prepare(`SELECT ${lastSeqOf('?')} AS last_seq`),
    activity: prepare('SELECT active_at, active_hour FROM conversations WHERE num = ?'),
    touch: prepare('UPDATE conversations SET active_at = ? WHERE num = ?'),
    moveHour: prepare('UPDATE conversations SET active_hour = ? WHERE num = ?'),

    remember: prepare('INSERT INTO marks (conversation, mark, ref) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    remembered: prepare('SELECT ref FROM marks WHERE conversation = ? AND mark = ?'),
    enqueue: prepare('INSERT INTO inbox (conversation, message_id, received_at, activity) VALUES (?, ?, ?, ?)'),
    firstTwo: prepare(
      'SELECT num, message_id, received_at, activity FROM inbox WHERE conversation = ? ORDER BY num LIMIT 2',
    ),
    dequeue: prepare('DELETE FROM inbox WHERE num = ?'),

    head: prepare(
      `SELECT c.num, c.id, c.channel, c.person, c.locale, c.created_at, c.origin, c.version, c.state,
              l.owner, l.until, l.attempts, i.message_id, i.received_at, i.activity
       FROM conversations c JOIN inbox i ON i.conversation = c.num
       LEFT JOIN leases l ON l.conversation = c.num WHERE c.id = ? ORDER BY i.num LIMIT 1`,
    ),
    lease: prepare('REPLACE INTO leases (conversation, owner, until, duration, attempts) VALUES (?, ?, ?, ?, ?)'),
    held: prepare(
      `SELECT c.num, c.version, c.active_at, c.active_hour, l.owner, l.duration
       FROM conversations c JOIN leases l ON l.conversation = c.num WHERE c.id = ?`,
    ),
    settle: prepare('UPDATE conversations SET awaiting = ?, version = ?, state = ?, active_at = ? WHERE num = ?'),
    endLease: prepare('DELETE FROM leases WHERE conversation = ?'),
    // Keeps the attempts, which belong to the message that stays.
    letGo: prepare(
      `UPDATE leases SET owner = NULL, until = 0, attempts = attempts - ?4
       WHERE conversation = (SELECT num FROM conversations WHERE id = ?1 AND version = ?2) AND owner = ?3`,
    ),
    renew: prepare(
      `UPDATE leases SET until = ?, duration = ?
       WHERE conversation = (SELECT num FROM conversations WHERE id = ? AND version = ?) AND owner = ?`,
    ),
    waiting: prepare(
      `SELECT c.id FROM (SELECT DISTINCT conversation FROM inbox) w JOIN conversations c ON c.num = w.conversation
       LEFT JOIN leases l ON l.conversation = c.num WHERE coalesce(l.until, 0) <= ? ${LIMIT}`,
    ),

    heads: prepare(
      `SELECT id, ${lastSeqOf('num')} AS last_seq FROM conversations WHERE id IN (SELECT value FROM json_each(?))`,
    ),
    replaceEcho: prepare(
      `UPDATE log SET activity = ?3 WHERE num = (SELECT place.ref FROM conversations c
       JOIN marks message ON message.conversation = c.num AND message.mark = ?2
       JOIN marks place ON place.conversation = c.num AND place.mark = message.ref WHERE c.id = ?1)`,
    ),
    writeLog: prepare('INSERT INTO log (conversation, seq, at, activity) VALUES (?, ?, ?, ?)'),
    // A number is bound as a real one, and a column of any type would keep it so.
    markPlace: prepare('INSERT INTO marks (conversation, mark, ref) VALUES (?, CAST(? AS INTEGER), ?)'),
    logAfter: prepare(
      `SELECT l.seq, l.at, l.activity FROM conversations c
       JOIN marks m ON m.conversation = c.num AND m.mark > ? AND m.${IS_PLACE} JOIN log l ON l.num = m.ref
       WHERE c.id = ? ORDER BY m.mark ${LIMIT}`,
    ),

    inactive: prepare(
      `SELECT num FROM conversations WHERE active_hour <= ?1 AND active_at < ?2
       AND NOT EXISTS (SELECT 1 FROM inbox WHERE conversation = conversations.num AND received_at >= ?2)
       ORDER BY active_hour LIMIT (?3 + 0)`,
    ),
    removals: [
      prepare(`DELETE FROM log WHERE num IN (SELECT ref FROM marks WHERE conversation = ? AND ${IS_PLACE})`),
      ...['marks', 'inbox', 'leases'].map((table) => prepare(`DELETE FROM ${table} WHERE conversation = ?`)),
    ],
    remove: prepare('DELETE FROM conversations WHERE num = ?'),
  };
}
