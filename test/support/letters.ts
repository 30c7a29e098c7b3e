import { createLetterCases } from '../../services/cases/letter-cases.ts';
import type { LetterData } from '../../services/cases/letter-data.ts';
import { createLetterJobHandlers } from '../../services/cases/letter-jobs.ts';
import { createVisitDesk } from '../../services/cases/visit.ts';
import { createRunner } from '../../services/jobs/runner.ts';
import type { TestDomain } from './domain.ts';

export const DAY = 24 * 60 * 60_000;

export const petition = {
  curp: 'NUSH790903HJCXLC08',
  fullName: 'Héctor Iván Núñez Salgado',
  email: 'nuevo@example.mx',
  locale: 'es-MX',
} as const;

/** Petitions in person over a test's domain, with a runner that knows their jobs. */
export function lettersOf(domain: TestDomain) {
  const { cases, accounts, links, store, mailJob, auditJob, notices, clock } = domain;
  const now = () => clock.at;
  const filing = createLetterCases({ cases, mailJob, deadlineDays: 30, reminderDays: [4, 1] });
  const desk = createVisitDesk({
    cases,
    accounts,
    links,
    jobs: store.jobs,
    mailJob,
    auditJob,
    notices,
    now,
    mask: (text) => text.replaceAll(petition.curp, '(CURP)'),
    setPasswordUrl: (token) => `https://recupera.example/crear?t=${token}`,
    linkTtlMs: DAY,
    approvedTtlMs: 10 * DAY,
    duration: () => '24 horas',
    reasonInWords: (reason) => `motivo ${reason}`,
  });
  const runner = createRunner({
    jobs: store.jobs,
    handlers: { ...domain.handlers, ...createLetterJobHandlers({ cases, jobs: store.jobs, mailJob, now }) },
    owner: 'letters',
    now,
    leaseMs: 60_000,
    maxBackoffMs: 300_000,
    capacity: 50,
    after: () => () => {},
    pollMs: 1_000,
    report: (event) => domain.reports.push(event),
  });

  let opened = 0;
  /** Opens and files a petition; answers its id and folio. */
  async function filed(change: Partial<LetterData> = {}) {
    opened += 1;
    const caseId = `letter-${opened}`;
    await cases.open({ id: caseId, procedure: 'impi-letter', portal: 'impi', at: now() });
    const answer = await filing.file({ ...petition, ...change, caseId, at: now() });
    if (!answer.ok) throw new Error(answer.reason);
    return { caseId, folio: answer.folio, deadlineAt: answer.deadlineAt };
  }

  /** Moves the clock and does what is due by then. */
  async function until(at: number) {
    clock.at = at;
    await runner.settle();
  }

  const stateOf = async (caseId: string) => (await cases.get(caseId))?.case.state;
  const subjects = async (address: string = petition.email) =>
    (await domain.mailsTo(address)).map(({ subject }) => subject);
  return { filing, desk, runner, filed, until, stateOf, subjects, settle: () => runner.settle() };
}
export type TestLetters = ReturnType<typeof lettersOf>;
