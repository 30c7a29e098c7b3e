import type { ServerResponse } from 'node:http';
import { allCases } from '../../../services/cases/all-cases.ts';
import type { Case, CaseState, KnownCase } from '../../../services/cases/case.ts';
import type { Cases } from '../../../services/cases/cases.ts';
import { DISAVOWAL_ID } from '../../../services/cases/disavowal.ts';
import type { LetterData } from '../../../services/cases/letter-data.ts';
import type { DeskAnswer, VisitDesk } from '../../../services/cases/visit.ts';
import type { Staff } from '../../../services/handoff/handoff.ts';
import type { Documents } from '../../../services/store/store.ts';
import { answerJson } from '../../http/answer.ts';
import { refuse } from '../../http/errors.ts';
import { readJson } from '../../http/json-body.ts';
import type { BodyLimits } from '../../http/read-body.ts';
import type { Route } from '../../http/route.ts';
import type { DeskContext, ReadStaffSession, StaffSession } from '../context.ts';
import { changing, reading } from '../guard.ts';
import { worksHere } from '../rights.ts';
import { CaseAct, type CaseLine, type CaseRefusedReason, type CaseView, caseActs, casesRoot } from './api-types.ts';
import { actsFor, caseLine, disavowalFor, letterFor, mayAct, petitionView } from './case-view.ts';
import { type DisavowalSources, disavowalView } from './disavowal-view.ts';

export interface CaseDeskOptions extends DisavowalSources {
  readonly staffSession: ReadStaffSession;
  readonly cases: Pick<Cases, 'byFolio' | 'get'>;
  readonly documents: Pick<Documents, 'list'>;
  readonly visits: VisitDesk;
  readonly audit: DeskContext['audit'];
  readonly now: () => number;
  readonly newId: () => string;
  readonly limits: BodyLimits;
  /** Who approves proved who they are no longer ago than this. */
  readonly againMs: number;
}

interface AtCase {
  readonly known: KnownCase;
  readonly data: LetterData;
  readonly session: StaffSession;
}

/** So many of each kind are shown at once; the rest is found by folio. */
const SHOWN = 100;
/** …and so many cases are looked through for them. */
const LOOKED_AT = 5_000;
const pending: ReadonlySet<CaseState> = new Set(['awaiting-visit', 'papers-seen', 'approved']);

/**
 * Petitions in person at the desk: found by folio, papers seen by one person, approved by another. Accounts that somebody
 * stopped with "no fui yo" are found and shown in the same way.
 */
export function caseDeskRoutes(options: CaseDeskOptions): Route[] {
  const { staffSession, limits } = options;
  const acts = CaseAct.options.map((act): Route => {
    const handle = changing({ staffSession }, async (request, response, { folio = '' }, session) => {
      const body = await readJson<unknown>(request, caseActs[act], limits);
      if (!body.ok) return refuse(response, body.code);
      const at = await caseFor(folio, session, options);
      if (at === undefined) return answerRefused(response, 'unknown');
      const refused = await forbidden(act, at, options);
      if (refused !== undefined) return answerRefused(response, refused);
      const done = await perform(act, body.value, at, options);
      if (!done.ok) return answerRefused(response, done.reason, done.state);
      answerJson(response, 200, await petition({ ...at, known: done.known }, options));
    });
    return { method: 'POST', path: `${casesRoot}/:folio/${act}`, handle };
  });
  return [
    {
      method: 'GET',
      path: casesRoot,
      handle: reading({ staffSession }, async (_request, response, _params, { staff }) => {
        if (!worksHere(staff)) return answerRefused(response, 'not-allowed');
        answerJson(response, 200, { cases: await pendingFor(staff, options) });
      }),
    },
    {
      method: 'GET',
      path: `${casesRoot}/:folio`,
      handle: reading({ staffSession }, async (_request, response, { folio = '' }, session) => {
        const shown = await viewOf(folio, session, options);
        if (shown === undefined) return answerRefused(response, 'unknown');
        answerJson(response, 200, shown);
      }),
    },
    ...acts,
  ];
}

async function caseFor(folio: string, session: StaffSession, { cases }: CaseDeskOptions): Promise<AtCase | undefined> {
  const known = await cases.byFolio(folio);
  const data = known && letterFor(session.staff, known.case);
  return known && data && { known, data, session };
}

