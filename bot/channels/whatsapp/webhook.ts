import type { ServerResponse } from 'node:http';
import { answerText } from '../../http/answer.ts';
import { readBody } from '../../http/read-body.ts';
import { type Handler, queryOf, type Route } from '../../http/route.ts';
import { isKnownType } from './activity-of.ts';
import { type Batch, type Received, readWebhook } from './read-webhook.ts';
import type { WhatsAppReport } from './report.ts';
import { isSameSecret, isSigned } from './signature.ts';
import type { Status } from './wire.ts';

export const webhookPath = '/whatsapp/webhook';

export interface WebhookDeps {
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly phoneNumberId: string;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly messageMaxChars: number;
  /** Resolves when all messages are safe. */
  readonly receive: (messages: readonly Received[]) => Promise<void>;
  readonly noteStatuses: (statuses: readonly Status[]) => Promise<void>;
  readonly report: (event: WhatsAppReport) => void;
  /** A webhook could not be kept. */
  readonly onError: (error: unknown) => void;
}

/**
 * Where Meta brings messages. A webhook is acknowledged when everything in it is safe, and not before: what is not
 * acknowledged comes again, for up to seven days. Answers say nothing, to anybody.
 */
export function webhookRoutes(deps: WebhookDeps): readonly Route[] {
  return [
    { method: 'GET', path: webhookPath, handle: verify(deps.verifyToken) },
    { method: 'POST', path: webhookPath, handle: take(deps) },
  ];
}

/** Meta asks once, when the address is entered: the challenge comes back to who knows our token. */
function verify(verifyToken: string): Handler {
  return (request, response) => {
    const token = queryOf(request, 'hub.verify_token') ?? '';
    const known = queryOf(request, 'hub.mode') === 'subscribe' && isSameSecret(token, verifyToken);
    if (!known) return answer(response, 403);
    const challenge = queryOf(request, 'hub.challenge') ?? '';
    answerText(response, 200, challenge, 'text/plain; charset=utf-8', { 'cache-control': 'no-store' });
  };
}

function take(deps: WebhookDeps): Handler {
  const { report } = deps;
  return async (request, response) => {
    const body = await readBody(request, deps);
    if (!body.ok) return answer(response, body.reason === 'too-large' ? 413 : 408, { connection: 'close' });
    const signature = request.headers['x-hub-signature-256'];
    if (typeof signature !== 'string' || !isSigned(body.bytes, signature, deps.appSecret)) {
      report({ what: 'bad-signature' });
      return answer(response, 401);
    }
    const batch = parse(body.bytes, deps);
    // It is Meta's own; that we cannot read it is nothing a repetition would change.
    if (!batch) report({ what: 'unreadable' });
    answer(response, !batch || (await handle(batch, deps)) ? 200 : 500);
  };
}

/** False when something could not be kept: all of it has to come again, and what was kept is known then. */
async function handle({ messages, statuses, errors }: Batch, deps: WebhookDeps): Promise<boolean> {
  for (const code of errors) deps.report({ what: 'number-error', code });
  for (const { type } of messages) {
    deps.report({ what: 'received' });
    if (!isKnownType(type)) deps.report({ what: 'unknown-type', type: type.replace(/[^\w-]/g, '').slice(0, 40) });
  }
  try {
    await deps.receive(messages);
    await deps.noteStatuses(statuses);
    return true;
  } catch (error) {
    deps.onError(error);
    return false;
  }
}

function parse(bytes: Buffer, { phoneNumberId, messageMaxChars: maxChars }: WebhookDeps): Batch | undefined {
  try {
    return readWebhook(JSON.parse(bytes.toString('utf8')), { phoneNumberId, maxChars });
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers, 'content-length': 0 });
  response.end();
}
