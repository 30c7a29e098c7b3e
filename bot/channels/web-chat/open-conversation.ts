import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { answerJson } from '../../http/answer.ts';
import { limitedAddress } from '../../http/client-address.ts';
import { refuse } from '../../http/errors.ts';
import { readJson } from '../../http/json-body.ts';
import { type Handler, queryOf } from '../../http/route.ts';
import { startActivity } from '../activity.ts';
import { authorize, authorizeFor } from './authorize.ts';
import type { DirectLineContext } from './context.ts';
import { webChatId } from './hub.ts';
import type { Owner } from './page-session.ts';
import { streamUrl } from './stream-url.ts';
import { readWatermark } from './watermark.ts';

const smallBodyBytes = 4096;
const GenerateBody = z.object({ resume: z.boolean().catch(false) });
const StartBody = z.object({
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/)
    .catch('es-MX'),
});

/**
 * `POST tokens/generate`: a token for a conversation that does not exist yet, and a new person in it. With `resume`, and
 * from a browser that has a conversation, a token for that one; the answer says so.
 */
export function generateToken(context: DirectLineContext): Handler {
  return async (request, response) => {
    if (!context.mayOpen(request)) return refuse(response, 'OriginRefused');
    const taken = await context.startLimit.take(limitedAddress(context.clientAddress(request)));
    if (!taken.ok) {
      const seconds = Math.max(1, Math.ceil((taken.retryAt - context.now()) / 1000));
      return refuse(response, 'TooManyRequests', { 'retry-after': String(seconds) });
    }
    const body = await readJson(request, GenerateBody, { maxBytes: smallBodyBytes, timeoutMs: context.bodyTimeoutMs });
    if (!body.ok) return refuse(response, body.code);
    const before = body.value.resume ? await conversationOf(request, context) : undefined;
    const owner = before ?? { conversationId: context.newId(), user: `dl_${context.newId()}` };
    const issued = await context.tokens.issue(owner);
    const answer = { conversationId: owner.conversationId, token: issued.token, expires_in: issued.expiresInSeconds };
    answerJson(response, 200, before ? { ...answer, resumed: true } : answer, context.pageSession.begin(owner));
  };
}

/** What the browser's page session leads back to, if it is still there. */
async function conversationOf(request: IncomingMessage, context: DirectLineContext): Promise<Owner | undefined> {
  const owner = context.pageSession.read(request);
  const conversation = owner && (await context.conversations.get(owner.conversationId));
  if (!conversation || conversation.person !== owner.user) return undefined;
  return conversation.createdAt + context.limits.conversationRetentionMs > context.now() ? owner : undefined;
}

/** `POST session/end`: this browser forgets its conversation, as somebody at a shared device wants it. */
export function endPageSession(context: DirectLineContext): Handler {
  return async (request, response) => {
    if (!context.mayOpen(request)) return refuse(response, 'OriginRefused');
    answerJson(response, 200, {}, context.pageSession.end());
  };
}

/** `POST tokens/refresh`: the same conversation and person for another while. */
export function refreshToken(context: DirectLineContext): Handler {
  return async (request, response) => {
    const authorized = await authorize(request, context);
    if (!authorized.ok) return refuse(response, authorized.code);
    const { conversationId } = authorized.claims;
    const issued = await context.tokens.issue(authorized.claims);
    answerJson(response, 200, { conversationId, token: issued.token, expires_in: issued.expiresInSeconds });
  };
}

/** `POST conversations`: opens the token's conversation, or comes back to it with its whole history. */
export function startConversation(context: DirectLineContext): Handler {
  return async (request, response) => {
    const authorized = await authorize(request, context);
    if (!authorized.ok) return refuse(response, authorized.code);
    const body = await readJson(request, StartBody, { maxBytes: smallBodyBytes, timeoutMs: context.bodyTimeoutMs });
    if (!body.ok) return refuse(response, body.code);
    const { conversationId: id, user } = authorized.claims;
    if (context.needsPageSession && context.pageSession.read(request)?.conversationId !== id) {
      return refuse(response, 'OriginRefused');
    }
    const { locale } = body.value;
    const created = await context.conversations.create({
      id,
      channel: webChatId,
      person: user,
      locale,
      createdAt: context.now(),
      origin: context.origin(limitedAddress(context.clientAddress(request))),
    });
    // Also for a conversation that exists: the process may have died before its greeting was safe.
    await context.door.receive(id, { messageId: 'start', activity: startActivity(locale), files: [] });
    const issued = await context.tokens.renew(authorized.token, authorized.claims);
    answerJson(response, created ? 201 : 200, {
      conversationId: id,
      token: issued.token,
      expires_in: issued.expiresInSeconds,
      streamUrl: streamUrl(request, { conversationId: id, user, afterSeq: 0 }, context),
    });
  };
}

/** `GET conversations/{id}?watermark=`: a new stream for a client that lost its own. */
export function resumeConversation(context: DirectLineContext): Handler {
  return async (request, response, params) => {
    const authorized = await authorizeFor(request, params.id, context);
    if (!authorized.ok) return refuse(response, authorized.code);
    const { conversationId, user } = authorized.claims;
    const conversation = await context.conversations.get(conversationId);
    if (!conversation) return refuse(response, 'ConversationNotFound');
    const issued = await context.tokens.issue(authorized.claims);
    const afterSeq = Math.min(readWatermark(queryOf(request, 'watermark')), conversation.lastSeq);
    answerJson(response, 200, {
      conversationId,
      token: issued.token,
      expires_in: issued.expiresInSeconds,
      streamUrl: streamUrl(request, { conversationId, user, afterSeq }, context),
    });
  };
}