/** What staff sees of a case, written down as a look at it. Undefined for what is not theirs, or not for the desk. */
async function viewOf(folio: string, session: StaffSession, options: CaseDeskOptions): Promise<CaseView | undefined> {
  const known = await options.cases.byFolio(folio);
  if (known === undefined) return undefined;
  const { staff } = session;
  const [data, disavowal] = [letterFor(staff, known.case), disavowalFor(staff, known.case)];
  if (data === undefined && disavowal === undefined) return undefined;
  await note('desk.case-viewed', { known, session }, options);
  if (data !== undefined) return petition({ known, data, session }, options);
  return disavowal && disavowalView(known.case, disavowal, staff, options);
}

/** A petition as this member of staff sees it. */
async function petition({ known, data, session: { staff } }: AtCase, { visits, now }: CaseDeskOptions) {
  const decides = actsFor(known.case, staff, now()).includes('approve');
  const otherName = decides ? await visits.otherName(known) : undefined;
  return petitionView(known.case, data, staff, now(), otherName);
}

/** What the rules of the desk refuse before the case is asked; attempts beyond one's part are for the auditor. */
async function forbidden(act: CaseAct, at: AtCase, options: CaseDeskOptions): Promise<CaseRefusedReason | undefined> {
  const { staff, authenticatedAt } = at.session;
  if (!mayAct(staff, act)) {
    await note('desk.refused', at, options, `${act}:not-allowed`);
    return 'not-allowed';
  }
  return act === 'approve' && options.now() - authenticatedAt > options.againMs ? 'reauthenticate' : undefined;
}

async function perform(act: CaseAct, body: unknown, at: AtCase, options: CaseDeskOptions): Promise<DeskAnswer> {
  const { visits } = options;
  const who = { folio: at.known.case.folio, by: at.session.staff.id };
  switch (act) {
    case 'papers':
      return visits.seePapers({ ...who, ...caseActs.papers.parse(body) });
    case 'approve':
      return visits.approve({ ...who, ...caseActs.approve.parse(body) });
    case 'refuse':
      return visits.refuse({ ...who, ...caseActs.refuse.parse(body) });
    case 'expire':
      return visits.expire(who);
    case 'link':
      return linkAgain(at, options);
  }
}

async function linkAgain(at: AtCase, options: CaseDeskOptions): Promise<DeskAnswer> {
  const { known } = at;
  const sent = await options.visits.sendLinkAgain(known.id);
  if (!sent.ok) return { ok: false, reason: sent.reason, state: known.case.state };
  await note('desk.link-again', at, options);
  return { ok: true, known, repeated: false };
}

async function note(
  name: 'desk.case-viewed' | 'desk.link-again' | 'desk.refused',
  { known, session }: Pick<AtCase, 'known' | 'session'>,
  { audit, now, newId }: CaseDeskOptions,
  reason?: string,
): Promise<void> {
  const { folio, portal, procedure } = known.case;
  const event = { id: `${name}:${newId()}`, name, at: now(), by: session.staff.id, caseId: known.id };
  await audit({ ...event, folio, portal, procedure, ...(reason !== undefined && { reason }) });
}

async function pendingFor(staff: Staff, { documents }: CaseDeskOptions): Promise<CaseLine[]> {
  const waits = (given: Case) => pending.has(given.state) && letterFor(staff, given) !== undefined;
  const petitions = await casesThat(waits, allCases(documents));
  const order: readonly CaseState[] = ['papers-seen', 'awaiting-visit', 'approved'];
  petitions.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.changedAt - a.changedAt);
  const stands = (given: Case) => given.state === 'open' && disavowalFor(staff, given) !== undefined;
  const disavowals = await casesThat(stands, allCases(documents, DISAVOWAL_ID));
  disavowals.sort((a, b) => b.changedAt - a.changedAt);
  return [
    ...petitions.slice(0, SHOWN).map((given) => caseLine('petition', given, staff)),
    ...disavowals.slice(0, SHOWN).map((given) => caseLine('disavowal', given, staff)),
  ];
}

async function casesThat(wanted: (given: Case) => boolean, cases: AsyncIterable<KnownCase>): Promise<Case[]> {
  const found: Case[] = [];
  let looked = 0;
  for await (const { case: given } of cases) {
    if (wanted(given)) found.push(given);
    looked += 1;
    if (looked >= LOOKED_AT) break;
  }
  return found;
}

const statuses: Partial<Record<CaseRefusedReason, number>> = { unknown: 404, 'not-allowed': 403, reauthenticate: 403 };

function answerRefused(response: ServerResponse, refused: CaseRefusedReason, state?: CaseState): void {
  answerJson(response, statuses[refused] ?? 409, { refused, ...(state && { state }) });
}
