import type { InboundMessage, Received } from '../../bot/channels/channel.ts';
import type { Route } from '../../bot/http/route.ts';
import { secureFormRoutes, secureFormUrl } from '../../bot/pages/secure-form/secure-form.ts';
import type { FormScripts } from '../../bot/pages/secure-form/views.ts';
import type { Standing } from '../../bot/turns/standing.ts';
import { checkPassword } from '../../services/passwords/check.ts';
import { createCommonPasswords } from '../../services/passwords/common.ts';
import { passwordPolicies } from '../../services/passwords/policies.ts';
import { createSecureForms } from '../../services/secure-forms/create-secure-forms.ts';
import type { FormRequest, WantedForm } from '../../services/secure-forms/secure-form.ts';
import { openSqlite } from '../../services/store/sqlite/index.ts';
import { plainBrowser, serve } from './served.ts';

const MINUTE = 60_000;
export const TTL = 10 * MINUTE;
const isCommon = createCommonPasswords();

/** Random bytes that never repeat and are no secret. */
export function counting() {
  let count = 0;
  return (size: number) => {
    count += 1;
    const bytes = Buffer.alloc(size, count % 251);
    bytes.writeUInt32BE(count);
    return bytes;
  };
}

/** The service over a real store, with a clock and a random source of the test. */
export async function openForms(options: { randomInt?: (max: number) => number } = {}) {
  const clock = { at: Date.UTC(2026, 10, 21, 15) };
  const store = await openSqlite({ path: ':memory:' });
  let mark = 4820;
  const forms = createSecureForms({
    documents: store.documents,
    now: () => clock.at,
    randomBytes: counting(),
    randomInt: options.randomInt ?? (() => ++mark),
    key: Buffer.alloc(32, 9),
    ttlMs: TTL,
    rememberMs: 60 * MINUTE,
  });
  return { clock, store, forms, close: () => store.close() };
}

export const asked: Record<WantedForm['kind'], Omit<FormRequest, 'conversationId'>> = {
  password: request('impi-efirma', 'password', { kind: 'password', portal: 'impi' }, 'IMPI-2026-000123'),
  'client-password': request('pase-migration', 'client-password', { kind: 'client-password' }),
  efirma: request('impi-efirma', 'efirma', { kind: 'efirma' }, 'IMPI-2026-000123'),
  'key-password': request('impi-efirma', 'key-password', { kind: 'key-password' }, 'IMPI-2026-000123'),
};

function request(procedure: string, step: string, form: WantedForm, folio?: string) {
  const place = { procedure, step, ...(folio === undefined ? {} : { folio }) };
  return { ...place, channel: 'whatsapp', form, askedSeq: 7, locale: 'es-MX' };
}

/** Where a conversation stands that asks for a form. */
export function standingAt({ procedure, step, folio, form, askedSeq }: Omit<FormRequest, 'conversationId'>): Standing {
  return {
    seq: askedSeq,
    shownSeq: askedSeq,
    procedure,
    step,
    folio,
    form: form.kind === 'password' ? { ...form, confirm: true } : form,
  };
}

/** A conversation that takes each message id once, as the door does. */
export function fakeConversation() {
  const taken = new Map<string, InboundMessage>();
  const refused: Received[] = [];
  const again: string[] = [];
  return {
    taken,
    /** What the next submits are answered with, instead of being taken. */
    refused,
    /** Forms for which another link was asked. */
    again,
    standing: undefined as Standing | undefined,
    fresh: undefined as { challenge: string; expiresAt: number } | undefined,
    async submit(conversationId: string, message: InboundMessage): Promise<Received> {
      const refusal = refused.shift();
      if (refusal) return refusal;
      const key = `${conversationId} ${message.messageId}`;
      if (taken.has(key)) return { outcome: 'duplicate' };
      taken.set(key, message);
      return { outcome: 'accepted' };
    },
    values: () => [...taken.values()].map(({ activity }) => activity.value),
  };
}

/** The page on a server of its own, with a conversation that stands where the test says. */
export async function openFormPage(
  options: { scripts?: FormScripts; routes?: readonly Route[]; https?: boolean } = {},
) {
  const opened = await openForms();
  const { clock, forms } = opened;
  const conversation = fakeConversation();
  const burned = new Set<string>();
  const routes = secureFormRoutes({
    forms,
    standsAt: async () => conversation.standing,
    submit: conversation.submit,
    renewChallenge: async () => conversation.fresh,
    sendAnother: async (_conversation, form) => {
      conversation.again.push(form);
    },
    checkPassword: async (_conversation, portal, password) =>
      checkPassword(password, passwordPolicies[portal], { name: 'Rosa Gómez Mora' }, isCommon),
    isBurned: async (_conversation, secret) => burned.has(secret),
    randomBytes: counting(),
    now: () => clock.at,
    https: options.https ?? false,
    limits: { maxBytes: 65_536, timeoutMs: 5_000, fileMaxBytes: 8_192 },
    fileMaxBytes: 8_192,
    scripts: options.scripts ?? {
      liveRules: '/assets/live-rules.js',
      page: '/assets/secure-form.js',
      sign: '/assets/sign.js',
      worker: '/assets/efirma-worker.js',
      teams: '/assets/teams.js',
    },
  });
  const server = await serve([...routes, ...(options.routes ?? [])]);

  let askedSeq = 0;
  /** A link as a chat shows it, in a message of its own, for a conversation that stands at its question. */
  async function link(kind: WantedForm['kind'], changes: Partial<FormRequest> & { inTeams?: boolean } = {}) {
    const { inTeams, ...changed } = changes;
    askedSeq += 1;
    const wanted = { ...asked[kind], conversationId: 'c1', askedSeq, ...changed };
    conversation.standing = standingAt(wanted);
    const issued = await forms.open(wanted);
    return { ...issued, url: secureFormUrl(server.url, issued.token, { inTeams: inTeams ?? false }) };
  }

  return {
    ...opened,
    server,
    conversation,
    burned,
    link,
    browser: () => plainBrowser(server.url),
    /** The conversation is now elsewhere; undefined: it was asked nothing. */
    goesTo(standing: Standing | undefined) {
      conversation.standing = standing;
    },
    later(ms: number) {
      clock.at += ms;
    },
    close: async () => {
      await server.close();
      await opened.close();
    },
  };
}
export type TestFormPage = Awaited<ReturnType<typeof openFormPage>>;

/** The hidden fields of the first form on a page. */
export function hiddenOf(html: string): Record<string, string> {
  const [form = ''] = /<form[\s\S]*?<\/form>/.exec(html) ?? [];
  const fields = form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g);
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value]));
}
