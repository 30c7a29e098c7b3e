import { newPasswordRoutes, newPasswordUrl } from '../../bot/pages/new-password/new-password.ts';
import { resetPurpose } from '../../bot/pages/new-password/purposes.ts';
import { duration } from '../../locales/texts.ts';
import { createLimits } from '../../services/limits/limits.ts';
import { createCommonPasswords } from '../../services/passwords/common.ts';
import { createResetHandler } from '../../services/requests/reset-handler.ts';
import { createResetRequestJob, RESET_REQUEST, type ResetRequest } from '../../services/requests/reset-request.ts';
import { type DomainOptions, fakeHash, openDomain } from './domain.ts';
import { plainBrowser, serve } from './served.ts';

const HOUR = 60 * 60_000;
const isCommon = createCommonPasswords();

/** Somebody at ICSOE and somebody at PASE. */
export const capturista = {
  portal: 'icsoe',
  name: 'Jimena Escobedo Lara',
  curp: 'EOLJ880311MDFSRM04',
  email: 'jimena@example.mx',
  passwordHash: fakeHash('Antes-Demo:27'),
} as const;
export const customer = {
  portal: 'pase' as const,
  name: 'Fernanda Castellanos',
  email: 'fernanda@example.mx',
  clients: [{ number: '41100218' }],
  passwordHash: fakeHash('AntesDemo27'),
};

/** The job behind the notice and the page behind the link, over a real store, on a server of their own. */
export async function openReset(options: DomainOptions & { script?: string } = {}) {
  const domain = await openDomain(options);
  const { accounts, links, sealer, store, clock } = domain;
  const now = () => clock.at;
  const resetRequest = createResetRequestJob(sealer, () => 0);
  const purpose = resetPurpose(resetRequest);
  const { take } = createLimits({
    counters: store.counters,
    now,
    rules: {
      'reset-request': { points: 5, windowMs: HOUR, onStoreFailure: 'open' },
      'new-password': { points: 60, windowMs: HOUR, onStoreFailure: 'open' },
    },
  });
  const hashed: string[] = [];
  domain.handlers[RESET_REQUEST] = createResetHandler({
    accounts,
    links,
    jobs: store.jobs,
    sealer,
    mailJob: domain.mailJob,
    auditJob: domain.auditJob,
    take: (key) => take('reset-request', key),
    countedOnce: domain.countedOnce,
    pseudonym: domain.pseudonymOf('reset-request'),
    now,
    linkTtlMs: HOUR,
    resetUrl: (token) => newPasswordUrl('https://recupera.example', purpose, token),
    inWords: duration,
  });
  const server = await serve(
    newPasswordRoutes(purpose, {
      accounts,
      links,
      jobs: store.jobs,
      auditJob: domain.auditJob,
      hashPassword: async (password) => {
        hashed.push(password);
        return fakeHash(password);
      },
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

  /** Asks for a link, as a turn does. */
  async function ask(request: ResetRequest, id = `turn-${++requests}`): Promise<void> {
    // Mails are told apart by their time.
    clock.at += 1;
    await store.jobs.add([resetRequest({ id, request, locale: 'es-MX', at: clock.at })]);
    await domain.runner.settle();
  }

  /** The path of the link in the newest mail to an address. */
  async function linkTo(address: string): Promise<string> {
    const mail = (await domain.mailsTo(address)).findLast(({ links: [link] }) => link?.includes(purpose.entry));
    if (mail?.links[0] === undefined) throw new Error(`no link was sent to ${address}`);
    const { pathname, search } = new URL(mail.links[0]);
    return pathname + search;
  }

  return {
    ...domain,
    domain,
    server,
    hashed,
    ask,
    linkTo,
    resetRequest,
    browser: () => plainBrowser(server.url),
    close: async () => {
      await server.close();
      await domain.close();
    },
  };
}
export type TestReset = Awaited<ReturnType<typeof openReset>>;

/** The hidden field that says which link a form belongs to. */
export const linkField = (html: string): string => /name="link" value="([^"]+)"/.exec(html)?.[1] ?? '';
