import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { composeDesk, composeHandoffs } from '../../bot/compose/desk.ts';
import { createLog } from '../../bot/compose/log.ts';
import { readConfig } from '../../bot/config.ts';
import { StreamEvent } from '../../bot/desk/api-types.ts';
import type { StaffSession } from '../../bot/desk/context.ts';
import { createDeliverEvent } from '../../bot/desk/deliver-event.ts';
import { createServer } from '../../bot/server.ts';
import { createAuditJob } from '../../services/audit/audit-job.ts';
import { createAuditHandler } from '../../services/audit/handler.ts';
import { createCases } from '../../services/cases/cases.ts';
import type { Staff } from '../../services/handoff/handoff.ts';
import { createRunner } from '../../services/jobs/runner.ts';
import { createMailJob } from '../../services/mail/mail-job.ts';
import { createSealer } from '../../services/seal/sealer.ts';
import { openSqlite } from '../../services/store/sqlite/index.ts';
import type { Json, Store } from '../../services/store/store.ts';

export const staff = {
  ana: { id: 'ana', name: 'Ana', roles: ['agent'] },
  beto: { id: 'beto', name: 'Beto', roles: ['agent'], portals: ['icsoe'] },
  carla: { id: 'carla', name: 'Carla', roles: ['agent'] },
  sofia: { id: 'sofia', name: 'Sofía', roles: ['supervisor'] },
  hugo: { id: 'hugo', name: 'Hugo', roles: ['auditor'] },
} as const satisfies Record<string, Staff>;
/** An event of the stream by its name. */
type Named<Name extends StreamEvent['event']> = Extract<StreamEvent, { event: Name }>;

export type StaffName = keyof typeof staff;

