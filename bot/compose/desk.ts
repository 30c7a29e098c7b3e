import cannedTexts from '../../locales/es-MX/desk-canned.json' with { type: 'json' };
import { MIRROR, mirrorJob } from '../../services/agent-desk/mirror.ts';
import type { Cases } from '../../services/cases/cases.ts';
import { type Canned, createCanned } from '../../services/handoff/canned.ts';
import { refusedAcross } from '../../services/handoff/filter/across.ts';
import { createHandoffs, type Handoffs } from '../../services/handoff/handoffs.ts';
import { OpeningHours } from '../../services/handoff/hours.ts';
import { createNotices } from '../../services/handoff/notices.ts';
import type { DeliverEvent } from '../../services/handoff/outbox.ts';
import { createOutgoingFilter, type OutgoingAllowList } from '../../services/handoff/outgoing-filter.ts';
import { createStaffDirectory } from '../../services/handoff/staff-directory.ts';
import { createLimits } from '../../services/limits/limits.ts';
import { redact } from '../../services/redaction/redact.ts';
import { createFigures } from '../../services/reports/figures.ts';
import { reportOf } from '../../services/reports/report.ts';
import type { Store } from '../../services/store/store.ts';
import type { Config } from '../config.ts';
import type { DeskContext, DeskSources, ReadStaffSession } from '../desk/context.ts';
import { createFeed } from '../desk/feed.ts';
import { createMask } from '../desk/mask.ts';
import { createPresence } from '../desk/presence.ts';
import { deskRoutes } from '../desk/routes.ts';
import { createDeskStream } from '../desk/stream.ts';
import type { Route } from '../http/route.ts';
import { chatwootRoutes, composeChatwoot, hasChatwoot } from './chatwoot.ts';
import type { Domain } from './domain.ts';
import type { Logger } from './log.ts';
import { contacts } from './portals.ts';
import { procedures } from './procedures.ts';
import type { World } from './world.ts';

const hourMs = 60 * 60_000;
const pollMs = 1_000;
const sweepMs = 15_000;
/** A look at a conversation counts for a minute, and is renewed well within it. */
const lookMs = 60_000;
const staffRefreshMs = 60_000;
/** Opening a conversation again within this is still the same look at it. */
const viewMs = 10 * 60_000;

/** How long after the person's last word a channel lets us write; others always do. */
export const channelWindows: Readonly<Record<string, number>> = { whatsapp: 24 * hourMs };

const slaOfLimits = ({ limits }: Config) => ({
  firstReplyMs: limits.deskFirstReplyMs,
  nextReplyMs: limits.deskNextReplyMs,
});

/** The hand-offs, for the dialogs and the desk. @param deliver made of the worker, which is made of the dialogs. */
export function composeHandoffs(deps: {
  config: Config;
  store: Store;
  world: Pick<World, 'now' | 'newId'>;
  domain: Pick<Domain, 'documents' | 'audit' | 'mail' | 'cases'> & {
    readonly accounts: Pick<Domain['accounts'], 'get'>;
  };
  deliver: DeliverEvent;
  /** Other processes write to the same store. */
  sharedStore: boolean;
  log: Logger;
}): Handoffs {
  const { config, store, domain } = deps;
  const { limits } = config;
  const handoffs = createHandoffs({
    documents: domain.documents,
    counters: store.counters,
    auditJob: domain.audit,
    now: deps.world.now,
    deliver: deps.deliver,
    hours: hoursOf(config),
    times: {
      assignmentMs: limits.deskAssignmentMs,
      responseMs: limits.deskResponseMs,
      promiseMs: limits.deskPromiseMs,
      reservedMs: limits.deskReservedMs,
      silentMs: limits.deskPersonSilentMs,
      windows: channelWindows,
      windowMarginMs: limits.deskWindowMarginMs,
    },
    sla: slaOfLimits(config),
    refusedAcross: (text, before) => refusedAcross(text, before, allowOf(config)),
    lookBack: { messages: limits.deskLookBackMessages, ms: limits.deskLookBackMs },
    keepMs: limits.conversationRetentionMs,
    boardMs: limits.deskBoardMs,
    shared: deps.sharedStore,
    repairAfterMs: limits.deskRepairMs,
    onError: (error) => deps.log.warn({ error }, 'hand-off follows later'),
    mailJob: domain.mail,
    jobs: store.jobs,
    async contactOf(folio) {
      const accountId = (await domain.cases.byFolio(folio))?.case.accountId;
      const account = accountId === undefined ? undefined : (await domain.accounts.get(accountId))?.account;
      if (account?.email === undefined || account.frozen !== undefined) return undefined;
      return { to: account.email, portal: account.portal };
    },
    ...(hasChatwoot(config) && { alsoJobs: (id, rev, at) => [mirrorJob(id, `rev:${rev}`, at)] }),
  });
  const mirror = composeChatwoot({ ...deps, handoffs, filter: filterOf(config), mask: createMask(redact) });
  return mirror ? { ...handoffs, handlers: { ...handoffs.handlers, [MIRROR]: mirror.handler } } : handoffs;
}

