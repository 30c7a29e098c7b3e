import { Portal } from '../../services/accounts/portal.ts';
import { placesOf } from '../../services/handoff/board-line.ts';
import type { Staff } from '../../services/handoff/handoff.ts';
import { answerJson, answerText } from '../http/answer.ts';
import { refuse } from '../http/errors.ts';
import { readJson } from '../http/json-body.ts';
import { queryOf, type Route } from '../http/route.ts';
import { noteRefusal } from './act.ts';
import { actRoutes, within } from './acts.ts';
import { answerRefused } from './answers.ts';
import {
  type Agents,
  type CannedAnswers,
  type Me,
  type Notices,
  PutCanned,
  type Queue,
  QueueView,
} from './api-types.ts';
import { type DeskContext, type ReportQuery, root } from './context.ts';
import { changing, reading, type StaffHandler } from './guard.ts';
import { queueItem } from './queue-item.ts';
import { reportCsv } from './report-csv.ts';
import { isSupervisor, mayRead, mayReport, maySee, worksHere } from './rights.ts';
import { viewOf } from './view.ts';

/** The desk's API, without its stream (`stream.ts`). */
export function deskRoutes(context: DeskContext): Route[] {
  const get = (path: string, handle: StaffHandler): Route => ({
    method: 'GET',
    path: `${root}${path}`,
    handle: reading(context, handle),
  });
  return [
    get('/me', me(context)),
    get('/handoffs', queue(context)),
    get('/handoffs/:id', conversation(context)),
    get('/agents', agents(context)),
    get('/notices', notices(context)),
    get('/canned', canned(context)),
    { method: 'PUT', path: `${root}/canned`, handle: changing(context, putCanned(context)) },
    get('/report', report(context, 'json')),
    get('/report.csv', report(context, 'csv')),
    ...actRoutes(context),
  ];
}

const me =
  (context: DeskContext): StaffHandler =>
  async (_request, response, _params, { staff, csrf }) => {
    await context.staff.seen(staff);
    const { deskMessageMaxChars, deskNoteMaxChars, deskSnoozeMaxMs } = context.limits;
    answerJson(response, 200, {
      staff,
      csrf,
      now: context.now(),
      limits: { messageMaxChars: deskMessageMaxChars, noteMaxChars: deskNoteMaxChars, snoozeMaxMs: deskSnoozeMaxMs },
    } satisfies Me);
  };

const queue =
  (context: DeskContext): StaffHandler =>
  async (request, response, _params, { staff }) => {
    const view = QueueView.safeParse(queryOf(request, 'view') ?? 'queue');
    if (!view.success) return refuse(response, 'BadRequest');
    if (!worksHere(staff)) return answerRefused(response, 'not-allowed');
    const [lines, now] = [await context.handoffs.list(), context.now()];
    const shown = lines.filter(({ row }) => {
      if (!maySee(staff, row)) return false;
      if (view.data === 'mine') return row.assignee?.id === staff.id && row.state !== 'closed';
      return view.data === 'all' || row.state === 'queued' || row.state === 'promised';
    });
    const places = placesOf(lines);
    const items = shown.map((line) => queueItem(line, { place: places.get(line.id), now, sla: context.sla }));
    items.sort((a, b) => a.requestedAt - b.requestedAt);
    answerJson(response, 200, { items, now } satisfies Queue);
  };

const conversation =
  (context: DeskContext): StaffHandler =>
  async (_request, response, { id = '' }, { staff }) => {
    const known = await context.handoffs.get(id);
    if (!known || !maySee(staff, known.handoff)) {
      if (known) await noteRefusal(context, staff, known, 'view:not-allowed');
      return answerRefused(response, 'unknown');
    }
    if (!mayRead(staff, known.handoff)) {
      await noteRefusal(context, staff, known, 'view:not-yours');
      return answerRefused(response, 'not-yours');
    }
    if (known.handoff.assignee?.id !== staff.id && !(await context.views.granted(staff.id, id))) {
      const limited = await within({ context, staff }, 'desk-view');
      if (limited) return answerRefused(response, 'limited', { retryAt: limited.retryAt });
      await noteView(context, staff, id);
      await context.views.grant(staff.id, id);
    }
    answerJson(response, 200, await viewOf(known, staff, context));
  };

