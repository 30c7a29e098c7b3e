import type { PersonNow } from '../../services/demo/people.ts';
import { answerJson } from '../http/answer.ts';
import type { Route } from '../http/route.ts';

/** `GET /demo/people`: whom the product can be tried with, as of now. */
export function peopleRoute(people: () => Promise<readonly PersonNow[]>): Route {
  return {
    method: 'GET',
    path: '/demo/people',
    handle: async (_request, response) => answerJson(response, 200, await people()),
  };
}
