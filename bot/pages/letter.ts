import { dialogTexts } from '../../dialogs/texts.ts';
import type { Cases } from '../../services/cases/cases.ts';
import { letterDataOf } from '../../services/cases/letter-data.ts';
import type { LetterLinks } from '../../services/letters/letter-links.ts';
import { letterOfCase } from '../../services/letters/letter-of-case.ts';
import { recentLetters } from '../../services/letters/recent-letters.ts';
import { renderLetter } from '../../services/letters/render-letter.ts';
import { answerText } from '../http/answer.ts';
import { refuse } from '../http/errors.ts';
import type { Route } from '../http/route.ts';

/** What must hold of every answer: it is one person's, and leaves no trace of its address elsewhere. */
const headers = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/**
 * `GET /cartas/FOLIO.MARK.pdf`: the letter of a case that waits for the visit, made anew from the case each time. 404
 * for an address we did not make, 410 once the case has moved on.
 */
export function letterRoute(deps: {
  readonly links: LetterLinks;
  readonly cases: Pick<Cases, 'byFolio'>;
  /** Where the institution answers questions about the letter. */
  readonly contact: string;
  readonly now: () => number;
}): Route {
  const { links, cases, contact, now } = deps;
  const draw = recentLetters((facts) => renderLetter(facts, { contact }));

  return {
    method: 'GET',
    path: '/cartas/:file',
    async handle(_request, response, { file = '' }) {
      const folio = links.folioOf(file);
      if (folio === undefined) return refuse(response, 'NotFound');
      const known = await cases.byFolio(folio);
      const facts = known && letterOfCase(known.case, now());
      if (facts === undefined) {
        const locale = (known && letterDataOf(known.case)?.locale) ?? 'es-MX';
        return answerText(response, 410, dialogTexts[locale]('letter.gone'), 'text/plain; charset=utf-8', headers);
      }
      const pdf = await draw(facts);
      response.writeHead(200, {
        ...headers,
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="carta-${folio}.pdf"`,
        'content-length': pdf.length,
      });
      response.end(pdf);
    },
  };
}
