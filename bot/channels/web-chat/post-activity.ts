import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { answerJson } from '../../http/answer.ts';
import { refuse } from '../../http/errors.ts';
import { readJson } from '../../http/json-body.ts';
import type { Handler } from '../../http/route.ts';
import type { UploadedFile } from '../channel.ts';
import { authorizeFor } from './authorize.ts';
import type { DirectLineContext } from './context.ts';
import { activityId } from './served-activity.ts';
import { readUpload } from './upload.ts';
import { toInbound, WireActivity } from './wire-activity.ts';

/** `POST conversations/{id}/activities`. Who sent it is said by the token; the `from` of the activity is not read. */
export function postActivity(context: DirectLineContext): Handler {
  const bounds = { maxBytes: context.limits.requestMaxBytes, timeoutMs: context.bodyTimeoutMs };
  return async (request, response, params) => {
    const authorized = await authorizeFor(request, params.id, context);
    if (!authorized.ok) return refuse(response, authorized.code);
    const body = await readJson(request, WireActivity, bounds);
    if (!body.ok) return refuse(response, body.code);
    await handIn(context, response, authorized.claims.conversationId, body.value, []);
  };
}

/** `POST conversations/{id}/upload`: an activity with files. */
export function postUpload(context: DirectLineContext): Handler {
  return async (request, response, params) => {
    const authorized = await authorizeFor(request, params.id, context);
    if (!authorized.ok) return refuse(response, authorized.code);
    const upload = await readUpload(request, {
      activityMaxBytes: context.limits.requestMaxBytes,
      fileMaxBytes: context.limits.efirmaFileMaxBytes,
      maxFiles: context.limits.uploadMaxFiles,
      timeoutMs: context.bodyTimeoutMs,
    });
    if (!upload.ok) return refuse(response, upload.code);
    await handIn(context, response, authorized.claims.conversationId, upload.activity, upload.files);
  };
}

/** Typing is not kept, and that a conversation begins is for the server to say: clients would be greeted again. */
const notForTheTurn: ReadonlySet<string> = new Set(['typing', 'conversationUpdate']);

async function handIn(
  context: DirectLineContext,
  response: ServerResponse,
  conversationId: string,
  wire: WireActivity,
  files: readonly UploadedFile[],
): Promise<void> {
  if (wire.type === 'typing') context.onTyping?.(conversationId);
  if (wire.type === 'event' && wire.name === FORM_OPENED) await noteOpened(context, conversationId, wire.value);
  else if (!notForTheTurn.has(wire.type)) return say(context, response, conversationId, wire, files);
  answerJson(response, 200, { id: activityId(conversationId, wire.type) });
}

/** What the page posts when the person first touches a form: no answer to anything, and not kept in the conversation. */
const FORM_OPENED = 'form-opened';

async function noteOpened(context: DirectLineContext, conversationId: string, value: unknown): Promise<void> {
  const asked = OpenedForm.safeParse(value).data?.asked;
  const [before, seq = ''] = asked?.split('|') ?? [];
  if (before === conversationId && /^\d{1,9}$/.test(seq)) await context.onFormOpened?.(conversationId, Number(seq));
}

/** `asked`: id of the activity that asks. */
const OpenedForm = z.object({ asked: z.string().max(128) });

async function say(
  context: DirectLineContext,
  response: ServerResponse,
  conversationId: string,
  wire: WireActivity,
  files: readonly UploadedFile[],
): Promise<void> {
  const activity = toInbound(
    // The files are here; what the activity says about them is the same again.
    files.length > 0 ? { ...wire, attachments: undefined } : wire,
    context.limits.messageMaxChars,
  );
  const given = activity.channelData?.clientActivityID;
  // Ids that we make ourselves are out of a client's reach.
  const messageId = given === undefined ? context.newId() : `client:${given}`;
  const received = await context.door.receive(conversationId, { messageId, activity, files });
  switch (received.outcome) {
    case 'unknown-conversation':
      return refuse(response, 'ConversationNotFound');
    case 'too-fast': {
      const seconds = Math.max(1, Math.ceil((received.retryAt - context.now()) / 1000));
      return refuse(response, 'TooManyRequests', { 'retry-after': String(seconds) });
    }
    case 'accepted':
    case 'duplicate':
      return answerJson(response, 200, { id: activityId(conversationId, received.seq ?? messageId) });
  }
}
