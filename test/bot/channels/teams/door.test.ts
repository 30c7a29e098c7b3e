import { SignJWT, UnsecuredJWT } from 'jose';
import type { TokenOptions } from '../../../support/teams-issuer.ts';
import { startTeamsProduct, type TeamsProduct } from '../../../support/teams-product.ts';
import { teamsApp } from '../../../support/teams-user.ts';

let product: TeamsProduct;
beforeAll(async () => {
  product = await startTeamsProduct();
});
afterAll(() => product.stop());

const message = { type: 'message', text: 'hola' };
const neutral = /^\{"error":\{"code":"\w+","message":"[^"]{1,80}"\}\}$/;

/** Posts a message of a person with a certain `Authorization`, and expects that nothing of it got in. */
async function knock(authorization: string | undefined, content: object = message) {
  const user = product.user({ issuer: undefined });
  const before = product.connector.calls.length;
  const response = await fetch(`${product.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    body: JSON.stringify(user.activity(content)),
  });
  const body = await response.text();
  expect(product.connector.calls).toHaveLength(before);
  expect(await product.store.documents.list('teams-address', { limit: 10 })).toEqual(known);
  return { status: response.status, body };
}

let known: unknown;
beforeEach(async () => {
  known = await product.store.documents.list('teams-address', { limit: 10 });
});

describe('a token', () => {
  const seconds = Math.floor(Date.now() / 1000);
  const refused: [string, TokenOptions][] = [
    ['whose signature is by another key', { forged: true }],
    ['of a key that is not published', { kid: 'another' }],
    ['that has expired', { expiresIn: -301 }],
    ['that is not yet valid', { claims: { nbf: seconds + 600 } }],
    ['for another app', { claims: { aud: '00000000-0000-4000-8000-000000000000' } }],
    ['for nobody', { claims: { aud: undefined } }],
    ['of another issuer', { claims: { iss: 'https://issuer.example' } }],
    [
      'that the bot itself got to send with',
      {
        claims: {
          iss: `https://sts.windows.net/${teamsApp.tenantId}/`,
          aud: 'https://api.botframework.com',
          appid: teamsApp.appId,
          ver: '1.0',
        },
      },
    ],
    ['that names no service address', { claims: { serviceurl: undefined } }],
    ['for another service address', { claims: { serviceurl: 'http://127.0.0.1:9/amer/' } }],
  ];

  it.each(refused)('%s is refused with 401 and a neutral body', async (_, options) => {
    const token = await product.issuer.token(teamsApp.appId, product.connector.serviceUrl, options);
    const answer = await knock(`Bearer ${token}`);
    expect(answer).toEqual({ status: 401, body: expect.stringMatching(neutral) });
  });

  it('within the tolerance of the clocks is accepted', async () => {
    const response = await product.user().post({ type: 'typing' }, { expiresIn: -200 });
    expect(response.status).toBe(200);
  });

  it('without a signature is refused', async () => {
    const claims = { iss: product.issuer.issuer, aud: teamsApp.appId, serviceurl: product.connector.serviceUrl };
    const token = new UnsecuredJWT(claims).setExpirationTime('1h').encode();
    expect(await knock(`Bearer ${token}`)).toMatchObject({ status: 401 });
  });

  it('signed with the public key as a shared secret is refused', async () => {
    const claims = { iss: product.issuer.issuer, aud: teamsApp.appId, serviceurl: product.connector.serviceUrl };
    const { keys } = await (await fetch(product.issuer.metadataUrl.replace(/v1.*$/, 'keys'))).json();
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: keys[0].kid })
      .setExpirationTime('1h')
      .sign(Buffer.from(keys[0].n, 'base64url'));
    expect(await knock(`Bearer ${token}`)).toMatchObject({ status: 401 });
  });
});

it.each([
  ['no header', undefined],
  ['an empty one', ''],
  ['no token', 'Bearer'],
  ['another scheme', 'Basic dXNlcjpwYXNz'],
  ['no JWT', 'Bearer abc'],
  ['rubbish in three parts', 'Bearer a.b.c'],
  ['a header that is no object', `Bearer ${Buffer.from('[]').toString('base64url')}.e30.AA`],
  ['something huge', `Bearer a.${'b'.repeat(9_000)}.c`],
])('%s is refused with 401', async (_, authorization) => {
  expect(await knock(authorization)).toEqual({ status: 401, body: expect.stringMatching(neutral) });
});

