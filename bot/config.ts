import { z } from 'zod';
import { teamsEnvironment, teamsProblems } from './channels/teams/settings.ts';
import { signInEnvironment, signInProblems } from './desk/sign-in/settings.ts';

/**
 * Every limit and duration of the product, each with its reason. Sentences take their numbers from here.
 * Durations are milliseconds unless the name says otherwise.
 */
export const limits = {
  /** A WhatsApp message has at most 4,096 characters; more than that is nobody's answer to a question. */
  messageMaxChars: 4_096,
  /** Recognizers are quadratic or worse: 200 characters keep each call far below a millisecond. */
  recognizerMaxChars: 200,
  /**
   * A request body: one message with its metadata. Far more than a message may have, so that somebody who pastes a whole
   * document (100,000 characters, six bytes each when a client escapes them) gets an answer in the chat, not a 413.
   */
  requestMaxBytes: 1024 * 1024,
  /** Real .cer and .key files have about 1.5 KB; 8 KiB leaves room for larger keys and names. */
  efirmaFileMaxBytes: 8 * 1024,
  /** Two files and one activity; further parts are refused. */
  uploadMaxFiles: 4,
  /** SAT uses 2,048 rounds; 100,000 stay below 40 ms, 5,000,000 would block a worker for two seconds. */
  keyMaxIterations: 100_000,
  /** Opening a key takes about 2 ms; a worker that needs longer than this is stopped. */
  efirmaWorkerTimeoutMs: 5_000,
  /** A challenge that is signed later than this was not meant for now (ASVS 6.7.2 asks for 5 minutes at most). */
  challengeTtlMs: 5 * 60_000,
  /** NIST SP 800-63B 4.2.1.2 allows up to 24 h by mail; 10 minutes are enough to open one. */
  codeTtlMs: 10 * 60_000,
  codeDigits: 6,
  /** Wrong codes before a new one is needed; 5 of 10^6 leaves a guesser 1 in 200,000. */
  codeMaxAttempts: 5,
  /** Codes sent for one case, and to one mailbox, in an hour, the first included; not more than `mailsPerRecipientPerHour`. */
  codeMaxSends: 5,
  /** Refused answers at one step before a person is offered. */
  stepMaxRefusals: 3,
  /** How long secrets of a message may wait in memory for their turn, or a key file for its password. */
  secretTtlMs: 10 * 60_000,
  /** After this pause a person is told where they were. */
  resumeAfterMs: 2 * 60 * 60_000,
  /** A complete proof is good for the change it was given for, now. */
  proofTtlMs: 30 * 60_000,
  /** "No fui yo": ten days, as Login.gov gives. */
  disavowTtlMs: 10 * 24 * 60 * 60_000,
  /** An address that was replaced may stop the account when it is changed again within a month: who lost it to a thief. */
  earlierContactFreezeMs: 30 * 24 * 60 * 60_000,
  /** …and is told about changes for half a year; longer than that, the account is nothing of theirs. */
  earlierContactToldMs: 180 * 24 * 60 * 60_000,
  /** The corporate guide of PASE promises 24 hours for the activation mail. */
  paseLinkTtlMs: 24 * 60 * 60_000,
  /** A move to an email that was proved gives further links for this long; a proof of last month is none of today. */
  paseMigrationPendingMs: 10 * 24 * 60 * 60_000,
  /** Present passwords of PASE compared from one conversation in an hour; those of one user: `signInMaxAttempts`. */
  paseSignInsPerHour: 20,
  /** Reset links of ICSOE and PASE: OWASP recommends short lives; one hour survives slow mail servers. */
  resetLinkTtlMs: 60 * 60_000,
  /** A password that was typed into a chat is not accepted as the new one for this long; people come back the same day. */
  burnedSecretTtlMs: 24 * 60 * 60_000,
  /** A secure form sent to a chat: long enough to find the two files of an e.firma, short for a link in a thread. */
  secureFormTtlMs: 10 * 60_000,
  /** A code that takes a conversation to another device: to find that device, and again to confirm at the one that is left. */
  moveCodeTtlMs: 10 * 60_000,
  /** Such codes shown to one conversation, and tried from one, in an hour: people need one; guessers of 36 bits many. */
  movesPerHour: 5,
  /** Days a letter case waits for the visit, and how many days before the end reminders go out. */
  letterDeadlineDays: 30,
  letterReminderDays: [4, 1],
  /** Cases that ended: time to ask why and to complain; then name, CURP and address are needed no more (LFPDPPP, article 24). */
  caseRetentionMs: 180 * 24 * 60 * 60_000,
  /** A conversation lease outlives the slowest turn (argon2, e.firma worker) by far and a dead process not long. */
  leaseMs: 15_000,
  /** A message that brought its turn down this often is answered with an apology. */
  turnMaxAttempts: 3,
  /** Jobs are tried again after 1 s, 2 s, 4 s… up to this. */
  jobMaxBackoffMs: 5 * 60_000,
  /** Direct Line clients refresh every 15 minutes and assume tokens of 30. */
  directLineTokenTtlMs: 30 * 60_000,
  /** The ticket in a stream URL, used once. */
  streamTicketTtlMs: 60_000,
  /** Finished conversations keep their log this long, for a person who comes back. */
  conversationRetentionMs: 30 * 24 * 60 * 60_000,
  /** Ids of finished jobs are kept this long, so that a repeated turn repeats no mail. */
  jobRetentionMs: 7 * 24 * 60 * 60_000,
  /** New conversations from one address in an hour: an office behind one address still fits. */
  conversationsPerAddressPerHour: 120,
  /**
   * New conversations of one channel, and of all of them, in a minute: more than an announcement on television brings.
   * Beyond it a machine fills the store. A minute, so that nobody who comes in earnest waits for longer.
   */
  conversationsPerChannelPerMinute: 1_200,
  conversationsPerMinute: 2_400,
  /** Messages of one conversation in a minute: faster than anybody types. */
  messagesPerConversationPerMinute: 60,
  /** Mails to one mailbox in an hour, notices of account changes not counted. */
  mailsPerRecipientPerHour: 5,
  /**
   * Beyond these, the first link of each kind (two resets, one activation), so that other mails, which anybody can cause,
   * crowd out none. Codes go to who proved who they are, and have a cap of their own as large as that of all mails.
   */
  mailsReservedPerRecipientPerHour: 3,
  /**
   * A mail that the server refuses for what may pass (a quota of the day, a block list, a full mailbox) is tried for two
   * days: after five tries in half a minute, every half an hour, which no server takes for an attack.
   */
  mailRefusedKeepMs: 2 * 24 * 60 * 60_000,
  mailRefusedPauseMs: 30 * 60_000,
  /**
   * The look-up behind a notice that is the same for everybody begins after a random time within this, so that its work
   * falls on no message in particular. Mails take longer than that.
   */
  lookUpDelayMs: { from: 500, to: 2_500 },
  /** Passwords that pass the rules, per mailed link: each costs a hash. Refused ones cost nothing and are not counted. */
  passwordsPerLinkPerHour: 100,
  /** e.firma checks from one conversation in an hour; each costs a worker. Never by CURP: that would lock its owner out. */
  efirmaChecksPerHour: 20,
  /** Questions about cases from one conversation in an hour: enough for a worried person, too few to try CURPs. */
  caseLookUpsPerHour: 10,
  /** The same from all conversations together, for who opens many of them to try CURPs. Nothing is changed by asking. */
  caseLookUpsPerFolioPerHour: 60,
  /** Beyond these, one for each network or person that comes to this folio for the first time in an hour. */
  caseLookUpsReservedPerFolioPerHour: 60,
  /** Asking for a person and leaving again, from one conversation in an hour; each call makes a record people see. */
  handoffRequestsPerHour: 10,
  /** The same from one network on the web, whatever it opens: an office behind one address still fits. */
  handoffRequestsPerOriginPerHour: 30,
  /** The same of all together in a minute: as many as a desk of thirty agents talks to, and nobody waits longer to ask again. */
  handoffRequestsPerMinute: 300,
  /** Wrong passwords for one user in an hour before the portal stops comparing. */
  signInMaxAttempts: 20,
  /**
   * Beyond these, one for each network or person that comes to this user for the first time in an hour: its owner gets in
   * while others guess. Who wants to keep them out needs that many networks or telephones, each hour.
   */
  signInReservedAttempts: 30,
  /** Meta sends webhooks of up to 3 MB. */
  whatsappWebhookMaxBytes: 3 * 1024 * 1024,
  /** Older than WhatsApp's window for an answer: it was written for another moment. */
  whatsappStaleAfterMs: 24 * 60 * 60_000,
  /** A zip with both files of an e.firma has about 4 KB; SAT's own come with a PDF or two. */
  archiveMaxBytes: 1024 * 1024,
  /** In the queue for a person before somebody is told the truth: nobody is free, here is a folio, we will write. */
  deskAssignmentMs: 5 * 60_000,
  /** An agent who has not answered for this long has lost the conversation to the queue. */
  deskResponseMs: 5 * 60_000,
  /** A promise to write is given up, and said so, after three days: a weekend and a holiday. */
  deskPromiseMs: 3 * 24 * 60 * 60_000,
  /** A person who writes nothing for this long after an agent's last word is with the assistant again: time to find a file. */
  deskPersonSilentMs: 60 * 60_000,
  /** They are told before the channel shuts (WhatsApp: a day after their last word), this long before. */
  deskWindowMarginMs: 10 * 60_000,
  /** A procedure in which nothing was said for this long is counted as given up at its step; coming back stays possible. */
  abandonedAfterMs: 24 * 60 * 60_000,
  /** A conversation handed to one agent waits for them this long before others may take it. */
  deskReservedMs: 2 * 60_000,
  /** What is promised: the first word of a person, and each further answer. */
  deskFirstReplyMs: 3 * 60_000,
  deskNextReplyMs: 2 * 60_000,
  /** Ended hand-offs stay in the list of the desk for a shift. */
  deskBoardMs: 12 * 60 * 60_000,
  /** What follows a change of a hand-off is done at once; a process that died meanwhile is made up for after this. */
  deskRepairMs: 2_000,
  deskMessageMaxChars: 1_000,
  /** An agent's words are looked at with those before: so many messages, and no older ones than this. */
  deskLookBackMessages: 20,
  deskLookBackMs: 10 * 60_000,
  deskNoteMaxChars: 2_000,
  deskSnoozeMaxMs: 7 * 24 * 60 * 60_000,
  /** Per agent: masked fields shown, procedures started or ended, conversations opened, and things said. */
  deskRevealsPerHour: 10,
  deskStartsPerHour: 30,
  deskViewsPerHour: 300,
  deskMessagesPerMinute: 120,
  /** So many refused sentences, or conversations taken and given back unanswered, in an hour are shown to supervisors. */
  deskOddPerHour: 5,
  /** Staff who did nothing for this long, and who signed in this long ago, sign in again: a break, and a shift. */
  deskIdleMs: 30 * 60_000,
  deskSessionMs: 10 * 60 * 60_000,
  /** Time to sign in at the provider, second factor included. */
  deskSignInMs: 10 * 60_000,
  /** How far the time of a browser may be off when it signs a request. */
  deskProofMs: 60_000,
  /** Who approves something proved who they are no longer ago than this. */
  deskAgainMs: 5 * 60_000,
  /** For the body of one request to arrive; two files over a bad telephone line. */
  bodyTimeoutMs: 20_000,
  /** Teams gives up on a dialog that is not answered within five seconds or so. */
  teamsInvokeMs: 4_000,
  /** A process that is told to stop has left after this; whoever told it kills it some seconds later. */
  drainMs: 10_000,
};

