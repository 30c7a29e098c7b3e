import { inWords } from '../../locales/moment.ts';
import { duration } from '../../locales/texts.ts';
import { createNotices } from '../../services/accounts/notices.ts';
import { createOwnDirectory } from '../../services/accounts/own-directory.ts';
import { createRetireHandler } from '../../services/accounts/retire.ts';
import { createActivationHandler } from '../../services/activation/activation-handler.ts';
import { ACTIVATION_REQUEST, createActivationRequestJob } from '../../services/activation/activation-request.ts';
import { createMigrations } from '../../services/activation/migrations.ts';
import { createAuditJob, emailHash } from '../../services/audit/audit-job.ts';
import { createAuditHandler } from '../../services/audit/handler.ts';
import { createPseudonym } from '../../services/audit/pseudonym.ts';
import { createCases } from '../../services/cases/cases.ts';
import { createDisavowalHandler, OPEN_DISAVOWAL } from '../../services/cases/disavowal.ts';
import { createFinishCaseHandler, FINISH_CASE } from '../../services/cases/finish-job.ts';
import { createCodes } from '../../services/codes/create-codes.ts';
import { createDemoMailbox } from '../../services/demo/mailbox.ts';
import type { JobHandler } from '../../services/jobs/handler.ts';
import { createCountedOnce } from '../../services/limits/counted-once.ts';
import { createLimits } from '../../services/limits/limits.ts';
import { createReservedShare } from '../../services/limits/reserved-share.ts';
import { createLinks } from '../../services/links/create-links.ts';
import { createMailHandler } from '../../services/mail/handler.ts';
import { createMailJob } from '../../services/mail/mail-job.ts';
import { sendersOf } from '../../services/mail/senders.ts';
import { createSmtpMailer } from '../../services/mail/smtp-mailer.ts';
import { createMoves } from '../../services/moves/create-moves.ts';
import { createMoveJob } from '../../services/moves/move-event.ts';
import { createCommonPasswords } from '../../services/passwords/common.ts';
import { createPasswordHasher } from '../../services/passwords/hash.ts';
import { createResetHandler } from '../../services/requests/reset-handler.ts';
import { createResetRequestJob, RESET_REQUEST } from '../../services/requests/reset-request.ts';
import type { Keys } from '../../services/seal/keys.ts';
import { sealedDocuments } from '../../services/seal/sealed-documents.ts';
import { createSealer } from '../../services/seal/sealer.ts';
import type { Store } from '../../services/store/store.ts';
import type { Config } from '../config.ts';
import { disavowUrl } from '../pages/disavow.ts';
import { activatePurpose } from '../pages/new-password/activate.ts';
import { newPasswordUrl } from '../pages/new-password/new-password.ts';
import { resetPurpose } from '../pages/new-password/purposes.ts';
import { setPasswordPurpose } from '../pages/new-password/set-password.ts';
import { createStartLimit } from './start-limit.ts';
import type { World } from './world.ts';

const hourMs = 60 * 60_000;
const minuteMs = 60_000;