/** Reading what is not one's own is part of the work, and of the audit trail. */
async function noteView(context: DeskContext, staff: Staff, handoffId: string): Promise<void> {
  const id = `handoff.viewed:${context.newId()}`;
  await context.audit({ id, name: 'handoff.viewed', at: context.now(), by: staff.id, handoffId });
}

/** Somebody whose page was open in the last minutes. */
const onlineMs = 10 * 60_000;

const agents =
  (context: DeskContext): StaffHandler =>
  async (_request, response, _params, { staff }) => {
    if (!worksHere(staff)) return answerRefused(response, 'not-allowed');
    const [seen, lines] = await Promise.all([context.staff.list(), context.handoffs.list()]);
    const open = lines.filter(({ row }) => row.state === 'assigned' || row.state === 'snoozed');
    const shown = seen.filter(worksHere).map(({ id, name, at }) => ({
      id,
      name,
      online: context.now() - at < onlineMs,
      assigned: open.filter(({ row }) => row.assignee?.id === id).length,
    }));
    answerJson(response, 200, { agents: shown } satisfies Agents);
  };

const notices =
  (context: DeskContext): StaffHandler =>
  async (_request, response, _params, { staff }) => {
    if (!isSupervisor(staff)) return answerRefused(response, 'not-allowed');
    const list = await context.notices.list();
    answerJson(response, 200, { notices: list } satisfies Notices);
  };

const canned =
  (context: DeskContext): StaffHandler =>
  async (_request, response, _params, { staff }) => {
    if (!worksHere(staff)) return answerRefused(response, 'not-allowed');
    const { version, answers } = await context.canned.read();
    answerJson(response, 200, { version, answers: [...answers] } satisfies CannedAnswers);
  };

const putCanned =
  (context: DeskContext): StaffHandler =>
  async (request, response, _params, { staff }) => {
    const limits = { maxBytes: context.limits.requestMaxBytes, timeoutMs: context.limits.bodyTimeoutMs };
    const body = await readJson(request, PutCanned, limits);
    if (!body.ok) return refuse(response, body.code);
    if (!isSupervisor(staff)) return answerRefused(response, 'not-allowed');
    const saved = await context.canned.save(body.value, staff.id);
    if (!saved.ok) return answerRefused(response, saved.reason, saved.id === undefined ? {} : { id: saved.id });
    answerJson(response, 200, {
      version: saved.saved.version,
      answers: [...saved.saved.answers],
    } satisfies CannedAnswers);
  };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const maxDays = 92;

const report =
  (context: DeskContext, form: 'json' | 'csv'): StaffHandler =>
  async (request, response, _params, { staff }) => {
    if (!mayReport(staff)) return answerRefused(response, 'not-allowed');
    const query = readQuery((name) => queryOf(request, name));
    if (!query) return refuse(response, 'BadRequest');
    const figures = await context.report(query);
    if (form === 'json') return answerJson(response, 200, figures);
    const name = `recupera-${query.from}-${query.to}.csv`;
    answerText(response, 200, reportCsv(figures), 'text/csv; charset=utf-8', {
      'content-disposition': `attachment; filename="${name}"`,
    });
  };

function readQuery(param: (name: string) => string | undefined): ReportQuery | undefined {
  const [from = '', to = '', portal, channel] = ['from', 'to', 'portal', 'channel'].map(param);
  const days = (Date.parse(to) - Date.parse(from)) / (24 * 60 * 60_000);
  if (!DAY.test(from) || !DAY.test(to) || !(days >= 0 && days < maxDays)) return undefined;
  if (portal && !Portal.safeParse(portal).success) return undefined;
  if (channel && !/^[a-z-]{1,20}$/.test(channel)) return undefined;
  return { from, to, ...(portal && { portal }), ...(channel && { channel }) };
}