/** The desk's API on a port of its own, over a store in memory; sessions are a cookie and the browser it was given to. */
export async function startDesk(given: { store?: Store; environment?: Record<string, string> } = {}) {
  const store = given.store ?? (await openSqlite({ path: ':memory:' }));
  const clock = { ahead: 0 };
  const now = () => Date.now() + clock.ahead;
  const world = { now, newId: randomUUID, randomBytes, randomInt: (max: number) => randomInt(max) };
  const config = readConfig({ LOG_LEVEL: 'silent', ...given.environment });
  const log = createLog('silent');
  const audit = createAuditJob((text) => `pseudonym of ${text.length}`);
  const domain = {
    documents: store.documents,
    audit,
    cases: createCases({
      documents: store.documents,
      counters: store.counters,
      auditJob: audit,
      keepMs: 180 * 24 * 60 * 60_000,
    }),
    accounts: { get: async () => undefined },
    mail: createMailJob(createSealer({ keys: [{ id: 'test', key: randomBytes(32) }] })),
  };
  /** Sessions by cookie; each belongs to one browser, as sign-in has it. */
  const sessions = new Map<string, StaffSession & { readonly browser: string }>();
  const staffSession = async (request: IncomingMessage) => {
    const [, cookie = ''] = /desk=([^;]+)/.exec(request.headers.cookie ?? '') ?? [];
    const session = sessions.get(cookie);
    return session && session.browser === request.headers['user-agent'] ? session : undefined;
  };
  const typed: unknown[] = [];
  const windows = { endsAt: undefined as number | undefined };
  const publish = (id: string, entries: Parameters<typeof desk.feed.publish>[1]) => desk.feed.publish(id, entries);
  const handoffs = composeHandoffs({
    config,
    store,
    world,
    domain,
    sharedStore: true,
    deliver: createDeliverEvent({ conversations: store.conversations, publish, kick: () => {} }),
    log,
  });
  const desk = composeDesk({
    config,
    store,
    world,
    domain,
    handoffs,
    staffSession,
    sources: {
      showTyping: (id, typing) => typed.push([id, typing]),
      windowEndsAt: (channel) => (channel === 'whatsapp' ? windows.endsAt : undefined),
    },
    log,
  });
  const server = createServer({ routes: desk.routes, log });
  const { port } = await server.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  const runner = createRunner({
    jobs: store.jobs,
    handlers: { audit: createAuditHandler(store.chain), ...handoffs.handlers },
    owner: 'test',
    now,
    leaseMs: 60_000,
    maxBackoffMs: 60_000,
    capacity: 100,
    after: () => () => {},
    pollMs: 1_000,
    report: () => {},
  });

  /** Signs a member of staff in; answers their browser. */
  function browser(name: StaffName) {
    const cookie = randomUUID();
    const csrf = randomUUID();
    const agent = `browser of ${name} ${cookie}`;
    sessions.set(cookie, { staff: staff[name], sessionId: cookie, csrf, authenticatedAt: now(), browser: agent });
    const headers = { cookie: `desk=${cookie}`, 'user-agent': agent };
    const changing = { ...headers, 'x-desk-csrf': csrf, 'content-type': 'application/json', origin: url };
    const ask = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(`${url}/desk/api${path}`, init);
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      const body: Readonly<Record<string, unknown>> = isJson ? JSON.parse(text) : { text };
      return { status: response.status, body };
    };
    return {
      cookie,
      csrf,
      headers,
      changing,
      get: (path: string) => ask(path, { headers }),
      act: (id: string, act: string, body: unknown = {}, more: Record<string, string> = {}) =>
        ask(`/handoffs/${encodeURIComponent(id)}/${act}`, {
          method: 'POST',
          headers: { ...changing, ...more },
          body: JSON.stringify(body),
        }),
      put: (path: string, body: unknown) => ask(path, { method: 'PUT', headers: changing, body: JSON.stringify(body) }),
      say: (id: string, text: string, clientMessageId: string = randomUUID()) =>
        ask(`/handoffs/${encodeURIComponent(id)}/say`, {
          method: 'POST',
          headers: changing,
          body: JSON.stringify({ text, clientMessageId }),
        }),
      signOut: () => sessions.delete(cookie),
      /** Opens the stream; `next` waits for an event of that name that `fits`. */
      async stream(query = '', more: Record<string, string> = {}) {
        const stop = new AbortController();
        const response = await fetch(`${url}/desk/api/stream${query}`, {
          headers: { ...headers, ...more },
          signal: stop.signal,
        });
        const events: StreamEvent[] = [];
        const ids: string[] = [];
        let wake = () => {};
        let ended = false;
        void (async () => {
          let rest = '';
          for await (const chunk of response.body ?? []) {
            rest += Buffer.from(chunk).toString('utf8');
            for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
              const lines = rest.slice(0, end).split('\n');
              rest = rest.slice(end + 2);
              const id = lines.find((line) => line.startsWith('id: '));
              const data = lines.find((line) => line.startsWith('data: '));
              if (id) ids.push(id.slice(4));
              if (data) events.push(StreamEvent.parse(JSON.parse(data.slice(6))));
              wake();
            }
          }
        })()
          .catch(() => {})
          .finally(() => {
            ended = true;
            wake();
          });
        async function next<Name extends StreamEvent['event']>(
          name: Name,
          fits: (event: Named<Name>) => boolean = () => true,
        ): Promise<Named<Name>> {
          const isWanted = (event: StreamEvent): event is Named<Name> => event.event === name;
          for (;;) {
            const found = events.filter(isWanted).find(fits);
            if (found) {
              events.splice(events.indexOf(found), 1);
              return found;
            }
            if (ended) throw new Error(`the stream ended before ${name}`);
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
        return { status: response.status, events, ids, next, close: () => stop.abort(), isEnded: () => ended };
      },
    };
  }

  /** A conversation whose person said something and asks for people; answers the hand-off's id. */
  async function ask(
    conversationId: string,
    more: Partial<Parameters<typeof handoffs.request>[0]> = {},
    log: readonly Json[] = [],
  ): Promise<string> {
    const channel = more.channel ?? 'web-chat';
    await store.conversations.create({ id: conversationId, channel, person: 'p', locale: 'es-MX', createdAt: now() });
    await store.conversations.append(conversationId, log, [], now());
    const { id } = await handoffs.request({
      id: `handoff-${conversationId}`,
      conversationId,
      channel,
      locale: 'es-MX',
      portal: 'impi',
      procedure: 'impi-efirma',
      step: 'efirma',
      reason: 'asked',
      facts: { curp: 'GODE561231HGRRRN09', name: 'Elena Gómez Díaz' },
      ...more,
    });
    return id;
  }

  return {
    url,
    store,
    clock,
    now,
    handoffs,
    cases: domain.cases,
    desk,
    runner,
    sessions,
    typed,
    windows,
    browser,
    ask,
    /** What the person said, as the door would put it into the log. */
    async personSays(conversationId: string, text: string) {
      const entries = await store.conversations.append(
        conversationId,
        [{ type: 'message', from: { role: 'user' }, text }],
        [],
        now(),
      );
      desk.feed.publish(conversationId, entries);
      await handoffs.heard(conversationId, now());
    },
    async audited(name: string) {
      await runner.settle();
      const bodies = (await store.chain.read(0, 10_000)).map(({ body }): Record<string, unknown> => JSON.parse(body));
      return bodies.filter((body) => body.name === name);
    },
    /** Ends this instance; its store goes on. */
    async stopServing() {
      desk.stop();
      await server.close(100);
    },
    async stop() {
      desk.stop();
      await server.close(100);
      await store.close();
    },
  };
}
export type TestDesk = Awaited<ReturnType<typeof startDesk>>;
