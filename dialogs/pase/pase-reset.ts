import { procedure } from '../procedure.ts';
import { emailPrompt } from '../prompts/email.ts';
import { noticePrompt } from '../prompts/notice.ts';

/**
 * PASE: the password of an account with an email was forgotten. As with ICSOE, the notice is the same for everybody and
 * the look-up happens after it.
 */
export const paseReset = procedure('pase-reset', { portal: 'pase', version: 1, hasCase: false })
  .step('notice', [], () => noticePrompt('pase-reset.notice'), { uncounted: true })
  .step('email', [], () => emailPrompt('email.ask-account', 'pase-reset.mailbox-lost'))
  .ends(async ({ email }, { turn }) => {
    const request = { by: 'email', portal: 'pase', email } as const;
    turn.queue(turn.services.resetRequest({ id: turn.id, request, locale: turn.locale, at: turn.now }));
    const ttl = turn.duration(turn.services.limits.resetLinkTtlMs);
    return { kind: 'end', end: 'mail-sent', say: [turn.text('pase-reset.mail-sent', { ttl })] };
  });
