import { z } from 'zod';
import { dayInWords } from '../../services/cases/deadline.ts';
import { maskCurp } from '../../services/curp/curp.ts';
import type { Outcome } from '../procedure.ts';
import { procedure } from '../procedure.ts';
import type { Prompt, StepContext } from '../prompt.ts';
import { agreePrompt } from '../prompts/confirm.ts';
import { curpPrompt } from '../prompts/curp.ts';
import { emailConfirmPrompt, emailPrompt } from '../prompts/email.ts';
import { fullNamePrompt } from '../prompts/full-name.ts';
import { readReview } from '../prompts/review.ts';
import { officeParams } from './office.ts';

interface Petition {
  readonly curp: string;
  readonly 'full-name': string;
  readonly email: string;
}

/**
 * "Tu cuenta PASE" without e.firma: a letter that the person takes to the IMPI. Nothing is looked up and nothing changes
 * here; people at the institution decide.
 */
export const impiLetter = procedure('impi-letter', { portal: 'impi', version: 1 })
  .step('prerequisites', [], prerequisites, { uncounted: true })
  .step('curp', [], curpPrompt)
  .step('full-name', [], fullNamePrompt)
  .step('email', [], () => emailPrompt())
  .step('email-confirm', ['email'], ({ email }) => emailConfirmPrompt(email), { sameStage: true })
  .step('review', ['curp', 'full-name', 'email', 'email-confirm'], reviewPrompt)
  .ends(fileLetter);

function prerequisites(): Prompt<true> {
  return agreePrompt({
    ask: ({ turn, folio }) => ({
      text: [
        turn.text('common.privacy', { url: turn.services.links.privacy }),
        turn.text('letter.prerequisites', { folio }),
      ].join('\n\n'),
      options: [{ title: turn.text('letter.prerequisites.yes') }, { title: turn.text('common.option.cancel') }],
    }),
    onNo: ({ turn }) => turn.text('letter.prerequisites.no'),
  });
}

/** What the letter will say, before it is made. */
function reviewPrompt({ curp, 'full-name': name, email }: Petition): Prompt<true> {
  return {
    answer: z.literal(true),
    reviews: true,
    ask: ({ turn }) => ({
      text: turn.text('letter.review', { name, curp: maskCurp(curp), email }),
      options: [
        { title: turn.text('letter.review.yes') },
        { title: turn.text('letter.review.name') },
        { title: turn.text('impi.review.email') },
        { title: turn.text('common.option.cancel') },
      ],
    }),
    read: (input, { turn }) => readReview(input, turn, { agreed: true, fields: 'letter.review.fields' }),
  };
}

async function fileLetter(given: Petition, { turn, caseId }: StepContext): Promise<Outcome> {
  const { letters } = turn.services;
  const filed = await letters.file({
    caseId,
    curp: given.curp,
    fullName: given['full-name'],
    email: given.email,
    locale: turn.locale,
    at: turn.now,
  });
  if (!filed.ok) return { kind: 'end', end: 'refused', say: [turn.text('letter.not-filed')] };
  const { folio, deadlineAt } = filed;
  const letter = { contentType: 'application/pdf', contentUrl: letters.pathOf(folio), name: `Carta ${folio}.pdf` };
  return {
    kind: 'end',
    end: 'awaiting-visit',
    say: [
      { text: turn.text('letter.done', { folio }), attachments: [letter] },
      turn.text('letter.visit', { ...officeParams(turn), deadline: dayInWords(deadlineAt, turn.locale) }),
    ],
  };
}