export type Limits = Readonly<typeof limits>;

/** Words separated by commas. */
const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean),
);

/** `1-5 09:00-18:00`: days of the week, 1 being Monday, and the hours by the clock of Mexico City. */
const deskHours = z
  .string()
  .regex(/^[1-7](-[1-7])? ([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be as in 1-5 09:00-18:00');

/** Keys in base64, separated by commas. */
const keyList = z.string().transform((text) => text.split(',').map((key) => key.trim()));

const Environment = z.object({
  MODE: z.enum(['demo', 'production']).default('demo'),
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3978),
  PUBLIC_URL: z.url().optional(),
  DATA_DIR: z.string().min(1).default('data'),
  STORE_URL: z.string().min(1).optional(),
  SMTP_URL: z.string().min(1).optional(),
  MAIL_FROM: z.string().min(3).default('Recupera <no-responder@recupera.example>'),
  TRUST_PROXY: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  DEMO_PEOPLE: z.string().optional(),
  EFIRMA_TRUST_DIR: z.string().optional(),
  EFIRMA_TRUST_PINS: z.string().optional(),
  EFIRMA_OCSP_URL: z.url().optional(),
  SIGNING_KEY: z.string().optional(),
  SEALING_KEY: z.string().optional(),
  INDEX_KEY: z.string().optional(),
  SIGNING_KEYS_RETIRED: keyList.optional(),
  SEALING_KEYS_RETIRED: keyList.optional(),
  METRICS_TOKEN: z.string().optional(),
  /** When people answer. Absent: at any time in demo mode, on working days from nine to six in production. */
  DESK_HOURS: deskHours.optional(),
  /** Days on which nobody answers: `2026-12-25,2027-01-01`. */
  DESK_HOLIDAYS: commaList.optional(),
  /** Where agents may send people: hosts with their subdomains, mailboxes, telephone numbers. */
  DESK_ALLOWED_DOMAINS: commaList.default(['gob.mx', 'pase.com.mx']),
  DESK_ALLOWED_EMAILS: commaList.optional(),
  DESK_ALLOWED_PHONES: commaList.optional(),
  /** Names on other networks that agents may give: `@IMPI_Mexico`. */
  DESK_ALLOWED_HANDLES: commaList.optional(),
  /** A desk that the institution has already: Chatwoot, through an inbox of its API channel. All of them or none. */
  CHATWOOT_URL: z.url({ protocol: /^https?$/ }).optional(),
  CHATWOOT_ACCOUNT_ID: z.string().regex(/^\d+$/, 'must be a number').optional(),
  CHATWOOT_INBOX_IDENTIFIER: z.string().optional(),
  CHATWOOT_ACCESS_TOKEN: z.string().optional(),
  CHATWOOT_WEBHOOK_SECRET: z.string().min(16, 'must have 16 characters or more').optional(),
  ...signInEnvironment,
  ...teamsEnvironment,
  WHATSAPP_PHONE_NUMBER_ID: z.string().optional(),
  WHATSAPP_TOKEN: z.string().optional(),
  WHATSAPP_APP_SECRET: z.string().optional(),
  WHATSAPP_VERIFY_TOKEN: z.string().optional(),
  WHATSAPP_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  WHATSAPP_AUTH_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]+: *[\x20-\x7e]+$/, 'must be a whole header line, as in `D360-API-KEY: …`')
    .optional(),
  WHATSAPP_MEDIA_HOSTS: z.string().optional(),
  WHATSAPP_TEMPLATE: z.string().optional(),
  WHATSAPP_TEMPLATE_LANGUAGE: z.string().default('es_MX'),
});

