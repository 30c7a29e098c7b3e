import type { ServerResponse } from 'node:http';
import type { Locale } from '../../../locales/texts.ts';
import { answerText } from '../../http/answer.ts';
import { PAGE_POLICY, type Page, pageHtml } from './page.ts';

/** Answers with a page nobody may keep, frame or learn the address of. */
export function answerPage(
  response: ServerResponse,
  status: number,
  locale: Locale,
  page: Page,
  headers: Record<string, string> = {},
): void {
  answerText(response, status, pageHtml(page, locale), 'text/html; charset=utf-8', {
    'content-security-policy': PAGE_POLICY,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
    vary: 'accept-language',
    'content-language': locale,
    ...headers,
  });
}

/** Sends the browser to a clean address, with what it has to remember in a cookie. */
export function redirect(
  response: ServerResponse,
  location: string,
  headers: Record<string, string | string[]> = {},
): void {
  response.writeHead(303, {
    location,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-length': 0,
    ...headers,
  });
  response.end();
}
