import { refusalInWords } from '../../dialogs/impi/refusal-words.ts';
import type { Letters } from '../../dialogs/services.ts';
import { duration } from '../../locales/texts.ts';
import { createLetterCases } from '../../services/cases/letter-cases.ts';
import { createLetterJobHandlers } from '../../services/cases/letter-jobs.ts';
import { createLinkAgainHandler, LINK_AGAIN } from '../../services/cases/link-again-job.ts';
import { createVisitDesk } from '../../services/cases/visit.ts';
import { createLetterLinks } from '../../services/letters/letter-links.ts';
import { redact } from '../../services/redaction/redact.ts';
import type { Keys } from '../../services/seal/keys.ts';
import { createSigner } from '../../services/seal/signer.ts';
import type { Store } from '../../services/store/store.ts';
import type { Config } from '../config.ts';
import { createMask } from '../desk/mask.ts';
import { letterRoute } from '../pages/letter.ts';
import type { Domain } from './domain.ts';
import type { World } from './world.ts';

const contact = 'buzon@impi.gob.mx';
const hourMs = 60 * 60_000;
/** A person reads the mail of an approval when they get home; an expired link is sent again on request. */
const linkTtlMs = 24 * hourMs;
/** After ten days without a new password an approval was not wanted, or did not arrive. */
const approvedTtlMs = 10 * 24 * hourMs;

/** Everything about petitions in person: filing and letter for the dialogs, the download, jobs, and the desk. */
export function composeLetters(deps: {
  config: Config;
  keys: Pick<Keys, 'signing'>;
  store: Store;
  world: Pick<World, 'now'>;
  domain: Pick<Domain, 'accounts' | 'cases' | 'links' | 'mail' | 'audit' | 'notices'>;
  publicUrl: string;
}) {
  const { store, domain, publicUrl } = deps;
  const { limits } = deps.config;
  const { now } = deps.world;
  const { accounts, cases, mail: mailJob, audit: auditJob } = domain;
  const links = createLetterLinks(createSigner(deps.keys.signing));
  const filing = createLetterCases({
    cases,
    mailJob,
    deadlineDays: limits.letterDeadlineDays,
    reminderDays: limits.letterReminderDays,
  });
  const forDialogs: Letters = { file: filing.file, pathOf: links.pathOf };
  const desk = createVisitDesk({
    cases,
    accounts,
    links: domain.links,
    jobs: store.jobs,
    mailJob,
    auditJob,
    notices: domain.notices,
    now,
    mask: createMask(redact),
    setPasswordUrl: (token) => `${publicUrl}/crear-contrasena?t=${token}`,
    linkTtlMs,
    approvedTtlMs,
    duration,
    reasonInWords: refusalInWords,
  });
  return {
    forDialogs,
    routes: [letterRoute({ links, cases, contact, now })],
    handlers: {
      ...createLetterJobHandlers({ cases, jobs: store.jobs, mailJob, now }),
      [LINK_AGAIN]: createLinkAgainHandler(desk),
    },
    desk,
  };
}
export type LettersSide = ReturnType<typeof composeLetters>;