export type Config = z.infer<typeof Environment> & { readonly limits: Limits };

/** Reads the environment once. Throws `Invalid configuration` naming each setting that is missing or unsafe. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const unsafe = parsed.data.MODE === 'production' ? unsafeInProduction(parsed.data) : [];
  const problems = [
    ...unsafe,
    ...missingForWhatsApp(parsed.data),
    ...missingForChatwoot(parsed.data),
    ...teamsProblems(parsed.data),
    ...signInProblems(parsed.data),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...parsed.data, limits };
}

/** Says what is wrong with the environment, one line a setting. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Invalid configuration:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Rule 8 of the design: a missing or unsafe production setting is a refusal that names it. */
function unsafeInProduction(config: z.infer<typeof Environment>): string[] {
  const problems: string[] = [];
  const need = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };
  need(config.PUBLIC_URL?.startsWith('https://') === true, 'PUBLIC_URL: must be the public https:// address');
  need(isKey(config.SIGNING_KEY), 'SIGNING_KEY: must be 32 random bytes in base64');
  need(isKey(config.SEALING_KEY), 'SEALING_KEY: must be 32 random bytes in base64');
  need(config.SIGNING_KEY !== config.SEALING_KEY, 'SEALING_KEY: must differ from SIGNING_KEY');
  need(
    config.SIGNING_KEYS_RETIRED === undefined || isKey(config.INDEX_KEY),
    'INDEX_KEY: must be the first signing key there was, once that one is retired; without it, no account is found',
  );
  need(config.SMTP_URL !== undefined, 'SMTP_URL: production sends real mail');
  need(config.SMTP_URL === undefined || isEncrypted(config.SMTP_URL), SMTP_ENCRYPTED);
  need(
    config.METRICS_TOKEN !== undefined && config.METRICS_TOKEN.length >= 16,
    'METRICS_TOKEN: must have 16 characters or more',
  );
  need(config.DEMO_PEOPLE === undefined, 'DEMO_PEOPLE: only in demo mode');
  need(
    config.EFIRMA_TRUST_DIR === undefined || config.EFIRMA_TRUST_PINS !== undefined,
    'EFIRMA_TRUST_DIR: in production each authority must be pinned in EFIRMA_TRUST_PINS (SHA-256, comma separated)',
  );
  need(config.EFIRMA_OCSP_URL !== undefined, 'EFIRMA_OCSP_URL: production checks revocation');
  need(config.WHATSAPP_BASE_URL?.startsWith('http:') !== true, 'WHATSAPP_BASE_URL: must be https');
  need(config.CHATWOOT_URL?.startsWith('http:') !== true, 'CHATWOOT_URL: must be https');
  return problems;
}