describe('a valid token does not open the door to', () => {
  const bearer = async (serviceUrl: string) => `Bearer ${await product.issuer.token(teamsApp.appId, serviceUrl)}`;

  it.each([
    ['another tenant', { conversation: { id: 'a:1', tenantId: 'other', conversationType: 'personal' } }],
    ['another tenant in the channel data', { channelData: { tenant: { id: 'other' } } }],
    [
      'an activity without a tenant',
      { conversation: { id: 'a:1', conversationType: 'personal' }, channelData: undefined },
    ],
  ])('%s', async (_, content) => {
    const answer = await knock(await bearer(product.connector.serviceUrl), { ...message, ...content });
    expect(answer).toEqual({ status: 403, body: expect.stringMatching(neutral) });
  });

  it('another channel, for which the key does not speak', async () => {
    const answer = await knock(await bearer(product.connector.serviceUrl), { ...message, channelId: 'emulator' });
    expect(answer).toMatchObject({ status: 401 });
  });

  it('another channel, for which the key does speak', async () => {
    const answer = await knock(await bearer(product.connector.serviceUrl), { ...message, channelId: 'webchat' });
    expect(answer).toMatchObject({ status: 403 });
  });

  it.each(['https://collector.example/amer/', 'http://169.254.169.254/', 'https://127.0.0.1.example/'])(
    'answers that go to %s',
    async (serviceUrl) => {
      const answer = await knock(await bearer(serviceUrl), { ...message, serviceUrl });
      expect(answer).toEqual({ status: 403, body: expect.stringMatching(neutral) });
    },
  );
});

describe('a body', () => {
  const post = async (body: string, contentType = 'application/json') => {
    const token = await product.issuer.token(teamsApp.appId, product.connector.serviceUrl);
    const headers = { 'content-type': contentType, authorization: `Bearer ${token}` };
    return (await fetch(`${product.url}/api/messages`, { method: 'POST', headers, body })).status;
  };

  it.each([
    ['that is no JSON', '{', 400],
    ['that is no activity', '{"type":"message"}', 400],
    ['that is a list', '[]', 400],
    ['that is too large', JSON.stringify({ text: 'x'.repeat(300_000) }), 413],
  ])('%s is refused', async (_, body, status) => {
    expect(await post(body)).toBe(status);
  });

  it('of another type is refused', async () => {
    expect(await post('{}', 'text/plain')).toBe(415);
  });
});

it('only takes posts', async () => {
  expect((await fetch(`${product.url}/api/messages`)).status).toBe(405);
});

it('says why it refused to operators only, and repeats nothing of the token', async () => {
  const token = await product.issuer.token(teamsApp.appId, product.connector.serviceUrl, { expiresIn: -900 });
  const { body } = await knock(`Bearer ${token}`);
  const logged = product.lines.join('');
  expect(body).not.toMatch(/expired|exp|JWT/i);
  expect(logged).toContain('ERR_JWT_EXPIRED');
  expect(logged).not.toContain(token.slice(0, 40));
});

it('an id in capitals is the same id, in an activity and in the settings', async () => {
  const tenantId = teamsApp.tenantId.toUpperCase();
  const environment = { MICROSOFT_APP_ID: teamsApp.appId.toUpperCase(), MICROSOFT_APP_TENANT_ID: tenantId };
  const own = await startTeamsProduct({ environment });
  const user = own.user();
  expect((await user.post({ type: 'message', text: 'hola' })).status).toBe(200);
  const channelData = { tenant: { id: tenantId } };
  const conversation = { ...user.activity({}).conversation, tenantId };
  expect((await user.post({ type: 'message', text: 'hola', conversation, channelData })).status).toBe(200);
  expect(await own.store.documents.list('teams-address', { limit: 10 })).toHaveLength(1);
  await own.stop();
});
