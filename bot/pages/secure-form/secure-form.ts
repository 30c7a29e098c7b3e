import type { IncomingMessage, ServerResponse } from 'node:http';
import { duration, localeOf } from '../../../locales/texts.ts';
import type { SecureForms } from '../../../services/secure-forms/secure-form.ts';
import type { Door } from '../../channels/channel.ts';
import { answerJson } from '../../http/answer.ts';
import { refuse } from '../../http/errors.ts';
import { queryOf, type Route } from '../../http/route.ts';
import { answerPage, redirect } from '../plain/answer-page.ts';
import { type Html, html } from '../plain/html.ts';
import type { Page } from '../plain/page.ts';
import { fromOurPages } from '../plain/same-origin.ts';
import { type Access, accessKeeper, ENTRY, tokenOf } from './access.ts';
import { anotherSent, askAgain, otherForm, over, received, unknownForm } from './after-views.ts';
import { type AnswerOptions, type Problem, readAnswer } from './answers.ts';
import { type FindDeps, type FoundForm, findForm, type OpenForm } from './find-form.ts';
import { frameHeaders, inFrame, POLICY } from './frame.ts';
import { type Posted, type PostedLimits, readPosted } from './read-posted.ts';
import { placeOf, stillWaits } from './standing.ts';
import { type SecureFormText, secureFormTexts } from './texts.ts';
import { type FormScripts, formPage } from './views.ts';

export interface SecureFormOptions extends FindDeps, AnswerOptions {
  readonly forms: Pick<SecureForms, 'look' | 'begin' | 'complete'>;
  /** Hands an answer to the conversation. */
  readonly submit: Door['receive'];
  /** A text to sign with its whole life before it. */
  readonly renewChallenge: (
    conversationId: string,
  ) => Promise<{ readonly challenge: string; readonly expiresAt: number } | undefined>;
  /** Asks the conversation to send another link for the question it stands at; once for each form. */
  readonly sendAnother: (conversationId: string, formId: string) => Promise<void>;
  readonly randomBytes: (size: number) => Buffer;
  readonly now: () => number;
  readonly https: boolean;
  readonly limits: PostedLimits;
  readonly scripts: FormScripts;
}

/** The address that goes into a chat. `inTeams`: for a dialog that Teams shows in a frame. */
export const secureFormUrl = (publicUrl: string, token: string, { inTeams = false } = {}): string =>
  `${publicUrl.replace(/\/+$/, '')}${ENTRY}?t=${token}${inTeams ? '&in=teams' : ''}`;

const paths = {
  form: `${ENTRY}/llenar`,
  done: `${ENTRY}/listo`,
  begun: `${ENTRY}/abierto`,
  challenge: `${ENTRY}/texto`,
  again: `${ENTRY}/otro-enlace`,
};

/** A text that has less than this to live is not signed any more: finding two files takes a while. */
const CHALLENGE_MARGIN_MS = 60_000;

/**
 * The page behind the link that a chat shows where a secret is needed. Opening it spends nothing, however often and by
 * whatever machine; a form is completed by an answer that the conversation has taken, and by nothing else.
 */
