import { createHash, timingSafeEqual } from 'node:crypto';
import { answerText } from '../http/answer.ts';
import { refuse } from '../http/errors.ts';
import type { Route } from '../http/route.ts';
import type { Metrics } from './metrics.ts';

/** `GET /metrics`. @param token without one (demo mode only) anybody may read. */
export function metricsRoute(metrics: Pick<Metrics, 'text' | 'contentType'>, token: string | undefined): Route {
  const expected = token === undefined ? undefined : digest(`Bearer ${token}`);
  return {
    method: 'GET',
    path: '/metrics',
    async handle(request, response) {
      if (expected && !timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) {
        return refuse(response, 'Unauthorized', { 'www-authenticate': 'Bearer' });
      }
      answerText(response, 200, await metrics.text(), metrics.contentType);
    },
  };
}

/** Equally long for whatever was sent, so that the comparison tells nothing. */
const digest = (text: string) => createHash('sha256').update(text).digest();
