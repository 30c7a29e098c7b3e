import { answerJson } from '../../http/answer.ts';
import type { Route } from '../../http/route.ts';
import { type DirectLineContext, root } from './context.ts';
import {
  endPageSession,
  generateToken,
  refreshToken,
  resumeConversation,
  startConversation,
} from './open-conversation.ts';
import { pollActivities } from './poll.ts';
import { postActivity, postUpload } from './post-activity.ts';

/** Direct Line 3.0 as `botframework-directlinejs` expects it, without its WebSocket (`stream.ts`). */
export function directLineRoutes(context: DirectLineContext): Route[] {
  return [
    { method: 'POST', path: `${root}/tokens/generate`, handle: generateToken(context) },
    { method: 'POST', path: `${root}/tokens/refresh`, handle: refreshToken(context) },
    { method: 'POST', path: `${root}/session/end`, handle: endPageSession(context) },
    { method: 'POST', path: `${root}/conversations`, handle: startConversation(context) },
    { method: 'GET', path: `${root}/conversations/:id`, handle: resumeConversation(context) },
    { method: 'POST', path: `${root}/conversations/:id/activities`, handle: postActivity(context) },
    { method: 'GET', path: `${root}/conversations/:id/activities`, handle: pollActivities(context) },
    { method: 'POST', path: `${root}/conversations/:id/upload`, handle: postUpload(context) },
    {
      // Only sign-in cards use the id, and there are none; clients want an answer all the same.
      method: 'GET',
      path: `${root}/session/getsessionid`,
      handle: (_request, response) => answerJson(response, 200, { sessionId: '' }),
    },
  ];
}
