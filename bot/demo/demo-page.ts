import type { PersonNow } from '../../services/demo/people.ts';
import type { Route } from '../http/route.ts';
import { answerPage } from '../pages/plain/answer-page.ts';
import { type Html, html } from '../pages/plain/html.ts';
import type { Page } from '../pages/plain/page.ts';
import { type PageText, pageTexts } from '../pages/plain/texts.ts';
import { demoKeyPassword } from './demo-efirmas.ts';
import { efirmaFilePath } from './efirma-files.ts';

const portals = ['impi', 'pase', 'icsoe'] as const;

/** `GET /demo`: how to try the product, and with whom. */
export function demoPageRoute(people: () => Promise<readonly PersonNow[]>): Route {
  return {
    method: 'GET',
    path: '/demo',
    async handle(request, response) {
      const { locale, text } = pageTexts(request);
      answerPage(response, 200, locale, demoPage(await people(), text));
    },
  };
}

function demoPage(people: readonly PersonNow[], text: PageText): Page {
  const sections = portals.map((portal) => {
    const own = people.filter((person) => person.portal === portal);
    return html`<section><h2>${text(`portal.${portal}`)}</h2>
<p>${text(`demo.${portal}`, { password: demoKeyPassword })}</p>
${own.map((person) => article(person, text))}</section>`;
  });
  return {
    title: text('demo.title'),
    body: html`<p>${text('demo.what')}</p>
<ol><li>${text('demo.step.person')}</li><li>${text('demo.step.chat')}</li><li>${text('demo.step.mail')}</li></ol>
<p><a class="button" href="/">${text('demo.open-chat')}</a></p>
<p><a href="/demo/mailbox">${text('demo.open-mailbox')}</a></p>
${sections}`,
  };
}

function article(person: PersonNow, text: PageText): Html {
  const { curp, clientNumber, email, legacyPassword, frozen } = person;
  const facts = [
    ...(curp === undefined ? [] : [text('demo.curp', { curp })]),
    ...(clientNumber === undefined ? [] : [text('demo.client-number', { number: clientNumber })]),
    ...(email === undefined ? [] : [text('demo.email', { email })]),
    ...(legacyPassword === undefined ? [] : [text('demo.legacy-password', { password: legacyPassword })]),
    ...(frozen ? [text('demo.frozen')] : []),
  ];
  const hasEfirma = person.portal === 'impi' && curp !== undefined;
  return html`<article><h3>${person.name}</h3>
${facts.map((fact) => html`<p class="small">${fact}</p>`)}
${hasEfirma ? html`<p>${download(person.name, curp, 'cer', text)} ${download(person.name, curp, 'key', text)}</p>` : ''}</article>`;
}

function download(name: string, curp: string, extension: 'cer' | 'key', text: PageText): Html {
  const label = text('demo.download', { file: `.${extension}` });
  return html`<a class="button" href="${efirmaFilePath(curp, extension)}" download>${label}<span class="hidden"> ${name}</span></a>`;
}
