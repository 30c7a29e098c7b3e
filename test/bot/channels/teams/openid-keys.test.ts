import { createIssuerKeys } from '../../../../bot/channels/teams/auth/openid-keys.ts';
import { createTokenVerifier } from '../../../../bot/channels/teams/auth/verify-token.ts';
import { testClock } from '../../../support/clock.ts';
import { startTeamsIssuer, type TeamsIssuer } from '../../../support/teams-issuer.ts';

const serviceUrl = 'https://smba.trafficmanager.net/amer/';
const minuteMs = 60_000;
let issuer: TeamsIssuer;
let clock: ReturnType<typeof testClock>;
beforeEach(async () => {
  issuer = await startTeamsIssuer();
  clock = testClock();
});
afterEach(() => issuer.stop());

function verifier() {
  const keys = createIssuerKeys({ metadataUrl: issuer.metadataUrl, now: clock.now });
  const verify = createTokenVerifier({ keys, issuer: issuer.issuer, audience: 'app', now: clock.now });
  return async (kid?: string) =>
    verify(`Bearer ${await issuer.token('app', serviceUrl, { expiresIn: 90_000, ...(kid && { kid }) })}`);
}

it('asks for the keys once for many tokens, also at the same time', async () => {
  const verify = verifier();
  const answers = await Promise.all(Array.from({ length: 20 }, () => verify()));
  await verify();
  expect(answers.every((answer) => answer.ok)).toBe(true);
  expect(issuer.asked).toEqual(['/v1/.well-known/openidconfiguration', '/keys']);
});

it('finds a new key, but not oftener than every five minutes', async () => {
  const verify = verifier();
  await verify();
  issuer.rotate();
  expect(await verify()).toEqual({ ok: false, reason: 'unknown-key' });
  for (let attempt = 0; attempt < 20; attempt += 1) await verify(`made-up-${attempt}`);
  expect(issuer.asked).toHaveLength(2);
  clock.forward(6 * minuteMs);
  expect(await verify()).toMatchObject({ ok: true });
  expect(issuer.asked).toHaveLength(4);
});

it('no longer believes a key that was withdrawn, a day later', async () => {
  const verify = verifier();
  const old = await issuer.token('app', serviceUrl, { expiresIn: 200_000 });
  const keys = createIssuerKeys({ metadataUrl: issuer.metadataUrl, now: clock.now });
  const verifyOld = createTokenVerifier({ keys, issuer: issuer.issuer, audience: 'app', now: clock.now });
  expect(await verifyOld(`Bearer ${old}`)).toMatchObject({ ok: true });
  issuer.rotate();
  clock.forward(24 * 60 * minuteMs + 1);
  expect(await verifyOld(`Bearer ${old}`)).toEqual({ ok: false, reason: 'unknown-key' });
  expect(await verify()).toMatchObject({ ok: true });
});

it('serves on with the keys it knows while the issuer is away', async () => {
  const verify = verifier();
  await verify();
  issuer.fail(true);
  clock.forward(20 * 60 * minuteMs);
  expect(await verify()).toMatchObject({ ok: true });
});

it('rejects while it knows no key at all, and tries again at once', async () => {
  const verify = verifier();
  issuer.fail(true);
  await expect(verify()).rejects.toThrow('the token issuer answered 503');
  issuer.fail(false);
  expect(await verify()).toMatchObject({ ok: true });
});

it('reports the channels that a key may speak for, and a key without such a list for all', async () => {
  const verify = verifier();
  expect(await verify()).toMatchObject({ token: { serviceUrl, endorsements: ['msteams', 'webchat'] } });
});
