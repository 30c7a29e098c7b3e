import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SecureForms } from '../../../services/secure-forms/secure-form.ts';
import type { Door } from '../../channels/channel.ts';
import { answerJson } from '../../http/answer.ts';
import { refuse } from '../../http/errors.ts';
import { queryOf, type Route } from '../../http/route.ts';
import { redirect } from '../plain/answer-page.ts';
import { fromOurPages } from '../plain/same-origin.ts';
import { accessKeeper, ENTRY, tokenOf } from './access.ts';
import { type AnswerOptions, readAnswer } from './answers.ts';
import { type FindDeps, findForm, type OpenForm } from './find-form.ts';
import { refusalHeaders } from './frame.ts';
import { type Problem, problemCode, readProblem } from './problem.ts';
import { type Posted, type PostedLimits, readPosted } from './read-posted.ts';
import { formShower, mayAskAgain, paths, type Shown } from './show-form.ts';
import { placeOf, stillWaits } from './standing.ts';
import type { FormScripts } from './views.ts';

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

/** A text that has less than this to live is not signed any more: finding two files takes a while. */
const CHALLENGE_MARGIN_MS = 60_000;

type Given = Extract<Posted, { ok: true }>;
type Exchange = (request: IncomingMessage, response: ServerResponse, given: Given) => Promise<void>;

/**
 * The page behind the link that a chat shows where a secret is needed. Opening it spends nothing, however often and by
 * whatever machine; a form is completed by an answer that the conversation has taken, and by nothing else.
 */
export function secureFormRoutes(options: SecureFormOptions): Route[] {
  const { forms, now, limits, scripts } = options;
  const keeper = accessKeeper(options);
  const { show, another, other } = formShower({ now, scripts, fileMaxBytes: limits.fileMaxBytes });
  const find = (request: IncomingMessage, given?: Given) => findForm(options, keeper.read(request, given?.fields));

  /** Posted forms, once they are known to be ours and of the link that this browser opened last. */
  const posted = (exchange: Exchange) => async (request: IncomingMessage, response: ServerResponse) => {
    const given = await readPosted(request, limits);
    if (!given.ok) return refuse(response, given.code, refusalHeaders(response));
    if (!fromOurPages(request)) return refuse(response, 'OriginRefused', refusalHeaders(response));
    const access = keeper.read(request, given.fields);
    const seen = access && (await forms.look(access.token, access.browser));
    if (seen && seen.form.id !== given.fields.get('form')) return other(response, seen.form.locale);
    return exchange(request, response, given);
  };

  const answer: Exchange = async (request, response, given) => {
    const found = await find(request, given);
    if (found.state === 'received' && !found.access.framed) return redirect(response, paths.done);
    if (found.state !== 'open') return show(request, response, found);
    const { seen, access } = found;
    const asFiles = given.fields.get('forma') === 'archivos';
    const read = await readAnswer(options, seen.conversationId, seen.form, given);
    if (!read.ok) return refuseAnswer(request, response, found, read.problem, asFiles);
    const taken = await options.submit(seen.conversationId, {
      messageId: `form:${seen.form.id}`,
      activity: { type: 'message', known: true, value: read.answer.value, formFor: placeOf(seen.form) },
      files: read.answer.files,
    });
    if (taken.outcome === 'too-fast') return refuseAnswer(request, response, found, { because: 'busy' }, asFiles);
    if (taken.outcome === 'unknown-conversation') return show(request, response, { ...found, state: 'moved' });
    const completed = await forms.complete(access.token, access.browser);
    if (taken.outcome === 'duplicate' && !completed.ok) return show(request, response, await find(request, given));
    if (completed.ok && !access.framed) return redirect(response, paths.done);
    show(request, response, { ...found, state: 'received' });
  };

  /** Back to the form with the reason, by way of an address that can be loaded again; in a frame, at once. */
  function refuseAnswer(
    request: IncomingMessage,
    response: ServerResponse,
    found: OpenForm,
    problem: Problem,
    asFiles: boolean,
  ): void {
    const query = new URLSearchParams({ aviso: problemCode(problem), ...(asFiles ? { forma: 'archivos' } : {}) });
    if (found.access.framed) show(request, response, found, { problem, asFiles });
    else redirect(response, `${paths.form}?${query}`);
  }

  const begin: Exchange = async (request, response, { fields }) => {
    const access = keeper.read(request, fields);
    const begun = access && (await forms.begin(access.token, access.browser));
    if (!begun?.ok) return refuse(response, 'Conflict');
    response.writeHead(204, { 'cache-control': 'no-store' });
    response.end();
  };

  const challenge: Exchange = async (request, response, given) => {
    const found = await find(request, given);
    const text = found.state === 'open' ? await challengeFor(found) : undefined;
    if (text === undefined) return refuse(response, 'Conflict');
    answerJson(response, 200, { challenge: text }, { 'cache-control': 'no-store' });
  };

  async function challengeFor({ access, seen, standing }: OpenForm): Promise<string | undefined> {
    if (seen.form.form.kind !== 'efirma' || !(await forms.begin(access.token, access.browser)).ok) return undefined;
    const { challenge: text, challengeExpiresAt = 0 } = standing;
    if (text !== undefined && challengeExpiresAt - now() > CHALLENGE_MARGIN_MS) return text;
    return (await options.renewChallenge(seen.conversationId))?.challenge;
  }

  const again: Exchange = async (request, response, given) => {
    const found = await find(request, given);
    if (found.state === 'unknown') return show(request, response, found);
    const { conversationId, form } = found.seen;
    if (mayAskAgain(found) && stillWaits(form, await options.standsAt(conversationId))) {
      await options.sendAnother(conversationId, form.id);
    }
    another(response, found);
  };

  return [
    {
      method: 'GET',
      path: ENTRY,
      async handle(request, response) {
        const framed = queryOf(request, 'in') === 'teams' ? await findForm(options, keeper.framed(request)) : undefined;
        if (framed && framed.state !== 'unknown') {
          return show(request, response, framed, { ...shownAs(request), headers: keeper.remember(framed.access) });
        }
        redirect(response, paths.form, keeper.arrive(request, tokenOf(request)));
      },
    },
    {
      method: 'GET',
      path: paths.form,
      handle: async (request, response) => show(request, response, await find(request), shownAs(request)),
    },
    {
      method: 'GET',
      path: paths.done,
      async handle(request, response) {
        const found = await find(request);
        if (found.state === 'received') return show(request, response, found);
        redirect(response, paths.form);
      },
    },
    { method: 'POST', path: paths.form, handle: posted(answer) },
    { method: 'POST', path: paths.begun, handle: posted(begin) },
    { method: 'POST', path: paths.challenge, handle: posted(challenge) },
    { method: 'POST', path: paths.again, handle: posted(again) },
  ];
}

const shownAs = (request: IncomingMessage): Shown => ({
  problem: readProblem(queryOf(request, 'aviso')),
  asFiles: queryOf(request, 'forma') === 'archivos',
});
