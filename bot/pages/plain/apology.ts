import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerPage } from './answer-page.ts';
import { html } from './html.ts';
import { pageTexts } from './texts.ts';

/** What a person at a browser sees when we failed: that it was us, that nothing is lost, and what to do. */
export function apologise(request: IncomingMessage, response: ServerResponse, status: number): void {
  const { locale, text } = pageTexts(request);
  answerPage(
    response,
    status,
    locale,
    { title: text('apology.title'), body: html`<p>${text('apology.body')}</p>` },
    { 'retry-after': '60' },
  );
}
