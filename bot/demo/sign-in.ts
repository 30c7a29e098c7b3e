import { z } from 'zod';
import type { Directory, SignedIn } from '../../services/accounts/directory.ts';
import type { EfirmaSignIn } from '../../services/accounts/efirma-sign-in.ts';
import { Portal } from '../../services/accounts/portal.ts';
import { answerJson } from '../http/answer.ts';
import { refuse } from '../http/errors.ts';
import { readJson } from '../http/json-body.ts';
import type { BodyLimits } from '../http/read-body.ts';
import type { Route } from '../http/route.ts';
import { pageTexts } from '../pages/plain/texts.ts';

/** Octets in base64; what is too long for a certificate is refused before it is read. */
const Octets = z
  .base64()
  .max(16 * 1024)
  .transform((text) => Buffer.from(text, 'base64'));

/** Only ICSOE lets people in with an e.firma. */
const EfirmaPortal = z.literal('icsoe');
const WithEfirma = z.object({
  portal: EfirmaPortal,
  curp: z.string().max(256),
  certificate: Octets,
  signature: Octets,
  challenge: z.string().max(2_048),
});
const WithPassword = z.object({ portal: Portal, user: z.string(), password: z.string() });
const SignIn = z.union([WithPassword, WithEfirma]);
const WantsChallenge = z.object({ portal: EfirmaPortal });

/** What a portal's own sign-in would answer, by password or, at ICSOE, by e.firma. Why it says no stays inside. */
export function signInRoutes(accounts: Pick<Directory, 'signIn'>, efirma: EfirmaSignIn, limits: BodyLimits): Route[] {
  const attempt = (body: z.infer<typeof SignIn>): Promise<SignedIn> =>
    'password' in body ? accounts.signIn(body.portal, body.user, body.password) : efirma.signIn(body);

  return [
    {
      method: 'POST',
      path: '/demo/sign-in',
      async handle(request, response) {
        const body = await readJson(request, SignIn, limits);
        if (!body.ok) return refuse(response, body.code);
        const signedIn = await attempt(body.value);
        if (!signedIn.ok) return answerJson(response, 200, { ok: false });
        answerJson(response, 200, {
          ok: true,
          ...(signedIn.clients === undefined ? {} : { clients: signedIn.clients }),
        });
      },
    },
    {
      method: 'POST',
      path: '/demo/sign-in-challenge',
      async handle(request, response) {
        const body = await readJson(request, WantsChallenge, limits);
        if (!body.ok) return refuse(response, body.code);
        const { text } = pageTexts(request);
        const words = { portalName: text('portal.icsoe'), purpose: text('demo.sign-in-purpose') };
        const { text: challenge, expiresAt } = await efirma.newChallenge(words);
        answerJson(response, 200, { challenge, expiresAt: new Date(expiresAt).toISOString() });
      },
    },
  ];
}
