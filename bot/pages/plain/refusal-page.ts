import { type RefusalCode, type RefusalPage, refusals } from '../../http/errors.ts';
import { answerPage } from './answer-page.ts';
import { type Html, html } from './html.ts';
import { type PageText, pageTexts } from './texts.ts';

/** What a person at a browser sees when they are refused: what happened, that nothing is lost, and what to do. */
export const refusalPage: RefusalPage = (response, code, headers) => {
  const { locale, text } = pageTexts(response.req);
  const why = whyOf(code, response.req.method);
  const body = html`<p>${text(`refusal.${why}.body`)}</p>${wayOut(why, text)}`;
  const page = { title: text(`refusal.${why}.title`), body };
  answerPage(response, refusals[code].status, locale, page, { ...headers, ...waits(why) });
};

type Why = (typeof reasons)[RefusalCode] | 'unsure';

/** What each refusal means to a person, who neither knows codes nor what their browser sent. */
const reasons = {
  BadRequest: 'unread',
  Unauthorized: 'stranger',
  TokenInvalid: 'stranger',
  TokenExpired: 'stranger',
  OriginRefused: 'stranger',
  NotFound: 'missing',
  ConversationNotFound: 'missing',
  MethodNotAllowed: 'missing',
  RequestTimeout: 'slow',
  Conflict: 'unread',
  TooLarge: 'large',
  UnsupportedMediaType: 'unread',
  TooManyRequests: 'often',
  Internal: 'failed',
  Unavailable: 'failed',
} as const satisfies Record<RefusalCode, string>;

/** When we fail at an answer, it may have been taken all the same. */
function whyOf(code: RefusalCode, method: string | undefined): Why {
  const why = reasons[code];
  return why === 'failed' && method === 'POST' ? 'unsure' : why;
}

function wayOut(why: Why, text: PageText): Html {
  return why === 'missing' ? html`<p><a class="button" href="/">${text('privacy.back')}</a></p>` : html``;
}

/** People read and press more slowly than programs try again. */
const waits = (why: Why): Record<string, string> =>
  why === 'failed' || why === 'unsure' ? { 'retry-after': '60' } : {};
