import { z } from 'zod';
import { refusalReasons } from './refusal-reasons.ts';

/** What a person shows at the desk. */
export const PaperDocument = z.enum(['ine', 'passport']);
export type PaperDocument = z.infer<typeof PaperDocument>;

const STAFF_ID = /^[a-z0-9](?:[a-z0-9._@-]{0,62}[a-z0-9])?$/;

/**
 * One spelling of a member of staff, so that nobody becomes a second person by writing the name in another way:
 * letters without accents, digits, and `. _ @ -` between them. Undefined for anything else.
 */
export function staffId(text: string): string | undefined {
  const id = text.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase().replace(/\s+/g, '.');
  return STAFF_ID.test(id) ? id : undefined;
}

const DOCUMENT_WORDS: ReadonlyMap<string, PaperDocument> = new Map([
  ['ine', 'ine'],
  ['ife', 'ine'],
  ['pasaporte', 'passport'],
  ['passport', 'passport'],
]);

export const readDocument = (text: string): PaperDocument | undefined => DOCUMENT_WORDS.get(text.trim().toLowerCase());

/** The last four letters or digits of its number, in capitals: enough to find the copy in the file, no more. */
export function readLast4(text: string): string | undefined {
  const last4 = text.trim().toUpperCase();
  return /^[A-Z0-9]{4}$/.test(last4) ? last4 : undefined;
}

/** Why a petition is refused. */
export const RefusalReason = z.enum(refusalReasons);
export type RefusalReason = z.infer<typeof RefusalReason>;

const NOTE_MAX_CHARS = 200;

/** What staff writes down for the file, never to be sent: a line of plain text, long enough to say something. */
export function readNote(text: string): string | undefined {
  const note = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return /^\p{L}[^\p{Cc}\p{Cf}<>{}]{7,}$/u.test(note) && note.length <= NOTE_MAX_CHARS ? note : undefined;
}
