import { createHash } from 'node:crypto';
import type { StoreRecord, Transfer } from '../../services/store/transfer/transfer.ts';

/**
 * What a year of conversations leaves behind: each with its state, three messages, six entries in the log, a document with
 * a name, and a job that is done. About 4 KiB each on the disk. Their last activity is spread over `spreadMs` before `now`.
 */
export interface Filling {
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly spreadMs: number;
}

const PART = 2_000;

/** The id of the stored conversation with this number: as scattered as the product's own. */
export const storedId = (number: number): string =>
  createHash('sha256').update(`conversation ${number}`).digest('base64url').slice(0, 22);

/** Writes the conversations from number `from` up to before `to`. */
export async function fill(transfer: Pick<Transfer, 'write'>, { from, to, now, spreadMs }: Filling): Promise<void> {
  let part: StoreRecord[] = [];
  for (let number = from; number < to; number += 1) {
    part.push(...recordsOf(number, now - (spreadMs * scattered(number)) / 1_000));
    if (part.length < PART && number + 1 < to) continue;
    await transfer.write(part);
    part = [];
  }
}

/** 0 to 999, the same for the same number, and in no order. */
const scattered = (number: number) => (number * 619) % 1_000;

function recordsOf(number: number, activeAt: number): StoreRecord[] {
  const id = storedId(number);
  const at = Math.floor(activeAt);
  const messages = [2, 4, 6].map((seq) => ({ messageId: `${id}-${seq}`, seq }));
  return [
    {
      what: 'conversation',
      conversation: { id, channel: 'web-chat', person: id, locale: 'es-MX', createdAt: at },
      activeAt: at,
      awaiting: 'text',
      version: 3,
      lastSeq: 6,
      state,
      attempts: 0,
      inbox: [],
    },
    { what: 'messages', conversationId: id, messages },
    {
      what: 'log',
      conversationId: id,
      entries: Array.from({ length: 6 }, (_, index) => ({ seq: index + 1, at, activity })),
    },
    {
      what: 'document',
      kind: 'bench-case',
      id,
      version: 3,
      value: state,
      keys: [`case:${id}`],
      expiresAt: at + 30 * 24 * 60 * 60_000,
    },
    { what: 'job', id: `mail:${id}`, kind: 'mail', dueAt: at, attempts: 1, doneAt: at },
  ];
}

const words = 'Escribe el correo nuevo de tu cuenta. Tiene que ser uno que puedas abrir ahora. ';
const state = JSON.stringify({ procedure: 'impi-efirma', step: 'email', sealed: words.repeat(10) });
const activity = JSON.stringify({ type: 'message', text: words.repeat(3), from: { role: 'bot' } });
