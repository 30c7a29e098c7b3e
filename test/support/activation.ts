import { activatePurpose } from '../../bot/pages/new-password/activate.ts';
import { newPasswordRoutes, newPasswordUrl } from '../../bot/pages/new-password/new-password.ts';
import { duration } from '../../locales/texts.ts';
import { createActivationHandler } from '../../services/activation/activation-handler.ts';
import {
  ACTIVATION_REQUEST,
  type ActivationRequest,
  createActivationRequestJob,
} from '../../services/activation/activation-request.ts';
import type { Migration } from '../../services/activation/migration.ts';
import { createMigrations } from '../../services/activation/migrations.ts';
import { createFinishCaseHandler, FINISH_CASE } from '../../services/cases/finish-job.ts';
import { createLimits } from '../../services/limits/limits.ts';
import { createCommonPasswords } from '../../services/passwords/common.ts';
import type { Job } from '../../services/store/store.ts';
import { type DomainOptions, fakeHash, openDomain } from './domain.ts';
import { linkField } from './new-password.ts';
import { plainBrowser, serve } from './served.ts';

export { linkField } from './new-password.ts';
export const HOUR = 60 * 60_000;
const isCommon = createCommonPasswords();

/** Moves to an email and the page behind their link, over a real store, on a server of their own. */
export async function openActivation(options: DomainOptions & { script?: string } = {}) {
  const domain = await openDomain(options);
  const { accounts, cases, links, sealer, store, clock } = domain;
  const now = () => clock.at;
  const activationRequest = createActivationRequestJob(sealer);
  const migrations = createMigrations({
    documents: domain.documents,
    pseudonym: domain.pseudonymOf('migration'),
    rememberMs: 20 * 24 * HOUR,
  });
  const purpose = activatePurpose({ accounts, migrations, activationRequest, now });
  const { take } = createLimits({
    counters: store.counters,
    now,
    rules: {
      'activation-request': { points: 5, windowMs: HOUR, onStoreFailure: 'open' },
      'new-password': { points: 100, windowMs: HOUR, onStoreFailure: 'open' },
    },
  });
  const handler = createActivationHandler({
    accounts,
    migrations,
    links,
    jobs: store.jobs,
    sealer,
    mailJob: domain.mailJob,
    auditJob: domain.auditJob,
    take: (key) => take('activation-request', key),
    countedOnce: domain.countedOnce,
    pseudonym: domain.pseudonymOf('activation-request'),
    now,
    linkTtlMs: 24 * HOUR,
    pendingMs: 10 * 24 * HOUR,
    activateUrl: (token) => newPasswordUrl('https://recupera.example', purpose, token),
    inWords: duration,
  });
  const done: Job[] = [];
  domain.handlers[ACTIVATION_REQUEST] = {
    async run(jobs) {
      done.push(...jobs);
      await handler.run(jobs);
    },
  };
  domain.handlers[FINISH_CASE] = createFinishCaseHandler(cases);
  const server = await serve(
    newPasswordRoutes(purpose, {
      accounts,
      links,
      jobs: store.jobs,
      auditJob: domain.auditJob,
      hashPassword: async (password) => fakeHash(password),
      verifyPassword: async (password, hash) => hash === fakeHash(password),
      isCommon,
      take: (linkId) => take('new-password', linkId),
      now,
      https: false,
      limits: { maxBytes: 65_536, timeoutMs: 5_000 },
      script: options.script ?? '/assets/live-rules.js',
      signIn: { impi: 'https://impi.example', pase: 'https://pase.example', icsoe: 'https://icsoe.example' },
    }),
  );
  let requests = 0;

  /** A request, as a turn makes it. */
  async function ask(request: ActivationRequest): Promise<void> {
    requests += 1;
    // Mails are told apart by their time.
    clock.at += 1;
    await store.jobs.add([activationRequest({ id: `turn-${requests}`, request, locale: 'es-MX', at: clock.at })]);
    await domain.runner.settle();
  }

  /** A SAED user whose password is its number. */
  const saed = (number: string) =>
    domain.seed({ portal: 'pase', name: 'Cliente', clients: [{ number }], legacyPasswordHash: fakeHash(number) });

  /** Agrees to a move, as the dialog does after the proof. */
  async function migrate(accountId: string, given: Pick<Migration, 'email'> & Partial<Migration>): Promise<void> {
    requests += 1;
    const { caseId = `case-${requests}` } = given;
    await cases.open({ id: caseId, procedure: 'pase-migration', portal: 'pase', at: clock.at });
    await cases.move(caseId, { event: 'prove', eventId: 'proof', at: clock.at });
    await domain.runner.settle();
    const known = await accounts.get(accountId);
    const clientNumber = known?.account.clients[0]?.number ?? '';
    const fresh = { caseId, accountId, epoch: 0, name: 'Ana López', clientNumber, at: clock.at };
    await ask({ by: 'migration', migration: { ...fresh, ...given } });
  }

  /** The path of the newest activation link to an address. */
  async function linkTo(address: string): Promise<string> {
    const mail = (await domain.mailsTo(address)).findLast(({ links: [link] }) => link?.includes(purpose.entry));
    const { pathname, search } = new URL(mail?.links[0] ?? '');
    return pathname + search;
  }

  const browser = () => plainBrowser(server.url);

  return {
    ...domain,
    server,
    ask,
    saed,
    migrate,
    linkTo,
    browser,
    later(ms: number) {
      clock.at += ms;
    },
    /** The newest request once more, as after a crash. */
    async repeat() {
      await handler.run(done.slice(-1).map((job) => ({ ...job, attempts: job.attempts + 1 })));
      await domain.runner.settle();
    },
    async activate(link: string, password: string) {
      const person = browser();
      const field = linkField((await person.open(link)).html);
      return person.post(`${purpose.entry}/crear`, { link: field, password, confirmation: password });
    },
    async freeze(accountId: string) {
      await accounts.freeze({ accountId, applicationId: `freeze-${accountId}`, at: clock.at });
    },
    /** Somebody adds the client to an account of their own. */
    async associate(accountId: string) {
      const own = await domain.seed({
        portal: 'pase',
        name: 'Otra',
        email: 'otra-cuenta@example.mx',
        passwordHash: 'x',
      });
      await accounts.associate({ accountId: own, applicationId: 'a', clientAccountIds: [accountId], at: clock.at });
    },
    close: async () => {
      await server.close();
      await domain.close();
    },
  };
}
export type TestActivation = Awaited<ReturnType<typeof openActivation>>;