function filterOf(config: Config) {
  return createOutgoingFilter({
    allow: allowOf(config),
    maxChars: config.limits.deskMessageMaxChars,
    redact,
  });
}

const allowOf = (config: Config): OutgoingAllowList => ({
  domains: config.DESK_ALLOWED_DOMAINS,
  emails: config.DESK_ALLOWED_EMAILS ?? Object.values(contacts).filter((contact) => contact.includes('@')),
  phones: config.DESK_ALLOWED_PHONES ?? [],
  handles: config.DESK_ALLOWED_HANDLES ?? [],
});

function hoursOf({ DESK_HOURS, DESK_HOLIDAYS = [], MODE }: Config): OpeningHours {
  const written = DESK_HOURS ?? (MODE === 'demo' ? '1-7 00:00-24:00' : '1-5 09:00-18:00');
  const [days = '', hours = ''] = written.split(' ');
  const [first = 1, last = first] = days.split('-').map(Number);
  const [from, until] = hours.split('-');
  const weekdays = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return OpeningHours.parse({ weekdays, from, until, holidays: DESK_HOLIDAYS });
}

export interface DeskSide {
  readonly routes: readonly Route[];
  readonly feed: ReturnType<typeof createFeed>;
  start(): void;
  /** Ends the streams of sessions that are over; called by itself once started. */
  sweep(): Promise<void>;
  /** Ends the streams, so that the server can close. */
  stop(): void;
}