/** The services behind the dialogs and pages, over one store. */
export function composeDomain(deps: { config: Config; keys: Keys; store: Store; world: World; publicUrl: string }) {
  const { config, keys, store, world, publicUrl } = deps;
  const { limits } = config;
  const { now } = world;
  const { counters, jobs } = store;
  const sealer = createSealer({ keys: keys.sealing, random: world.randomBytes });
  const pseudonymOf = (domain: string) => createPseudonym(keys.index, domain);
  const documents = sealedDocuments(store.documents, sealer, pseudonymOf('document-key'));
  const auditPseudonym = pseudonymOf('audit');
  const audit = createAuditJob(auditPseudonym);
  const mail = createMailJob(sealer);
  const smtp = config.SMTP_URL === undefined ? undefined : createSmtpMailer(config.SMTP_URL);
  const mailbox = createDemoMailbox({
    documents: store.documents,
    sealer,
    pseudonym: pseudonymOf('mailbox'),
    keepMs: limits.conversationRetentionMs,
  });
  const hasher = createPasswordHasher({ random: world.randomBytes });
  const links = createLinks({
    documents: store.documents,
    now,
    randomBytes: world.randomBytes,
    key: keys.index,
    rememberMs: limits.disavowTtlMs,
  });
  const contactHash = (address: string) => emailHash(auditPseudonym, address);
  const notices = createNotices({
    links,
    mailJob: mail,
    disavowUrl: (token) => disavowUrl(publicUrl, token),
    disavowTtlMs: limits.disavowTtlMs,
    earlierContacts: { freezeMs: limits.earlierContactFreezeMs, toldMs: limits.earlierContactToldMs },
    contactHash,
    inWords,
  });
  const accounts = createOwnDirectory({
    documents,
    jobs,
    notices,
    auditJob: audit,
    verifyPassword: hasher.verifyPassword,
    pseudonym: pseudonymOf('sign-in'),
    attempts: createReservedShare({
      counters,
      now,
      name: 'sign-in',
      rule: { points: limits.signInMaxAttempts, windowMs: hourMs, onStoreFailure: 'closed' },
      reserved: limits.signInReservedAttempts,
    }),
  });
  const { from, to } = limits.lookUpDelayMs;
  const lookUpDelay = () => from + world.randomInt(to - from);
  const resetRequest = createResetRequestJob(sealer, lookUpDelay);
  const reset = resetPurpose(resetRequest);
  const activationRequest = createActivationRequestJob(sealer, lookUpDelay);
  const migrations = createMigrations({
    documents,
    pseudonym: pseudonymOf('migration'),
    rememberMs: limits.paseMigrationPendingMs + limits.disavowTtlMs,
  });
  const activate = activatePurpose({ accounts, migrations, activationRequest, now });
  const cases = createCases({ documents, counters, auditJob: audit, keepMs: limits.caseRetentionMs });
  const codes = createCodes({
    documents: store.documents,
    now,
    randomInt: world.randomInt,
    key: keys.index,
    digits: limits.codeDigits,
    ttlMs: limits.codeTtlMs,
    maxAttempts: limits.codeMaxAttempts,
    maxSends: limits.codeMaxSends,
    sendWindowMs: hourMs,
  });
  const take = createLimits({
    counters,
    now,
    rules: {
      'conversation-start': {
        points: limits.conversationsPerAddressPerHour,
        windowMs: hourMs,
        onStoreFailure: 'closed',
      },
      // To begin a conversation, the store has to write anyway.
      'conversation-start-channel': {
        points: limits.conversationsPerChannelPerMinute,
        windowMs: minuteMs,
        onStoreFailure: 'open',
      },
      'conversation-start-overall': {
        points: limits.conversationsPerMinute,
        windowMs: minuteMs,
        onStoreFailure: 'open',
      },
      'efirma-check': { points: limits.efirmaChecksPerHour, windowMs: hourMs, onStoreFailure: 'closed' },
      'case-look-up': { points: limits.caseLookUpsPerHour, windowMs: hourMs, onStoreFailure: 'closed' },
      'code-send': { points: limits.codeMaxSends, windowMs: hourMs, onStoreFailure: 'closed' },
      // The cap of mails per recipient stands behind it.
      'reset-request': { points: limits.mailsPerRecipientPerHour, windowMs: hourMs, onStoreFailure: 'open' },
      'activation-request': { points: limits.mailsPerRecipientPerHour, windowMs: hourMs, onStoreFailure: 'open' },
      'handoff-request': { points: limits.handoffRequestsPerHour, windowMs: hourMs, onStoreFailure: 'open' },
      'handoff-request-origin': {
        points: limits.handoffRequestsPerOriginPerHour,
        windowMs: hourMs,
        onStoreFailure: 'open',
      },
      'handoff-request-overall': {
        points: limits.handoffRequestsPerMinute,
        windowMs: minuteMs,
        onStoreFailure: 'open',
      },
      'pase-sign-in': { points: limits.paseSignInsPerHour, windowMs: hourMs, onStoreFailure: 'closed' },
      'move-offer': { points: limits.movesPerHour, windowMs: hourMs, onStoreFailure: 'closed' },
      'move-claim': { points: limits.movesPerHour, windowMs: hourMs, onStoreFailure: 'closed' },
      'new-password': { points: limits.passwordsPerLinkPerHour, windowMs: hourMs, onStoreFailure: 'open' },
    },
  }).take;
  const folioLookUps = createReservedShare({
    counters,
    now,
    name: 'case-look-up-folio',
    rule: { points: limits.caseLookUpsPerFolioPerHour, windowMs: hourMs, onStoreFailure: 'closed' },
    reserved: limits.caseLookUpsReservedPerFolioPerHour,
  });
  const moves = createMoves({
    documents: store.documents,
    now,
    newId: world.newId,
    randomInt: world.randomInt,
    key: keys.index,
    ttlMs: limits.moveCodeTtlMs,
    take,
  });
  const countedOnce = createCountedOnce({ counters, now, name: 'job-counted', keepMs: limits.jobRetentionMs });
  const handlers: Record<string, JobHandler> = {
    audit: createAuditHandler(store.chain),
    'account.retire': createRetireHandler(documents),
    [RESET_REQUEST]: createResetHandler({
      accounts,
      links,
      jobs,
      sealer,
      mailJob: mail,
      auditJob: audit,
      take: (key) => take('reset-request', key),
      countedOnce,
      pseudonym: pseudonymOf('reset-request'),
      now,
      linkTtlMs: limits.resetLinkTtlMs,
      resetUrl: (token) => newPasswordUrl(publicUrl, reset, token),
      inWords: duration,
    }),
    [ACTIVATION_REQUEST]: createActivationHandler({
      accounts,
      migrations,
      links,
      jobs,
      sealer,
      mailJob: mail,
      auditJob: audit,
      take: (key) => take('activation-request', key),
      countedOnce,
      pseudonym: pseudonymOf('activation-request'),
      now,
      linkTtlMs: limits.paseLinkTtlMs,
      pendingMs: limits.paseMigrationPendingMs,
      activateUrl: (token) => newPasswordUrl(publicUrl, activate, token),
      inWords: duration,
    }),
    [FINISH_CASE]: createFinishCaseHandler(cases),
    [OPEN_DISAVOWAL]: createDisavowalHandler(cases),
    mail: createMailHandler({
      mailer: smtp ?? mailbox,
      sealer,
      senders: sendersOf(config.MAIL_FROM),
      jobs,
      auditJob: audit,
      pseudonym: pseudonymOf('mail-cap'),
      now,
      share: createReservedShare({
        counters,
        now,
        name: 'mail',
        rule: { points: limits.mailsPerRecipientPerHour, windowMs: hourMs, onStoreFailure: 'reject' },
        reserved: limits.mailsReservedPerRecipientPerHour,
      }),
      countedOnce,
      refused: { keepMs: limits.mailRefusedKeepMs, pauseMs: limits.mailRefusedPauseMs },
    }),
  };
  return {
    sealer,
    documents,
    audit,
    mail,
    hasher,
    isCommon: createCommonPasswords(),
    links,
    notices,
    contactHash,
    accounts,
    cases,
    codes,
    moves,
    moveJob: createMoveJob(sealer),
    take,
    folioLookUps,
    takeStart: createStartLimit(take),
    handlers,
    jobs,
    resetRequest,
    activationRequest,
    /** What mailed links may do on the page that sets a password. */
    newPasswordPurposes: [activate, reset, setPasswordPurpose({ cases, now })],
    mailbox,
    smtp,
    pseudonymOf,
  };
}
export type Domain = ReturnType<typeof composeDomain>;
