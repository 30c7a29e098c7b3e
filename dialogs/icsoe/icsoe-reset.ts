import { procedure } from '../procedure.ts';
import { curpPrompt } from '../prompts/curp.ts';
import { emailPrompt } from '../prompts/email.ts';
import { noticePrompt } from '../prompts/notice.ts';

/**
 * ICSOE: the *capturista* forgot the password. The notice is the same for everybody; whether CURP and email belong to an
 * account is looked up by a job, after the answer. No case is opened: nothing that could be asked for later may tell.
 */
export const icsoeReset = procedure('icsoe-reset', { portal: 'icsoe', version: 1, hasCase: false })
  .step('notice', [], () => noticePrompt('icsoe-reset.notice'), { uncounted: true })
  .step('curp', [], curpPrompt)
  .step('email', [], () => emailPrompt('email.ask-account', 'icsoe-reset.mailbox-lost'))
  .ends(async ({ curp, email }, { turn }) => {
    const request = { by: 'curp', portal: 'icsoe', curp, email } as const;
    turn.queue(turn.services.resetRequest({ id: turn.id, request, locale: turn.locale, at: turn.now }));
    const ttl = turn.duration(turn.services.limits.resetLinkTtlMs);
    return { kind: 'end', end: 'mail-sent', say: [turn.text('icsoe-reset.mail-sent', { ttl })] };
  });
