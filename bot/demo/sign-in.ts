import { z } from 'zod';
import type { Directory } from '../../services/accounts/directory.ts';
import { Portal } from '../../services/accounts/portal.ts';
import { answerJson } from '../http/answer.ts';
import { refuse } from '../http/errors.ts';
import { readJson } from '../http/json-body.ts';
import type { BodyLimits } from '../http/read-body.ts';
import type { Route } from '../http/route.ts';

const SignIn = z.object({ portal: Portal, user: z.string(), password: z.string() });

/** `POST /demo/sign-in`: what a portal's own sign-in would answer. Why it says no stays inside. */
export function signInRoute(accounts: Pick<Directory, 'signIn'>, limits: BodyLimits): Route {
  return {
    method: 'POST',
    path: '/demo/sign-in',
    async handle(request, response) {
      const body = await readJson(request, SignIn, limits);
      if (!body.ok) return refuse(response, body.code);
      const { portal, user, password } = body.value;
      const signedIn = await accounts.signIn(portal, user, password);
      if (!signedIn.ok) return answerJson(response, 200, { ok: false });
      answerJson(response, 200, { ok: true, ...(signedIn.clients === undefined ? {} : { clients: signedIn.clients }) });
    },
  };
}
