import { duration } from '../../locales/texts.ts';
import type { Portal } from '../../services/accounts/portal.ts';
import type { Route } from '../http/route.ts';
import { answerPage } from './plain/answer-page.ts';
import { type Html, html } from './plain/html.ts';
import type { Page } from './plain/page.ts';
import { type PageText, pageTexts } from './plain/texts.ts';

/** Where the notice is; the dialogs say it at the beginning of every procedure. */
export const privacyPath = '/privacidad';

export interface PrivacyOptions {
  /** Where each institution takes ARCO requests, as people write or type it. */
  readonly contacts: Readonly<Record<Portal, string>>;
  /** How long a conversation is kept after its last message. */
  readonly retentionMs: number;
  /** How long a case is kept after its end. */
  readonly casesMs: number;
}

/** `GET /privacidad`: the simplified privacy notice, in the language of the browser. */
export function privacyRoute({ contacts, retentionMs, casesMs }: PrivacyOptions): Route {
  return {
    method: 'GET',
    path: privacyPath,
    handle(request, response) {
      const { locale, text } = pageTexts(request);
      answerPage(
        response,
        200,
        locale,
        privacyPage(text, contacts, duration(retentionMs, locale), duration(casesMs, locale)),
      );
    },
  };
}

function privacyPage(text: PageText, contacts: PrivacyOptions['contacts'], retention: string, cases: string): Page {
  return {
    title: text('privacy.title'),
    body: html`<p>${text('privacy.who')}</p>
<h2>${text('privacy.data')}</h2>
${list([text('privacy.data.identity'), text('privacy.data.contact'), text('privacy.data.account'), text('privacy.data.efirma'), text('privacy.data.conversation')])}
<h2>${text('privacy.never')}</h2>
${list([text('privacy.never.password'), text('privacy.never.key'), text('privacy.never.sold')])}
<h2>${text('privacy.purpose')}</h2>
${list([text('privacy.purpose.identity'), text('privacy.purpose.change'), text('privacy.purpose.notice'), text('privacy.purpose.abuse')])}
<p>${text('privacy.shared')}</p>
<h2>${text('privacy.kept')}</h2>
<p>${text('privacy.kept.conversation', { retention })}</p>
<p>${text('privacy.kept.cases', { retention: cases })}</p>
<p>${text('privacy.kept.evidence')}</p>
<p>${text('privacy.kept.device')}</p>
<h2>${text('privacy.rights')}</h2>
<p>${text('privacy.rights.arco')}</p>
${list([
  text('privacy.rights.impi', { contact: contacts.impi }),
  text('privacy.rights.pase', { contact: contacts.pase }),
  text('privacy.rights.icsoe', { contact: contacts.icsoe }),
])}
<p>${text('privacy.changes')}</p>
<p><a class="button" href="/">${text('privacy.back')}</a></p>`,
  };
}

const list = (items: readonly string[]): Html => html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
