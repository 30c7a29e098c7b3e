import { randomBytes } from 'node:crypto';
import { startProduct, type TestProduct } from '../support/product.ts';

/** What a product in production shows at its doors, and what it does not. */
const publicUrl = 'https://recupera.example';

let product: TestProduct;
beforeAll(async () => {
  product = await startProduct({
    MODE: 'production',
    PUBLIC_URL: publicUrl,
    SIGNING_KEY: randomBytes(32).toString('base64'),
    SEALING_KEY: randomBytes(32).toString('base64'),
    SMTP_URL: 'smtp://127.0.0.1:1',
    METRICS_TOKEN: 'operadores-de-recupera',
    EFIRMA_OCSP_URL: 'http://127.0.0.1:1',
  });
});
afterAll(() => product.stop());

const ask = (path: string, init: RequestInit = {}) => fetch(product.url + path, { redirect: 'manual', ...init });

it.each([
  ['GET', '/demo'],
  ['GET', '/demo/people'],
  ['GET', '/demo/mailbox?to=a@b.mx'],
  ['GET', '/demo/efirma/MEAL840217MDFNRC02.cer'],
  ['POST', '/demo/efirma'],
  ['POST', '/demo/sign-in'],
  ['POST', '/demo/sign-in-challenge'],
])('%s %s is not there', async (method, path) => {
  expect((await ask(path, { method })).status).toBe(404);
});

it.each(['/', '/privacidad', '/healthz', '/readyz'])('%s is there, and says that only https is used', async (path) => {
  const answer = await ask(path);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('strict-transport-security')).toMatch(/max-age/);
});

it('metrics are for those with the token', async () => {
  expect((await ask('/metrics')).status).toBe(401);
  const headers = { authorization: 'Bearer operadores-de-recupera' };
  expect((await ask('/metrics', { headers })).status).toBe(200);
});

it('a conversation begins with the session of a page of ours, and in no other way', async () => {
  const generate = (origin?: string) =>
    ask('/v3/directline/tokens/generate', { method: 'POST', headers: origin === undefined ? {} : { origin } });
  expect((await generate()).status).toBe(403);
  expect((await generate('https://evil.example')).status).toBe(403);
  const answer = await generate(publicUrl);
  const { token } = await answer.json();
  const [cookie = ''] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
  const start = (headers: Record<string, string>) =>
    ask('/v3/directline/conversations', { method: 'POST', headers: { authorization: `Bearer ${token}`, ...headers } });
  expect((await start({})).status).toBe(403);
  const started = await start({ cookie: cookie.split(';')[0] ?? '' });
  expect(started.status).toBe(201);
  expect((await started.json()).streamUrl).toMatch(/^wss:\/\/recupera\.example\//);
});
