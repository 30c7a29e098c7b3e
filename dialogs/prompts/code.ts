import { z } from 'zod';
import type { Portal } from '../../services/accounts/portal.ts';
import { canonicalRecipient } from '../../services/limits/recipient.ts';
import type { Message } from '../message.ts';
import type { Prompt, Reading, StepContext } from '../prompt.ts';
import { readCode } from '../reading/code.ts';
import { readCommand } from '../reading/command.ts';
import { losesMailbox } from '../reading/mailbox-lost.ts';

const Proved = z.literal(true);
const Memo = z.object({ blockedUntil: z.number().optional() });

/** Sends a code to an address that the person must be able to open, and takes it back from them. */
export function codePrompt(portal: Portal, email: string): Prompt<true> {
  return {
    answer: Proved,
    awaits: 'code',
    arrive: async (context) => ({ kind: 'ask', memo: await send(portal, email, context) }),
    ask: (context) => question(email, context),
    read: async (input, context) => {
      if (readCommand(input.short) === 'resend') return resend(portal, email, context);
      const code = readCode(input.text, context.turn.services.limits.codeDigits);
      if (code !== undefined) return check(portal, email, code, context);
      if (losesMailbox(input.short))
        return { kind: 'refused', because: context.turn.text('code.mailbox-lost', { email }) };
      const { codeDigits: digits } = context.turn.services.limits;
      return { kind: 'unclear', because: context.turn.text('code.unclear', { digits, email }) };
    },
  };
}

function question(email: string, { turn, memo }: StepContext): Message {
  const { codeDigits: digits, codeTtlMs } = turn.services.limits;
  const options = [{ title: turn.text('code.option.resend') }, { title: turn.text('code.option.change') }];
  const blockedUntil = Memo.safeParse(memo).data?.blockedUntil;
  if (blockedUntil !== undefined) {
    const wait = turn.duration(Math.max(1, blockedUntil - turn.now));
    return { text: turn.text('code.blocked', { email, wait }), options };
  }
  return {
    text: turn.text('code.ask', { digits, email, ttl: turn.duration(codeTtlMs) }),
    options,
    form: { kind: 'code', digits },
  };
}

/** A code for one address is nothing to another: a corrected address needs a code of its own. */
function codeId({ turn, caseId }: StepContext, email: string): string {
  return `${caseId}:${turn.services.addressName(email)}`;
}

async function send(portal: Portal, email: string, context: StepContext): Promise<z.infer<typeof Memo>> {
  const { turn, caseId } = context;
  // By case, and by mailbox: a mail over the cap of its recipient is dropped, so it must not be promised.
  for (const key of [caseId, `mailbox:${turn.services.addressName(canonicalRecipient(email))}`]) {
    const allowed = await turn.services.take('code-send', key);
    if (!allowed.ok) return { blockedUntil: allowed.retryAt };
  }
  const issued = await turn.services.codes.issue(codeId(context, email));
  if (!issued.ok) return { blockedUntil: issued.retryAt };
  turn.queue(
    turn.services.mail({
      id: `${turn.id}:code`,
      to: email,
      portal,
      template: 'code',
      params: { code: issued.code, ttl: turn.duration(turn.services.limits.codeTtlMs) },
      locale: turn.locale,
      at: turn.now,
    }),
    turn.services.audit({ id: `${turn.id}:code-sent`, name: 'code.sent', at: turn.now, caseId, email }),
  );
  return {};
}

async function resend(portal: Portal, email: string, context: StepContext): Promise<Reading<true>> {
  const memo = await send(portal, email, context);
  if (memo.blockedUntil !== undefined) return { kind: 'again', memo };
  return { kind: 'again', memo, say: context.turn.text('code.resent', { email }) };
}

async function check(portal: Portal, email: string, code: string, context: StepContext): Promise<Reading<true>> {
  const { turn, caseId } = context;
  const checked = await turn.services.codes.check({ caseId: codeId(context, email), code, attemptId: turn.id });
  turn.queue(
    turn.services.audit({
      id: `${turn.id}:code`,
      name: checked.ok ? 'code.accepted' : 'code.refused',
      at: turn.now,
      caseId,
      ...(checked.ok ? {} : { reason: checked.reason }),
    }),
  );
  if (checked.ok) return { kind: 'answer', value: true };
  if (checked.reason === 'wrong') return { kind: 'refused', because: turn.text('code.wrong', { left: checked.left }) };
  if (checked.reason === 'exhausted') return { kind: 'refused', because: turn.text('code.exhausted') };
  // Too late, or used up by a turn that a crash undid: the person did nothing wrong, so another one goes out by itself.
  return { kind: 'again', memo: await send(portal, email, context), say: turn.text('code.expired') };
}
