import type { Directory } from '../accounts/directory.ts';
import type { Notices } from '../accounts/notices.ts';
import type { AuditJob } from '../audit/event.ts';
import { normaliseCurp } from '../curp/curp.ts';
import type { Links } from '../links/link.ts';
import type { MailJob } from '../mail/mail.ts';
import type { Jobs, Millis } from '../store/store.ts';
import { prepareApproval, type SentAgain } from './approval.ts';
import type { CaseEvent, CaseState, KnownCase } from './case.ts';
import type { CaseMove, Cases } from './cases.ts';
import { type LetterData, letterDataOf } from './letter-data.ts';
import { sameName } from './same-name.ts';
import { RefusalReason, readDocument, readLast4, readNote, staffId } from './staff.ts';
import { transition } from './transitions.ts';

/**
 * The institution's side of a letter case: somebody sees the papers, somebody else approves, or the petition is refused.
 * Nothing here changes an account: an approval sends the person a link, and the person sets the password (design,
 * section 4, rule 7). Staff neither see nor choose where it goes.
 */
export interface VisitDesk {
  /** The person came with the letter and an identification. `curp`: as it stands there; compared, never stored. */
  seePapers(act: Act & { document: string; last4: string; curp: string }): Promise<DeskAnswer>;
  /**
   * Somebody other than who saw the papers lets the petition through; the link goes to the new address. `note`: why, where
   * the account is in another name than the letter.
   */
  approve(act: Act & { note?: string | undefined }): Promise<DeskAnswer>;
  /** `reason`: a `RefusalReason`, which the person is told by mail. `note`: for the file; needed where it is `other`. */
  refuse(act: Act & { reason: string; note?: string | undefined }): Promise<DeskAnswer>;
  /** Ends a case whose deadline has passed. */
  expire(act: Act): Promise<DeskAnswer>;
  /** Sends the link of an approved case once more to the address of the case, at most once an hour. */
  sendLinkAgain(caseId: string): Promise<SentAgain>;
  /** The name on the account, where it is not the one in the letter. */
  otherName(known: KnownCase): Promise<string | undefined>;
}

export interface Act {
  readonly folio: string;
  /** The member of staff, in any spelling of one id. */
  readonly by: string;
}

export type DeskAnswer =
  /** `repeated`: the same person had done the same before; nothing happened this time. */
  | { readonly ok: true; readonly known: KnownCase; readonly repeated: boolean }
  | { readonly ok: false; readonly reason: DeskRefusal; readonly state?: CaseState };

/**
 * - `unknown`: no letter case has this folio.
 * - `staff-id`, `document`, `last4`, `curp`, `reason-text`, `note-text`: missing, or cannot be read.
 * - `curp-differs`: the identification is somebody else's, or was misread. `curp-not-compared`: it was not looked at.
 * - `name-differs`: the account is in another name than the letter, and nobody said why that is right.
 * - `impossible`: not from the state the case is in. `same-person`: saw the papers already.
 * - `no-account`, `frozen`, `email-taken`: the approval would lead nowhere; refuse the petition or clear that up first.
 * - `not-due`: the deadline has not passed. `superseded`: the account has changed since the approval.
 */
export type DeskRefusal =
  | 'unknown'
  | 'staff-id'
  | 'document'
  | 'last4'
  | 'curp'
  | 'reason-text'
  | 'note-text'
  | 'curp-differs'
  | 'curp-not-compared'
  | 'name-differs'
  | 'impossible'
  | 'same-person'
  | 'no-account'
  | 'frozen'
  | 'email-taken'
  | 'not-due'
  | 'superseded';

export interface VisitOptions {
  readonly cases: Cases;
  readonly accounts: Pick<Directory, 'find' | 'get'>;
  readonly links: Pick<Links, 'issue'>;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly mailJob: MailJob;
  readonly auditJob: AuditJob;
  readonly notices: Notices;
  readonly now: () => Millis;
  /** Hides what does not belong into a note of staff. */
  readonly mask: (text: string) => string;
  /** The page behind a `set-password` link. */
  readonly setPasswordUrl: (token: string) => string;
  /** How long such a link works. */
  readonly linkTtlMs: number;
  /** How long an approved case waits for the person to set the password. */
  readonly approvedTtlMs: number;
  readonly duration: (ms: number, locale: LetterData['locale']) => string;
  readonly reasonInWords: (reason: RefusalReason, locale: LetterData['locale']) => string;
}

/** A case at the desk, and who stands there. */
interface AtDesk {
  readonly known: KnownCase;
  readonly data: LetterData;
  readonly by: string;
}

type Denied = Extract<DeskAnswer, { ok: false }>;