/** The API and the live stream of the desk. @param sources what other rooms know; each may be left out. */
export function composeDesk(deps: {
  config: Config;
  store: Store;
  world: World;
  domain: Pick<Domain, 'documents' | 'audit' | 'cases'>;
  handoffs: Handoffs;
  staffSession: ReadStaffSession;
  sources?: Partial<Pick<DeskSources, 'formsOf' | 'deliveriesOf' | 'windowEndsAt' | 'showTyping'>>;
  log: Logger;
}): DeskSide {
  const { config, store, world, domain, handoffs } = deps;
  const { limits } = config;
  const { now, newId } = world;
  const { documents, audit: auditJob } = domain;
  const mask = createMask(redact);
  const filter = filterOf(config);
  const notices = createNotices({
    documents,
    counters: store.counters,
    auditJob,
    now,
    keepMs: limits.conversationRetentionMs,
    thresholds: {
      'many-reveals': 1,
      'many-starts': 1,
      'many-views': 1,
      'refused-words': limits.deskOddPerHour,
      'unanswered-claims': limits.deskOddPerHour,
    },
  });
  const onError = (error: unknown) => deps.log.warn({ error }, 'the desk could not be told');
  const feed = createFeed({
    handoffs,
    notices,
    presence: createPresence({ documents: store.documents, now, aliveMs: lookMs }),
    readLog: store.conversations.log,
    mask,
    sla: slaOfLimits(config),
    now,
    renewLooksMs: lookMs / 3,
    onError,
  });
  const figures = createFigures({
    documents: store.documents,
    chain: store.chain,
    keepCasesMs: 2 * limits.conversationRetentionMs,
  });
  const context = {
    handoffs,
    conversations: store.conversations,
    sources: { ...sourcesOf(domain.cases), ...deps.sources },
    staffSession: deps.staffSession,
    staff: createStaffDirectory({ documents, now, refreshMs: staffRefreshMs, keepMs: limits.conversationRetentionMs }),
    feed,
    canned: createCanned({ documents, auditJob, filter, now, first: firstCanned() }),
    notices,
    filter,
    mask,
    take: createLimits({
      counters: store.counters,
      now,
      rules: {
        'desk-reveal': { points: limits.deskRevealsPerHour, windowMs: hourMs, onStoreFailure: 'closed' },
        'desk-start': { points: limits.deskStartsPerHour, windowMs: hourMs, onStoreFailure: 'closed' },
        'desk-view': { points: limits.deskViewsPerHour, windowMs: hourMs, onStoreFailure: 'closed' },
        'desk-say': { points: limits.deskMessagesPerMinute, windowMs: 60_000, onStoreFailure: 'closed' },
      },
    }).take,
    views: viewsOf(store.counters, now),
    audit: (event: Parameters<typeof auditJob>[0]) => store.jobs.add([auditJob(event)]),
    async report(query: Parameters<typeof reportOf>[1]) {
      await figures.update();
      return reportOf(await figures.days(query.from, query.to), query);
    },
    sla: slaOfLimits(config),
    limits,
    now,
    newId,
  };
  const stream = createDeskStream(context);
  const timers: NodeJS.Timeout[] = [];
  return {
    routes: [...deskRoutes(context), stream.route, ...chatwootRoutes(deps)],
    feed,
    sweep: stream.sweep,
    start() {
      timers.push(
        setInterval(() => void feed.poll(), pollMs),
        setInterval(() => void stream.sweep().catch(onError), sweepMs),
      );
      for (const timer of timers) timer.unref();
    },
    stop() {
      for (const timer of timers) clearInterval(timer);
      stream.close();
    },
  };
}

function sourcesOf(cases: Pick<Cases, 'byFolio'>): DeskSources {
  return {
    stepsOf: (id) => procedures.find((procedure) => procedure.id === id)?.steps.map((step) => step.id),
    startable: procedures.map(({ id }) => id),
    async caseOf(folio) {
      const known = await cases.byFolio(folio);
      if (!known) return undefined;
      const { procedure, state, deadlineAt, history } = known.case;
      return {
        folio: known.case.folio,
        procedure,
        state,
        ...(deadlineAt !== undefined && { deadlineAt }),
        history: history.map(({ event, at, by, reason }) => ({
          event,
          at,
          ...(by && { by }),
          ...(reason && { reason }),
        })),
      };
    },
    formsOf: async () => [],
    deliveriesOf: async () => [],
    windowEndsAt: () => undefined,
    showTyping: () => {},
  };
}

function viewsOf(counters: Store['counters'], now: () => number): DeskContext['views'] {
  const keyOf = (staffId: string, handoffId: string) => `desk-viewed:${staffId}:${handoffId}`;
  return {
    granted: async (staffId, handoffId) => (await counters.peek(keyOf(staffId, handoffId), now())) !== undefined,
    async grant(staffId, handoffId) {
      await counters.hit(keyOf(staffId, handoffId), { now: now(), windowMs: viewMs });
    },
  };
}

/** The answers there are before a supervisor saved their own. */
function firstCanned(): Canned[] {
  const texts: Readonly<Record<string, string>> = cannedTexts;
  return Object.keys(texts)
    .filter((key) => key.endsWith('.title'))
    .map((key) => key.slice(0, -'.title'.length))
    .map((id) => ({ id, title: texts[`${id}.title`] ?? id, text: texts[`${id}.text`] ?? '' }));
}
