import type { DemoMailbox } from '../../services/demo/mailbox.ts';
import type { Mail } from '../../services/mail/mail.ts';
import { answerJson } from '../http/answer.ts';
import { refuse } from '../http/errors.ts';
import { queryOf, type Route } from '../http/route.ts';
import { answerPage } from '../pages/plain/answer-page.ts';
import { pageTexts } from '../pages/plain/texts.ts';
import { mailboxPage } from './mailbox-page.ts';

const SHOWN = 30;

/**
 * `GET /demo/mailbox?to=ADDRESS`: the mails of one address as JSON, oldest first. Without an address, and for a browser,
 * a page with the newest mails of everybody.
 */
export function mailboxRoute(mailbox: DemoMailbox): Route {
  return {
    method: 'GET',
    path: '/demo/mailbox',
    async handle(request, response) {
      const to = queryOf(request, 'to');
      if (to !== undefined) return answerJson(response, 200, (await mailbox.to(to)).map(shown));
      if (!request.headers.accept?.includes('text/html')) return refuse(response, 'BadRequest');
      const { locale, text } = pageTexts(request);
      answerPage(response, 200, locale, mailboxPage(await mailbox.recent(SHOWN), text));
    },
  };
}

const shown = ({ id: _id, at, ...mail }: Mail) => ({ ...mail, at: new Date(at).toISOString() });
