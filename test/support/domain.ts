import { createHash } from 'node:crypto';
import { Account, accountKeys, newAccount } from '../../services/accounts/account.ts';
import { createNotices } from '../../services/accounts/notices.ts';
import { createOwnDirectory } from '../../services/accounts/own-directory.ts';
import { createRetireHandler } from '../../services/accounts/retire.ts';
import { createAuditJob, emailHash } from '../../services/audit/audit-job.ts';
import { createAuditHandler } from '../../services/audit/handler.ts';
import { createPseudonym } from '../../services/audit/pseudonym.ts';
import { createCases } from '../../services/cases/cases.ts';
import { createDisavowalHandler, OPEN_DISAVOWAL } from '../../services/cases/disavowal.ts';
import { createDemoMailbox } from '../../services/demo/mailbox.ts';
import type { JobHandler } from '../../services/jobs/handler.ts';
import { createRunner, type JobReport } from '../../services/jobs/runner.ts';
import { createCountedOnce } from '../../services/limits/counted-once.ts';
import { createReservedShare } from '../../services/limits/reserved-share.ts';
import { createLinks } from '../../services/links/create-links.ts';
import { createMailHandler } from '../../services/mail/handler.ts';
import type { Mail, Mailer } from '../../services/mail/mail.ts';
import { createMailJob } from '../../services/mail/mail-job.ts';
import { sendersOf } from '../../services/mail/senders.ts';
import { sealedDocuments } from '../../services/seal/sealed-documents.ts';
import { createSealer } from '../../services/seal/sealer.ts';
import { collection } from '../../services/store/collection.ts';
import { openSqlite } from '../../services/store/sqlite/index.ts';

const HOUR = 60 * 60_000;

/** Instead of argon2, which tests of accounts do not need. */
export const fakeHash = (password: string): string => `hash of ${password}`;

export interface DomainOptions {
  /** Instead of the demo mailbox. */
  readonly mailer?: Mailer;
  readonly path?: string;
}

/** The services of accounts, mail and audit over a real store, with a clock and a random source of the test. */
export async function openDomain(options: DomainOptions = {}) {
  const clock = { at: Date.UTC(2026, 10, 21, 15) };
  const now = () => clock.at;
  const key = Buffer.alloc(32, 7);
  const store = await openSqlite({ path: options.path ?? ':memory:' });
  const sealer = createSealer({ keys: [{ id: 'test', key }] });
  const pseudonymOf = (domain: string) => createPseudonym(key, domain);
  const documents = sealedDocuments(store.documents, sealer, pseudonymOf('key'));
  const auditJob = createAuditJob(pseudonymOf('audit'));
  const mailJob = createMailJob(sealer);
  const links = createLinks({
    documents: store.documents,
    now,
    key,
    rememberMs: 30 * 24 * HOUR,
    randomBytes: counting(),
  });
  const mailbox = createDemoMailbox({
    documents: store.documents,
    sealer,
    pseudonym: pseudonymOf('mailbox'),
    keepMs: 24 * HOUR,
  });
  const compared: (string | undefined)[] = [];
  const contactHash = (address: string) => emailHash(pseudonymOf('audit'), address);
  const notices = createNotices({
    links,
    mailJob,
    disavowUrl: (token) => `https://recupera.example/no-fui-yo?t=${token}`,
    disavowTtlMs: 10 * 24 * HOUR,
    earlierContacts: { freezeMs: 30 * 24 * HOUR, toldMs: 180 * 24 * HOUR },
    contactHash,
    inWords: () => 'el 21 de noviembre',
  });
  const accounts = createOwnDirectory({
    documents,
    jobs: store.jobs,
    notices,
    auditJob,
    verifyPassword: async (password, hash) => {
      compared.push(hash);
      return hash === fakeHash(password);
    },
    pseudonym: pseudonymOf('sign-in'),
    attempts: createReservedShare({
      counters: store.counters,
      now,
      name: 'sign-in',
      rule: { points: 20, windowMs: HOUR, onStoreFailure: 'closed' },
      reserved: 30,
    }),
  });
  const cases = createCases({
    documents,
    counters: store.counters,
    auditJob,
    keepMs: 180 * 24 * HOUR,
  });
  const reports: JobReport[] = [];
  const countedOnce = createCountedOnce({ counters: store.counters, now, name: 'job-counted', keepMs: 24 * HOUR });
  const handlers: Record<string, JobHandler> = {
    audit: createAuditHandler(store.chain),
    'account.retire': createRetireHandler(documents),
    [OPEN_DISAVOWAL]: createDisavowalHandler(cases),
    mail: createMailHandler({
      mailer: options.mailer ?? mailbox,
      sealer,
      senders: sendersOf('Recupera <no-responder@recupera.example>'),
      jobs: store.jobs,
      auditJob,
      pseudonym: pseudonymOf('mail-cap'),
      now,
      share: createReservedShare({
        counters: store.counters,
        now,
        name: 'mail',
        rule: { points: 5, windowMs: HOUR, onStoreFailure: 'reject' },
        reserved: 3,
      }),
      countedOnce,
      refused: { keepMs: 48 * HOUR, pauseMs: HOUR / 2 },
    }),
  };
  const runner = createRunner({
    jobs: store.jobs,
    handlers,
    owner: 'test',
    now,
    leaseMs: 60_000,
    maxBackoffMs: 5 * 60_000,
    capacity: 200,
    after: () => () => {},
    pollMs: 1_000,
    report: (event) => reports.push(event),
  });
  let seeded = 0;
  /** Puts an account into the directory; answers its id. */
  async function seed(given: Parameters<typeof newAccount>[0]) {
    seeded += 1;
    const id = `account-${seeded}`;
    const account = newAccount(given);
    const written = await collection(documents, 'account', Account).insert(id, account, { keys: accountKeys(account) });
    if (!written.ok) throw new Error(written.reason);
    return id;
  }

  /** Names of the audit events chained so far. */
  async function audited(): Promise<string[]> {
    const entries = await store.chain.read(0, 10_000);
    return entries.map(({ body }) => JSON.parse(body).name);
  }

  /** Reasons of the chained events of a name, and the whole chain as text. */
  async function auditedReasons(name: string) {
    const bodies = (await store.chain.read(0, 10_000)).map(({ body }) => body);
    const events = bodies.map((body) => JSON.parse(body)).filter((event) => event.name === name);
    return { reasons: events.map(({ reason }): string => reason), chain: bodies.join('\n') };
  }

  const mailsTo = (address: string): Promise<Mail[]> => mailbox.to(address);

  return {
    clock,
    store,
    sealer,
    documents,
    links,
    mailJob,
    auditJob,
    notices,
    contactHash,
    accounts,
    cases,
    mailbox,
    runner,
    handlers,
    reports,
    compared,
    pseudonymOf,
    countedOnce,
    seed,
    audited,
    auditedReasons,
    mailsTo,
    close: () => store.close(),
  };
}
export type TestDomain = Awaited<ReturnType<typeof openDomain>>;

/** "Random" bytes that differ from call to call and are the same in each run. */
export function counting(): (size: number) => Buffer {
  let calls = 0;
  return (size) => {
    calls += 1;
    return createHash('sha512').update(String(calls)).digest().subarray(0, size);
  };
}
