import type { ServerResponse } from 'node:http';
import { answerJson } from '../http/answer.ts';
import type { Refused, RefusedReason } from './api-types.ts';

const statuses: Partial<Record<RefusedReason, number>> = {
  unknown: 404,
  'not-allowed': 403,
  reauthenticate: 403,
  limited: 429,
};

/** Answers that the rules refuse an act. */
export function answerRefused(
  response: ServerResponse,
  refused: RefusedReason,
  more: Omit<Refused, 'refused'> = {},
): void {
  answerJson(response, statuses[refused] ?? 409, { refused, ...more } satisfies Refused);
}
