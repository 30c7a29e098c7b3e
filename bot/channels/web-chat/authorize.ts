import type { IncomingMessage } from 'node:http';
import type { RefusalCode } from '../../http/errors.ts';
import type { DirectLineContext } from './context.ts';
import type { Claims } from './tokens.ts';

export type Authorized =
  | { readonly ok: true; readonly claims: Claims; readonly token: string }
  | { readonly ok: false; readonly code: RefusalCode };

/** Who is asking, by the Bearer token. */
export async function authorize(request: IncomingMessage, { tokens }: DirectLineContext): Promise<Authorized> {
  const [, token] = /^Bearer +([\w.-]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined) return { ok: false, code: 'TokenInvalid' };
  const verified = await tokens.verify(token);
  if (verified.ok) return { ...verified, token };
  return { ok: false, code: verified.reason === 'expired' ? 'TokenExpired' : 'TokenInvalid' };
}

/** As `authorize`, and the conversation of the path has to be that of the token. */
export async function authorizeFor(
  request: IncomingMessage,
  conversationId: string | undefined,
  context: DirectLineContext,
): Promise<Authorized> {
  const authorized = await authorize(request, context);
  if (!authorized.ok || authorized.claims.conversationId === conversationId) return authorized;
  const exists = (await context.conversations.get(conversationId ?? '')) !== undefined;
  return { ok: false, code: exists ? 'TokenInvalid' : 'ConversationNotFound' };
}
