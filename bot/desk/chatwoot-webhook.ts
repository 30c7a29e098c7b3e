import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isSignedByChatwoot } from '../../services/agent-desk/chatwoot/signature.ts';
import { mirrorJob } from '../../services/agent-desk/mirror.ts';
import type { Jobs } from '../../services/store/store.ts';
import { answerJson } from '../http/answer.ts';
import { refuse } from '../http/errors.ts';
import { parseJson, refusalForBody } from '../http/json-body.ts';
import { readBody } from '../http/read-body.ts';
import type { Route } from '../http/route.ts';

const attributes = z.object({ handoff: z.string().min(1).max(200) });
/** Of all that a webhook says, only which hand-off it is about is believed; the rest is read from Chatwoot itself. */
const Webhook = z.object({
  event: z.string().max(64),
  id: z.union([z.number(), z.string()]).optional(),
  conversation: z.object({ custom_attributes: attributes.optional() }).optional(),
  custom_attributes: attributes.optional(),
});

const events: ReadonlySet<string> = new Set([
  'message_created',
  'message_updated',
  'conversation_status_changed',
  'conversation_opened',
  'conversation_resolved',
  'conversation_updated',
]);

/** `POST /desk/chatwoot`: signed webhooks of Chatwoot. Answers once the sign to look is durable, well within its 5 s. */
export function chatwootWebhook(deps: {
  readonly secret: string;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly now: () => number;
  readonly limits: { readonly requestMaxBytes: number; readonly bodyTimeoutMs: number };
}): Route {
  return {
    method: 'POST',
    path: '/desk/chatwoot',
    async handle(request, response) {
      const { requestMaxBytes: maxBytes, bodyTimeoutMs: timeoutMs } = deps.limits;
      const body = await readBody(request, { maxBytes, timeoutMs });
      if (!body.ok) return refuse(response, refusalForBody(body));
      const header = (name: string) => {
        const value = request.headers[name];
        return typeof value === 'string' ? value : undefined;
      };
      const signed = { signature: header('x-chatwoot-signature'), timestamp: header('x-chatwoot-timestamp') };
      const { secret } = deps;
      const now = deps.now();
      if (!isSignedByChatwoot({ ...signed, body: body.bytes }, { secret, now }))
        return refuse(response, 'Unauthorized');
      const parsed = parseJson(body.bytes, Webhook);
      const { event, conversation, custom_attributes: own } = parsed.ok ? parsed.value : {};
      const handoffId = (conversation?.custom_attributes ?? own)?.handoff;
      if (event !== undefined && handoffId !== undefined && events.has(event)) {
        const occasion = createHash('sha256').update(body.bytes).digest('base64url');
        await deps.jobs.add([mirrorJob(handoffId, occasion, now)]);
      }
      // What is not about a hand-off is taken all the same: a refusal would only be sent again.
      answerJson(response, 200, {});
    },
  };
}
