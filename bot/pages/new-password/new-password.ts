import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Directory } from '../../../services/accounts/directory.ts';
import type { Portal } from '../../../services/accounts/portal.ts';
import type { AuditJob } from '../../../services/audit/event.ts';
import { looksLikeToken } from '../../../services/links/create-links.ts';
import type { Links } from '../../../services/links/link.ts';
import type { Jobs } from '../../../services/store/store.ts';
import { refuse } from '../../http/errors.ts';
import { readForm } from '../../http/form-body.ts';
import type { BodyLimits } from '../../http/read-body.ts';
import { queryOf, type Route } from '../../http/route.ts';
import { answerPage, redirect } from '../plain/answer-page.ts';
import { linkCookie } from '../plain/link-cookie.ts';
import { type Page, POLICY_WITH_SCRIPT } from '../plain/page.ts';
import { fromOurPages } from '../plain/same-origin.ts';
import { anotherLink, frozenAccount, otherLink, passwordSaved, unknownLink, uselessLink } from './after-views.ts';
import { type FoundLink, findLink, type UsableLink } from './find-link.ts';
import type { NewPasswordPurpose } from './purposes.ts';
import { refusedPassword } from './refusal-audit.ts';
import { isRepetition, type SaveOptions, savePassword } from './save.ts';
import { type NewPasswordText, newPasswordTexts } from './texts.ts';
import { passwordForm, type Refusal } from './views.ts';

export interface NewPasswordOptions extends SaveOptions {
  readonly accounts: Pick<Directory, 'get' | 'changeCredentials'>;
  readonly links: Pick<Links, 'look'>;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly auditJob: AuditJob;
  readonly https: boolean;
  readonly limits: BodyLimits;
  /** The address of the script that ticks the rules off. */
  readonly script: string;
  /** Where each portal signs people in. */
  readonly signIn: Readonly<Record<Portal, string>>;
}

/** The address that goes into a mail. */
export const newPasswordUrl = (publicUrl: string, { entry }: Pick<NewPasswordPurpose, 'entry'>, token: string) =>
  `${publicUrl.replace(/\/+$/, '')}${entry}?t=${token}`;

const MINUTE_MS = 60_000;

/**
 * The pages behind a mailed link that sets a password. Opening them spends nothing, however often and by whatever machine;
 * only a password that passes all rules does, in the one write that changes the account.
 */
export function newPasswordRoutes(purpose: NewPasswordPurpose, options: NewPasswordOptions): Route[] {
  const { entry } = purpose;
  const paths = { form: `${entry}/crear`, done: `${entry}/lista`, again: `${entry}/otro-enlace` };
  const cookie = linkCookie({ name: purpose.cookie, path: entry, https: options.https });
  const find = (request: IncomingMessage) => findLink(options, purpose, cookie.read(request));

  /** Shows what a link stands for. */
  function show(request: IncomingMessage, response: ServerResponse, found: FoundLink, refusal?: Refusal): void {
    const { locale, text } = newPasswordTexts(request);
    const [status, page] = found.state === 'usable' ? form(text, found, refusal) : useless(text, found);
    answerPage(response, status, locale, page, { 'content-security-policy': POLICY_WITH_SCRIPT });
  }

  function form(text: NewPasswordText, { id, known, subject }: UsableLink, refusal?: Refusal): [number, Page] {
    const { portal } = known.account;
    const view = { text, purpose, portal, subject, linkId: id, action: paths.form, script: options.script };
    return [statusOf(refusal), passwordForm(view, refusal)];
  }

  function useless(text: NewPasswordText, found: Exclude<FoundLink, UsableLink>): [number, Page] {
    if (found.state === 'unknown') return [404, unknownLink(text, '/')];
    if (found.state === 'frozen') return [403, frozenAccount(text, found.known.account.portal)];
    return [410, uselessLink(text, found.state, paths.again)];
  }

  async function save(request: IncomingMessage, response: ServerResponse, fields: URLSearchParams): Promise<void> {
    const found = await find(request);
    if (found.state !== 'unknown' && fields.get('link') !== found.id) {
      const { locale, text } = newPasswordTexts(request);
      return answerPage(response, 409, locale, otherLink(text, paths.form));
    }
    if (found.state !== 'usable') return showSpent(request, response, found, fields, false);
    const saved = await savePassword(options, found, fields);
    if (saved.outcome === 'saved') return redirect(response, paths.done);
    if (saved.outcome === 'refused') {
      const event = refusedPassword(found, saved.refusal, options.now());
      if (event) await options.jobs.add([options.auditJob(event)]);
      return show(request, response, found, saved.refusal);
    }
    return showSpent(request, response, await find(request), fields, true);
  }

  async function showSpent(
    request: IncomingMessage,
    response: ServerResponse,
    found: FoundLink,
    fields: URLSearchParams,
    counted: boolean,
  ): Promise<void> {
    const repeated = found.state === 'used' && (await isRepetition(options, found, fields, counted));
    return repeated ? redirect(response, paths.done) : show(request, response, found);
  }

  /** Posted forms, once they are known to be ours. */
  const posted =
    (handle: (request: IncomingMessage, response: ServerResponse, fields: URLSearchParams) => Promise<void>) =>
    async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const form = await readForm(request, options.limits);
      if (!form.ok) return refuse(response, form.code);
      if (!fromOurPages(request)) return refuse(response, 'OriginRefused');
      return handle(request, response, form.fields);
    };

  return [
    {
      method: 'GET',
      path: entry,
      handle(request, response) {
        const token = queryOf(request, 't');
        const headers = token !== undefined && looksLikeToken(token) ? cookie.set(token) : cookie.clear();
        redirect(response, paths.form, headers);
      },
    },
    {
      method: 'GET',
      path: paths.form,
      handle: async (request, response) => show(request, response, await find(request)),
    },
    { method: 'POST', path: paths.form, handle: posted(save) },
    {
      method: 'GET',
      path: paths.done,
      async handle(request, response) {
        const found = await find(request);
        if (found.state !== 'used') return redirect(response, paths.form);
        const { locale, text } = newPasswordTexts(request);
        const { portal } = found.known.account;
        answerPage(response, 200, locale, passwordSaved(text, purpose, portal, options.signIn[portal]));
      },
    },
    {
      method: 'POST',
      path: paths.again,
      handle: posted(async (request, response) => {
        const found = await find(request);
        const { locale, text } = newPasswordTexts(request);
        const at = options.now();
        // A double click is one request: the minute is part of the id.
        const id = found.state === 'unknown' ? '' : `again:${found.id}:${Math.floor(at / MINUTE_MS)}`;
        if (found.state !== 'unknown') await options.jobs.add([purpose.again(found.link, { id, locale, at })]);
        answerPage(response, 200, locale, anotherLink(text));
      }),
    },
  ];
}

const statusOf = (refusal: Refusal | undefined) => {
  if (refusal === undefined) return 200;
  return 'because' in refusal && refusal.because === 'busy' ? 429 : 422;
};
