import { limits } from '../../../bot/config.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

let product: TestProduct;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

/** As a browser asks when a person goes somewhere or presses a button. */
const asPerson = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': 'es-MX,es' };
const titleOf = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1];

async function see(path: string, init: RequestInit = {}) {
  const answer = await fetch(product.url + path, { ...init, headers: { ...asPerson, ...init.headers } });
  return { status: answer.status, type: answer.headers.get('content-type'), title: titleOf(await answer.text()) };
}
const page = 'text/html; charset=utf-8';

describe.each(['/formulario/llenar', '/no-fui-yo/confirmar', '/contrasena-nueva/crear'])(
  'a person whose form for %s is refused reads why',
  (path) => {
    const form = (body: string, headers = {}) => ({
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });

    it.each<[string, RequestInit, number, string]>([
      ['of another site', form('a=b', { 'sec-fetch-site': 'cross-site' }), 403, 'No pudimos usar lo que mandaste'],
      ['that is too large', form('x'.repeat(limits.requestMaxBytes + 1)), 413, 'Lo que mandaste pesa demasiado'],
    ])('%s', async (_name, init, status, title) => {
      expect(await see(path, init)).toEqual({ status, type: page, title });
    });
  },
);

it.each(['/cartas/IMPI-2026-0.pdf', '/nada', '/formulario/nada', '/v3/directline/nada', '/assets/viejo.js'])(
  'a person at %s reads that the address leads nowhere',
  async (path) => {
    expect(await see(path)).toEqual({ status: 404, type: page, title: 'No encontramos esta página' });
  },
);

it.each(['/desk', '/en', '/privacidad'])('%s is found with a slash at its end', async (path) => {
  const answer = await fetch(`${product.url}${path}/`, { headers: asPerson });
  expect([answer.status, new URL(answer.url).pathname]).toEqual([200, path]);
});

it.each(['/', '/en', '/desk', '/privacidad', '/healthz', '/readyz', '/metrics', '/demo/people'])(
  'HEAD of %s is answered like GET, without a body',
  async (path) => {
    const [head, get] = await Promise.all(['HEAD', 'GET'].map((method) => fetch(product.url + path, { method })));
    expect([head?.status, head?.headers.get('content-type')]).toEqual([200, get?.headers.get('content-type')]);
    expect(await head?.text()).toBe('');
    await get?.text();
  },
);

it('the live events of the desk have no HEAD', async () => {
  expect((await fetch(`${product.url}/desk/api/stream`, { method: 'HEAD' })).status).toBe(405);
});
