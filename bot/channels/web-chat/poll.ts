import type { LogEntry } from '../../../services/store/store.ts';
import { answerText } from '../../http/answer.ts';
import { refuse } from '../../http/errors.ts';
import { type Handler, queryOf } from '../../http/route.ts';
import { isFromPerson } from '../log-activity.ts';
import { authorizeFor } from './authorize.ts';
import type { DirectLineContext } from './context.ts';
import { servedPage } from './served-activity.ts';
import { readWatermark } from './watermark.ts';

const pageSize = 100;
/** How far back the message is looked for that the first reply of a page answers: a turn has few replies. */
const lookBack = 10;

/** `GET conversations/{id}/activities?watermark=`: what came after, at most a page of it. */
export function pollActivities(context: DirectLineContext): Handler {
  return async (request, response, params) => {
    const authorized = await authorizeFor(request, params.id, context);
    if (!authorized.ok) return refuse(response, authorized.code);
    const { conversationId, user } = authorized.claims;
    const afterSeq = readWatermark(queryOf(request, 'watermark'));
    const entries = await context.conversations.log(conversationId, afterSeq, pageSize);
    // A client that has a watermark has seen the conversation; only the first look can be at one that does not exist.
    if (entries.length === 0 && afterSeq === 0 && !(await context.conversations.get(conversationId))) {
      return refuse(response, 'ConversationNotFound');
    }
    const replyTo = await answeredBy(entries[0], conversationId, context);
    const watermark = entries.at(-1)?.seq ?? afterSeq;
    const page = servedPage(entries, { conversationId, person: user }, { watermark, replyTo });
    answerText(response, 200, page.text, 'application/json; charset=utf-8');
  };
}

/** The seq of the person's message before a page that starts with a reply. */
async function answeredBy(
  first: LogEntry | undefined,
  conversationId: string,
  { conversations }: DirectLineContext,
): Promise<number | undefined> {
  if (!first || first.seq === 1 || isFromPerson(first.activity)) return undefined;
  const from = Math.max(0, first.seq - 1 - lookBack);
  const before = await conversations.log(conversationId, from, first.seq - 1 - from);
  return before.findLast((entry) => isFromPerson(entry.activity))?.seq;
}