export function createVisitDesk(options: VisitOptions): VisitDesk {
  const { cases, accounts, jobs, mailJob, auditJob, now } = options;
  const approval = prepareApproval(options);

  async function atDesk({ folio, by }: Act): Promise<AtDesk | Denied> {
    const staff = staffId(by);
    if (staff === undefined) return { ok: false, reason: 'staff-id' };
    const known = await cases.byFolio(folio);
    const data = known && letterDataOf(known.case);
    if (known === undefined || data === undefined) return { ok: false, reason: 'unknown' };
    return { known, data, by: staff };
  }

  /** What the case's state and its history say to an event, before anything is prepared for it. */
  function tried({ known, by }: AtDesk, event: CaseEvent): Denied | { repeated: boolean } {
    const moved = transition(known.case, { event, eventId: eventIdOf(event, by), at: now(), by });
    return moved.ok ? { repeated: moved.repeated } : deskRefusal(moved);
  }

  async function act(at: AtDesk, event: CaseEvent, change: Partial<CaseMove> = {}): Promise<DeskAnswer> {
    const { known, by } = at;
    const moved = await cases.move(known.id, { ...change, event, eventId: eventIdOf(event, by), at: now(), by });
    if (!moved.ok) return denied(at, event, deskRefusal(moved));
    return { ok: true, known: { id: known.id, case: moved.case }, repeated: moved.repeated };
  }

  /** Attempts that were refused are written down as well: they are how an abuse of the desk begins. */
  async function denied({ known, by }: AtDesk, event: CaseEvent, answer: Denied): Promise<Denied> {
    const at = now();
    const { folio, procedure, portal } = known.case;
    const id = `case.denied:${known.id}:${event}:${by}:${at}`;
    const reason = `${event}:${answer.reason}`;
    await jobs.add([
      auditJob({ id, name: 'case.refused', at, procedure, portal, caseId: known.id, folio, reason, by }),
    ]);
    return answer;
  }

  function noteOf(text: string | undefined): string | undefined {
    const note = readNote(text ?? '');
    return note === undefined ? undefined : options.mask(note);
  }

  return {
    async seePapers({ document: documentText, last4: last4Text, curp, ...who }) {
      const at = await atDesk(who);
      if ('ok' in at) return at;
      const document = readDocument(documentText);
      if (document === undefined) return { ok: false, reason: 'document' };
      const last4 = readLast4(last4Text);
      if (last4 === undefined) return { ok: false, reason: 'last4' };
      const stated = normaliseCurp(curp);
      if (stated === '') return { ok: false, reason: 'curp' };
      if (stated !== at.data.curp) return denied(at, 'see-papers', { ok: false, reason: 'curp-differs' });
      return act(at, 'see-papers', { data: { document, documentLast4: last4, curpCompared: 'yes' } });
    },

    async approve({ note: text, ...who }) {
      const at = await atDesk(who);
      if ('ok' in at) return at;
      const possible = tried(at, 'approve');
      if ('ok' in possible) return denied(at, 'approve', possible);
      if (possible.repeated) return { ok: true, known: at.known, repeated: true };
      if (at.known.case.data.curpCompared !== 'yes') {
        return denied(at, 'approve', { ok: false, reason: 'curp-not-compared' });
      }
      const prepared = await approval.prepare(at.known, at.data);
      if (!prepared.ok) return denied(at, 'approve', prepared);
      if (!prepared.nameDiffers) return act(at, 'approve', prepared.change);
      const note = noteOf(text);
      if (note === undefined) return denied(at, 'approve', { ok: false, reason: 'name-differs' });
      return act(at, 'approve', { ...prepared.change, reason: 'name-differs', note });
    },

    async refuse({ reason: text, note: noteText, ...who }) {
      const at = await atDesk(who);
      if ('ok' in at) return at;
      const { data: reason } = RefusalReason.safeParse(text);
      if (reason === undefined) return { ok: false, reason: 'reason-text' };
      const note = noteOf(noteText);
      if (note === undefined && (reason === 'other' || given(noteText))) return { ok: false, reason: 'note-text' };
      const { folio, portal } = at.known.case;
      const { email: to, locale } = at.data;
      const params = { folio, reason: options.reasonInWords(reason, locale) };
      const id = `mail:letter-refused:${at.known.id}`;
      const mail = mailJob({ id, to, portal, template: 'letter-refused', params, locale, at: now() });
      return act(at, 'refuse', { reason, note, jobs: [mail] });
    },

    async expire(who) {
      const at = await atDesk(who);
      if ('ok' in at) return at;
      const { deadlineAt } = at.known.case;
      const possible = tried(at, 'expire');
      if ('ok' in possible) return denied(at, 'expire', possible);
      if (!possible.repeated && (deadlineAt === undefined || now() <= deadlineAt)) {
        return denied(at, 'expire', { ok: false, reason: 'not-due', state: at.known.case.state });
      }
      return act(at, 'expire');
    },

    async sendLinkAgain(caseId) {
      const known = await cases.get(caseId);
      const data = known && letterDataOf(known.case);
      if (known === undefined || data === undefined || known.case.state !== 'approved') {
        return { ok: false, reason: 'impossible' };
      }
      return approval.again(known, data);
    },

    async otherName(known) {
      const data = letterDataOf(known.case);
      const found = data && (await accounts.find({ portal: known.case.portal, curp: data.curp }));
      if (data === undefined || found === undefined) return undefined;
      return sameName(data.fullName, found.account.name) ? undefined : found.account.name;
    },
  };
}

const given = (text: string | undefined): boolean => text !== undefined && text.trim() !== '';

/** The same act of the same person counts once; another person's is another. */
const eventIdOf = (event: CaseEvent, by: string) => `desk:${event}:${by}`;

function deskRefusal(moved: { readonly reason: string; readonly state?: CaseState }): Denied {
  if (moved.reason === 'unknown') return { ok: false, reason: 'unknown' };
  const reason = moved.reason === 'same-person' ? 'same-person' : 'impossible';
  return { ok: false, reason, ...(moved.state === undefined ? {} : { state: moved.state }) };
}
