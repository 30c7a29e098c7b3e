import type { Database } from './database.ts';
import { LIMIT } from './rows.ts';

/** The statements of conversations, prepared once. */
export function conversationStatements({ prepare }: Database) {
  return {
    insert: prepare(
      `INSERT INTO conversations (id, channel, person, locale, created_at, origin, active_at, active_hour)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    ),
    byId: prepare(
      'SELECT id, channel, person, locale, created_at, origin, awaiting, last_seq FROM conversations WHERE id = ?',
    ),
    place: prepare('SELECT num, last_seq, active_hour FROM conversations WHERE id = ?'),
    touch: prepare('UPDATE conversations SET last_seq = ?, active_at = ? WHERE num = ?'),
    moveHour: prepare('UPDATE conversations SET active_hour = ? WHERE num = ?'),

    remember: prepare('INSERT INTO messages (conversation, message_id, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    remembered: prepare('SELECT seq FROM messages WHERE conversation = ? AND message_id = ?'),
    enqueue: prepare('INSERT INTO inbox (conversation, message_id, received_at, activity) VALUES (?, ?, ?, ?)'),
    firstTwo: prepare(
      'SELECT num, message_id, received_at, activity FROM inbox WHERE conversation = ? ORDER BY num LIMIT 2',
    ),
    dequeue: prepare('DELETE FROM inbox WHERE num = ?'),

    head: prepare(
      `SELECT c.num, c.id, c.channel, c.person, c.locale, c.created_at, c.origin, c.version, s.state,
              l.owner, l.until, l.attempts, i.message_id, i.received_at, i.activity
       FROM conversations c JOIN inbox i ON i.conversation = c.num
       LEFT JOIN states s ON s.conversation = c.num LEFT JOIN leases l ON l.conversation = c.num
       WHERE c.id = ? ORDER BY i.num LIMIT 1`,
    ),
    lease: prepare('REPLACE INTO leases (conversation, owner, until, duration, attempts) VALUES (?, ?, ?, ?, ?)'),
    held: prepare(
      `SELECT c.num, c.version, c.last_seq, c.active_hour, l.owner, l.duration
       FROM conversations c JOIN leases l ON l.conversation = c.num WHERE c.id = ?`,
    ),
    settle: prepare('UPDATE conversations SET awaiting = ?, version = ?, last_seq = ?, active_at = ? WHERE num = ?'),
    writeState: prepare(
      `INSERT INTO states (conversation, state) VALUES (?, ?)
       ON CONFLICT (conversation) DO UPDATE SET state = excluded.state`,
    ),
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

    heads: prepare('SELECT id, last_seq FROM conversations WHERE id IN (SELECT value FROM json_each(?))'),
    replaceEcho: prepare(
      `UPDATE log SET activity = ?3 WHERE (conversation, seq) IN (SELECT m.conversation, m.seq FROM messages m
       JOIN conversations c ON c.num = m.conversation WHERE c.id = ?1 AND m.message_id = ?2)`,
    ),
    writeLog: prepare('INSERT INTO log (conversation, seq, at, activity) VALUES (?, ?, ?, ?)'),
    logAfter: prepare(
      `SELECT l.seq, l.at, l.activity FROM conversations c JOIN log l ON l.conversation = c.num AND l.seq > ?
       WHERE c.id = ? ORDER BY l.seq ${LIMIT}`,
    ),

    inactive: prepare(
      `SELECT num FROM conversations WHERE active_hour <= ? AND active_at < ? ORDER BY active_hour ${LIMIT}`,
    ),
    removals: ['inbox', 'messages', 'log', 'leases', 'states'].map((table) =>
      prepare(`DELETE FROM ${table} WHERE conversation = ?`),
    ),
    remove: prepare('DELETE FROM conversations WHERE num = ?'),
  };
}
