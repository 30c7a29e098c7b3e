import { procedure } from '../procedure.ts';
import { emailPrompt } from '../prompts/email.ts';
import { noticePrompt } from '../prompts/notice.ts';

/**
 * PASE: the mail that activates an account did not arrive, or its link is too old. The notice is the same for everybody;
 * whether a move to the address waits is looked up by a job, after the answer.
 */
export const activationResend = procedure('activation-resend', { portal: 'pase', version: 1, hasCase: false })
  .step('notice', [], () => noticePrompt('activation-resend.notice'), { uncounted: true })
  .step('email', [], () => emailPrompt('email.ask-activation'))
  .ends(async ({ email }, { turn }) => {
    const { activationRequest, limits } = turn.services;
    const request = { by: 'email', email } as const;
    turn.queue(activationRequest({ id: turn.id, request, locale: turn.locale, at: turn.now }));
    const ttl = turn.duration(limits.paseLinkTtlMs);
    return { kind: 'end', end: 'mail-sent', say: [turn.text('activation-resend.mail-sent', { ttl })] };
  });
