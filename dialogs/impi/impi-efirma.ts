import { procedure } from '../procedure.ts';
import { codePrompt } from '../prompts/code.ts';
import { agreePrompt } from '../prompts/confirm.ts';
import { curpPrompt } from '../prompts/curp.ts';
import { efirmaPrompt } from '../prompts/efirma.ts';
import { emailConfirmPrompt, emailPrompt } from '../prompts/email.ts';
import { newPasswordPrompt, passwordConfirmPrompt } from '../prompts/password.ts';
import { readHasEfirma } from '../reading/has-efirma.ts';
import { changeAccount } from './change-account.ts';
import { reviewPrompt } from './review.ts';

/** "Tu cuenta PASE" of the IMPI: a new email and a new password, proved with the e.firma. */
export const impiEfirma = procedure('impi-efirma', { portal: 'impi', version: 1 })
  .step('prerequisites', [], prerequisites, { uncounted: true })
  .step('curp', [], curpPrompt)
  .step('email', [], () => emailPrompt())
  .step('email-confirm', ['email'], ({ email }) => emailConfirmPrompt(email), { sameStage: true })
  .step('password', ['curp'], ({ curp, email }) => newPasswordPrompt('impi', { curp, email }))
  .step('password-confirm', ['password'], ({ password }) => passwordConfirmPrompt('impi', password), {
    sameStage: true,
  })
  .step('efirma', ['curp'], ({ curp }) => efirmaPrompt(curp), { takesFiles: true })
  .step('code', ['email', 'efirma'], ({ email }) => codePrompt('impi', email))
  .step('review', ['curp', 'email', 'efirma', 'code', 'password'], reviewPrompt)
  .ends(changeAccount);

function prerequisites() {
  return agreePrompt({
    ask: ({ turn, folio }) => ({
      text: [
        turn.text('common.privacy', { url: turn.services.links.privacy }),
        turn.text('impi.prerequisites', { folio }),
      ].join('\n\n'),
      options: [{ title: turn.text('impi.prerequisites.yes') }, { title: turn.text('impi.prerequisites.no-efirma') }],
    }),
    onNo: ({ turn }) => turn.text('impi.prerequisites.no'),
    isYes: (text) => readHasEfirma(text) === true,
  });
}
