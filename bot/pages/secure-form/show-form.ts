import type { IncomingMessage, ServerResponse } from 'node:http';
import { duration, localeOf } from '../../../locales/texts.ts';
import { answerPage } from '../plain/answer-page.ts';
import { type Html, html } from '../plain/html.ts';
import type { Page } from '../plain/page.ts';
import { type Access, ENTRY } from './access.ts';
import { anotherSent, askAgain, otherForm, over, received, unknownForm } from './after-views.ts';
import type { FoundForm, OpenForm } from './find-form.ts';
import { frameHeaders, inFrame, POLICY } from './frame.ts';
import type { Problem } from './problem.ts';
import { type SecureFormText, secureFormTexts } from './texts.ts';
import { type FormScripts, formPage } from './views.ts';

export const paths = {
  form: `${ENTRY}/llenar`,
  done: `${ENTRY}/listo`,
  begun: `${ENTRY}/abierto`,
  challenge: `${ENTRY}/texto`,
  again: `${ENTRY}/otro-enlace`,
};

export interface Shown {
  readonly problem?: Problem | undefined;
  /** With the files themselves instead of a signature. */
  readonly asFiles?: boolean | undefined;
  readonly headers?: Record<string, string>;
}

type Over = Exclude<FoundForm, OpenForm | { state: 'unknown' }>;

/** Whether another link helps whoever sees this one. */
export const mayAskAgain = ({ state }: FoundForm): boolean =>
  state === 'expired' || state === 'elsewhere' || state === 'superseded';

/** Answers with what a link stands for. */
export function formShower(options: {
  readonly now: () => number;
  readonly fileMaxBytes: number;
  readonly scripts: FormScripts;
}) {
  const { now, fileMaxBytes, scripts } = options;

  function open(text: SecureFormText, found: OpenForm, { problem, asFiles = false }: Shown): Page {
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
      fileMaxBytes,
      scripts,
    };
    return formPage(view, problem);
  }

  function ended(text: SecureFormText, found: Over): [number, Page] {
    const { state, seen } = found;
    if (state === 'received') return [200, received(text, seen.form)];
    const again = mayAskAgain(found) ? askAgain(text, paths.again, hiddenFields(found)) : undefined;
    return [state === 'elsewhere' ? 409 : 410, over(text, state, again)];
  }

  function answer(
    response: ServerResponse,
    found: OpenForm | Over,
    [status, page]: [number, Page],
    headers: Record<string, string> = {},
  ): void {
    const locale = localeOf(found.seen.form.locale);
    const { framed } = found.access;
    const policy = framed ? frameHeaders(response) : { 'content-security-policy': POLICY };
    answerPage(response, status, locale, framed ? inFrame(page, scripts.teams) : page, { ...policy, ...headers });
  }

  const textOf = (found: OpenForm | Over) => secureFormTexts[localeOf(found.seen.form.locale)];

  return {
    show(request: IncomingMessage, response: ServerResponse, found: FoundForm, how: Shown = {}): void {
      if (found.state === 'unknown') {
        const locale = localeOf(request.headers['accept-language']);
        answerPage(response, 404, locale, unknownForm(secureFormTexts[locale]));
      } else if (found.state === 'open') {
        answer(response, found, [200, open(textOf(found), found, how)], how.headers);
      } else answer(response, found, ended(textOf(found), found), how.headers);
    },

    /** Another link is on its way, or would be if it helped. */
    another(response: ServerResponse, found: OpenForm | Over): void {
      answer(response, found, [200, anotherSent(textOf(found))]);
    },

    /** What was posted belongs to another link than the one this browser opened last. */
    other(response: ServerResponse, locale: string): void {
      const language = localeOf(locale);
      answerPage(response, 409, language, otherForm(secureFormTexts[language], paths.form));
    },
  };
}

/** What every post of a page brings: which form it belongs to, and in a frame what cookies would bring elsewhere. */
function hiddenFields({ access, seen }: { access: Access; seen: { form: { id: string } } }): Html {
  const own = html`<input type="hidden" name="form" value="${seen.form.id}">`;
  if (!access.framed) return own;
  return html`${own}<input type="hidden" name="in" value="teams"><input type="hidden" name="t" value="${access.token}"><input type="hidden" name="b" value="${access.browser}">`;
}