const SMTP_ENCRYPTED =
  'SMTP_URL: must be smtps://, or smtp:// with ?requireTLS=true, with a certificate that is checked (a server on this machine aside)';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Codes and links would cross in clear where TLS is only taken when it is offered. */
function isEncrypted(smtpUrl: string): boolean {
  const url = URL.parse(smtpUrl);
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol)) return false;
  if (LOOPBACK.has(url.hostname)) return true;
  const { searchParams: set } = url;
  if (set.has('ignoreTLS') || set.has('tls.rejectUnauthorized')) return false;
  return url.protocol === 'smtps:' || set.get('requireTLS') === 'true';
}

const chatwootNames = [
  'CHATWOOT_URL',
  'CHATWOOT_ACCOUNT_ID',
  'CHATWOOT_INBOX_IDENTIFIER',
  'CHATWOOT_ACCESS_TOKEN',
  'CHATWOOT_WEBHOOK_SECRET',
] as const;

/** As for WhatsApp: half of it would not work, and a webhook without its secret would believe anybody. */
function missingForChatwoot(config: z.infer<typeof Environment>): string[] {
  const missing = chatwootNames.filter((name) => config[name] === undefined);
  if (missing.length === chatwootNames.length) return [];
  return missing.map((name) => `${name}: is needed for Chatwoot`);
}

/** All of them or none: a webhook without its secret would believe anybody. */
function missingForWhatsApp(config: z.infer<typeof Environment>): string[] {
  const {
    WHATSAPP_PHONE_NUMBER_ID: id,
    WHATSAPP_APP_SECRET: secret,
    WHATSAPP_VERIFY_TOKEN: verify,
    WHATSAPP_TOKEN: token,
    WHATSAPP_AUTH_HEADER: header,
    WHATSAPP_BASE_URL: base,
  } = config;
  if ([id, secret, verify, token, header, base].every((setting) => setting === undefined)) return [];
  const missing = Object.entries({
    WHATSAPP_PHONE_NUMBER_ID: id,
    WHATSAPP_APP_SECRET: secret,
    WHATSAPP_VERIFY_TOKEN: verify,
    WHATSAPP_TOKEN: token ?? header,
  }).filter(([, value]) => value === undefined);
  return missing.map(([name]) => `${name}: WhatsApp needs it; without WhatsApp, leave all its settings out`);
}

const isKey = (text: string | undefined) => text !== undefined && Buffer.from(text, 'base64').length === 32;
