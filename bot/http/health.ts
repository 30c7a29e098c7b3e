import { answerJson } from './answer.ts';
import { refuse } from './errors.ts';
import type { Route } from './route.ts';

/** `GET /healthz`: the process is alive. `GET /readyz`: the store answers too, and the process is not on its way out. */
export function healthRoutes(deps: { ping: () => Promise<void>; stopping: () => boolean }): Route[] {
  return [
    { method: 'GET', path: '/healthz', handle: (_request, response) => answerJson(response, 200, { status: 'ok' }) },
    {
      method: 'GET',
      path: '/readyz',
      async handle(_request, response) {
        const ready = !deps.stopping() && (await deps.ping().then(yes, no));
        if (ready) answerJson(response, 200, { status: 'ready' });
        else await refuse(response, 'Unavailable');
      },
    },
  ];
}

const yes = () => true;
const no = () => false;