export function secureFormRoutes(options: SecureFormOptions): Route[] {
  const { forms, now, limits, scripts } = options;
  const keeper = accessKeeper(options);
  const find = (access: Access | undefined) => findForm(options, access);

  /** Shows what a link stands for. */
  function show(request: IncomingMessage, response: ServerResponse, found: FoundForm, how: Shown = {}): void {
    if (found.state === 'unknown') {
      showUnknown(request, response);
      return;
    }
    const locale = localeOf(found.seen.form.locale);
    const text = secureFormTexts[locale];
    const [status, page] = found.state === 'open' ? openPage(text, found, how) : overPage(text, found);
    const headers = found.access.framed ? frameHeaders(response) : { 'content-security-policy': POLICY };
    answerPage(response, status, locale, found.access.framed ? inFrame(page, scripts.teams) : page, headers);
  }

  function showUnknown(request: IncomingMessage, response: ServerResponse): void {
    const locale = localeOf(request.headers['accept-language']);
    answerPage(response, 404, locale, unknownForm(secureFormTexts[locale]));
  }

  function openPage(text: SecureFormText, found: OpenForm, { problem, asFiles = false }: Shown): [number, Page] {
    const { form } = found.seen;
    const { token, framed } = found.access;
    const here = framed ? `${ENTRY}?t=${token}&in=teams&` : `${paths.form}?`;
    const view = {
      text,
      form,
      ttl: duration(form.expiresAt - now(), localeOf(form.locale)),
      action: paths.form,
      hidden: hiddenFields(found),
      challengeAt: paths.challenge,
      challenge: found.standing.challenge,
      begunAt: paths.begun,
      filesAt: `${here}forma=archivos`,
      signAt: here.slice(0, -1),
      asFiles,
      fileMaxBytes: limits.fileMaxBytes,
      scripts,
    };
    return [statusOf(problem), formPage(view, problem)];
  }

  function overPage(text: SecureFormText, found: Exclude<FoundForm, OpenForm | { state: 'unknown' }>): [number, Page] {
    const { state, seen } = found;
    if (state === 'received') return [200, received(text, seen.form)];
    const mayAskAgain = state === 'expired' || state === 'elsewhere';
    const again = mayAskAgain ? askAgain(text, paths.again, hiddenFields(found)) : undefined;
    return [state === 'elsewhere' ? 409 : 410, over(text, state, again)];
  }

  async function answer(request: IncomingMessage, response: ServerResponse, posted: Given): Promise<void> {
    const found = await find(keeper.read(request, posted.fields));
    if (found.state === 'received' && !found.access.framed) return redirect(response, paths.done);
    if (found.state !== 'open') return show(request, response, found);
    const { seen, access } = found;
    const asFiles = posted.fields.get('forma') === 'archivos';
    const read = await readAnswer(options, seen.conversationId, seen.form, posted);
    if (!read.ok) {
      // A person pressed the button; a script that submits what it finds does not claim the form for its browser.
      if (request.headers['sec-fetch-user'] === '?1') await forms.begin(access.token, access.browser);
      return show(request, response, found, { problem: read.problem, asFiles });
    }
    const taken = await options.submit(seen.conversationId, {
      messageId: `form:${seen.form.id}`,
      activity: { type: 'message', known: true, value: read.answer.value, formFor: placeOf(seen.form) },
      files: read.answer.files,
    });
    if (taken.outcome === 'too-fast') return show(request, response, found, { problem: { because: 'busy' }, asFiles });
    if (taken.outcome === 'unknown-conversation') return show(request, response, { ...found, state: 'moved' });
    const completed = await forms.complete(access.token, access.browser);
    if (taken.outcome === 'duplicate' && !completed.ok) return show(request, response, await find(access));
    if (completed.ok && !access.framed) return redirect(response, paths.done);
    show(request, response, { ...found, state: 'received' });
  }

  /** Posted forms, once they are known to be ours and of the link that this browser opened last. */
  const posted =
    (handle: (request: IncomingMessage, response: ServerResponse, given: Given) => Promise<void>) =>
    async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const given = await readPosted(request, limits);
      if (!given.ok) return refuse(response, given.code);
      if (!fromOurPages(request)) return refuse(response, 'OriginRefused');
      const seen = await look(keeper.read(request, given.fields));
      if (seen === undefined || seen.form.id === given.fields.get('form')) return handle(request, response, given);
      const locale = localeOf(seen.form.locale);
      answerPage(response, 409, locale, otherForm(secureFormTexts[locale], paths.form));
    };

  const look = async (access: Access | undefined) => access && forms.look(access.token, access.browser);

  return [
    {
      method: 'GET',
      path: ENTRY,
      async handle(request, response) {
        const framed = queryOf(request, 'in') === 'teams' ? await find(keeper.framed(request)) : undefined;
        if (framed && framed.state !== 'unknown') return show(request, response, framed, shownAs(request));
        redirect(response, paths.form, keeper.arrive(request, tokenOf(request)));
      },
    },
    {
      method: 'GET',
      path: paths.form,
      async handle(request, response) {
        show(request, response, await find(keeper.read(request)), shownAs(request));
      },
    },
    { method: 'POST', path: paths.form, handle: posted(answer) },
    {
      method: 'GET',
      path: paths.done,
      async handle(request, response) {
        const found = await find(keeper.read(request));
        if (found.state === 'received') return show(request, response, found);
        redirect(response, paths.form);
      },
    },
    {
      method: 'POST',
      path: paths.begun,
      handle: posted(async (request, response, { fields }) => {
        const access = keeper.read(request, fields);
        const begun = access && (await forms.begin(access.token, access.browser));
        if (!begun?.ok) return refuse(response, 'Conflict');
        response.writeHead(204, { 'cache-control': 'no-store' });
        response.end();
      }),
    },
    {
      method: 'POST',
      path: paths.challenge,
      handle: posted(async (request, response, { fields }) => {
        const found = await find(keeper.read(request, fields));
        const text = found.state === 'open' ? await challengeFor(found) : undefined;
        if (text === undefined) return refuse(response, 'Conflict');
        answerJson(response, 200, { challenge: text });
      }),
    },
    {
      method: 'POST',
      path: paths.again,
      handle: posted(async (request, response, { fields }) => {
        const found = await find(keeper.read(request, fields));
        if (found.state === 'unknown') return showUnknown(request, response);
        const { conversationId, form } = found.seen;
        const mayAskAgain = found.state === 'expired' || found.state === 'elsewhere';
        if (mayAskAgain && stillWaits(form, await options.standsAt(conversationId))) {
          await options.sendAnother(conversationId, form.id);
        }
        const locale = localeOf(form.locale);
        const page = anotherSent(secureFormTexts[locale]);
        const { framed } = found.access;
        const headers = framed ? frameHeaders(response) : {};
        answerPage(response, 200, locale, framed ? inFrame(page, scripts.teams) : page, headers);
      }),
    },
  ];

  async function challengeFor({ access, seen, standing }: OpenForm): Promise<string | undefined> {
    if (seen.form.form.kind !== 'efirma' || !(await forms.begin(access.token, access.browser)).ok) return undefined;
    const { challenge, challengeExpiresAt = 0 } = standing;
    if (challenge !== undefined && challengeExpiresAt - now() > CHALLENGE_MARGIN_MS) return challenge;
    return (await options.renewChallenge(seen.conversationId))?.challenge;
  }
}

type Given = Extract<Posted, { ok: true }>;

interface Shown {
  readonly problem?: Problem;
  /** With the files themselves instead of a signature. */
  readonly asFiles?: boolean;
}

const shownAs = (request: IncomingMessage): Shown => ({ asFiles: queryOf(request, 'forma') === 'archivos' });

/** What every post of a page brings: which form it belongs to, and in a frame what cookies would bring elsewhere. */
function hiddenFields({ access, seen }: { access: Access; seen: { form: { id: string } } }): Html {
  const own = html`<input type="hidden" name="form" value="${seen.form.id}">`;
  if (!access.framed) return own;
  return html`${own}<input type="hidden" name="in" value="teams"><input type="hidden" name="t" value="${access.token}"><input type="hidden" name="b" value="${access.browser}">`;
}

function statusOf(problem: Problem | undefined): number {
  if (problem === undefined) return 200;
  return 'because' in problem && problem.because === 'busy' ? 429 : 422;
}
