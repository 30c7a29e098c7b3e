import { z } from 'zod';
import type { Staff } from '../../../services/handoff/handoff.ts';
import { answerJson } from '../../http/answer.ts';
import { refuse } from '../../http/errors.ts';
import { readJson } from '../../http/json-body.ts';
import type { BodyLimits } from '../../http/read-body.ts';
import type { Route } from '../../http/route.ts';
import { fromOurPages } from '../../pages/plain/same-origin.ts';
import type { StaffCookie } from './cookies.ts';
import { BrowserKey } from './proof.ts';
import { type Sessions, sessionIdOf } from './sessions.ts';

/** Who works at the desk of a demo. Invented. */
export const demoAgents: readonly Staff[] = [
  { id: 'marisol.pineda', name: 'Marisol Pineda', roles: ['agent'] },
  { id: 'tomas.arreola', name: 'Tomás Arreola', roles: ['agent'] },
  { id: 'ximena.duarte', name: 'Ximena Duarte', roles: ['agent'], portals: ['impi'] },
  { id: 'beatriz.olmos', name: 'Beatriz Olmos', roles: ['agent', 'supervisor'] },
  { id: 'ramiro.cantu', name: 'Ramiro Cantú', roles: ['supervisor'] },
  { id: 'elvira.rosas', name: 'Elvira Rosas', roles: ['auditor'] },
];

const Choice = z.object({ id: z.string().max(64), key: BrowserKey.optional() });

/** `GET /demo/agents` and `POST /demo/desk-session`: signing in by saying who one is. Demo mode only. */
export function demoAgentRoutes(options: {
  readonly sessions: Sessions;
  readonly cookie: StaffCookie;
  readonly now: () => number;
  readonly sessionMaxMs: number;
  readonly limits: BodyLimits;
}): Route[] {
  const { sessions, cookie, now, sessionMaxMs, limits } = options;
  return [
    {
      method: 'GET',
      path: '/demo/agents',
      handle: (_request, response) => answerJson(response, 200, demoAgents),
    },
    {
      method: 'POST',
      path: '/demo/desk-session',
      async handle(request, response) {
        if (!fromOurPages(request)) return refuse(response, 'OriginRefused');
        const body = await readJson(request, Choice, limits);
        if (!body.ok) return refuse(response, body.code);
        const staff = demoAgents.find(({ id }) => id === body.value.id);
        if (staff === undefined) return refuse(response, 'NotFound');
        const before = cookie.read(request);
        const { secret } = await sessions.open({
          staff,
          authenticatedAt: now(),
          userAgent: request.headers['user-agent'],
          key: body.value.key,
          replaces: before === undefined ? undefined : sessionIdOf(before),
        });
        answerJson(response, 200, { ok: true, staff }, { 'set-cookie': cookie.set(secret, sessionMaxMs) });
      },
    },
  ];
}
