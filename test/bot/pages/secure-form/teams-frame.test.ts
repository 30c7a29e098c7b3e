import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { hiddenOf, openFormPage, type TestFormPage, TTL } from '../../../support/secure-form.ts';

let page: TestFormPage;
beforeEach(async () => {
  page = await openFormPage();
});
afterEach(() => page.close());

const FORM = '/formulario/llenar';
const GOOD = 'Lluvia-Verde:48';
const titleOf = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1];

/** A frame in which cookies are not kept. */
async function frame(url: string) {
  const seen = await page.browser().open(url);
  const hidden = hiddenOf(seen.html);
  return {
    seen,
    hidden,
    send: (fields: Record<string, string>) => page.browser().post(FORM, { ...hidden, ...fields }),
  };
}

it('works without cookies: what they would hold is in the form', async () => {
  const { url } = await page.link('password', { channel: 'teams', inTeams: true });
  const { seen, send } = await frame(url);
  expect([seen.status, seen.headers.getSetCookie()]).toEqual([200, []]);
  expect((await send({ password: 'corta', confirmation: 'corta' })).html).toContain('id="problem"');
  const done = await send({ password: GOOD, confirmation: GOOD });
  expect([done.status, titleOf(done.html)]).toEqual([200, 'Listo, ya la recibimos']);
  expect(done.html).toContain('id="received"');
  expect(done.html).toContain('src="/assets/teams.js"');
  expect(page.conversation.values()).toEqual([{ password: GOOD, confirmation: GOOD }]);
});

it('may be framed by Teams alone', async () => {
  const { url } = await page.link('password', { channel: 'teams', inTeams: true });
  const { headers } = (await frame(url)).seen;
  const [, ancestors] = /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '') ?? [];
  expect(ancestors?.split(' ')).toEqual([
    'https://teams.microsoft.com',
    'https://*.teams.microsoft.com',
    'https://*.cloud.microsoft',
  ]);
  expect(headers.get('x-frame-options')).toBeNull();
  expect(headers.get('referrer-policy')).toBe('no-referrer');
});

it('is told in the frame when what was sent is refused', async () => {
  const sent = (headers: Record<string, string>) =>
    fetch(page.server.url + FORM, { method: 'POST', body: new URLSearchParams({ in: 'teams' }), headers });
  const framed = await sent({ 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site' });
  expect(framed.status).toBe(403);
  expect(framed.headers.get('x-frame-options')).toBeNull();
  expect(framed.headers.get('content-security-policy')).toContain('frame-ancestors https://teams.microsoft.com');
  const alone = await sent({ 'sec-fetch-dest': 'document', 'sec-fetch-site': 'cross-site' });
  expect(alone.headers.get('x-frame-options')).toBe('DENY');
});

it('is not offered for a form that was sent elsewhere: nobody frames a link of WhatsApp', async () => {
  const { url } = await page.link('password', { channel: 'whatsapp', inTeams: true });
  const seen = await page.browser().open(url);
  expect(seen.url.pathname).toBe(FORM);
  expect(seen.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  const { token } = await page.link('password', { channel: 'whatsapp' });
  const forged = { form: 'x', in: 'teams', t: token, b: 'b'.repeat(22) };
  expect((await page.browser().post(FORM, { ...forged, password: GOOD, confirmation: GOOD })).status).not.toBe(200);
  expect(page.conversation.taken.size).toBe(0);
});

it('the same link opened in a browser of its own works as any other', async () => {
  const { token } = await page.link('password', { channel: 'teams' });
  const seen = await page.browser().open(`/formulario?t=${token}`);
  expect([seen.status, seen.url.search]).toEqual([200, '']);
  expect(seen.headers.get('x-frame-options')).toBe('DENY');
});

it('belongs to the frame that began: another one is sent away', async () => {
  const { url } = await page.link('password', { channel: 'teams', inTeams: true });
  const [first, second] = [await frame(url), await frame(url)];
  expect((await page.browser().post('/formulario/abierto', first.hidden)).status).toBe(204);
  expect((await second.send({ password: GOOD, confirmation: GOOD })).status).toBe(409);
  expect((await first.send({ password: GOOD, confirmation: GOOD })).status).toBe(200);
});

it('over https leaves a cookie that only this frame in Teams has, so that a dialog opened again goes on', async () => {
  const secure = await openFormPage({ https: true });
  const { url } = await secure.link('password', { channel: 'teams', inTeams: true });
  const first = await fetch(url);
  const [cookie = '', ...others] = first.headers.getSetCookie();
  expect(others).toEqual([]);
  expect(cookie).toMatch(/^formulario-navegador=.*; HttpOnly; SameSite=None; Secure; Partitioned$/);
  await secure.browser().post('/formulario/abierto', hiddenOf(await first.text()));
  const again = await fetch(url, { headers: { cookie: cookie.split(';')[0] ?? '' } });
  expect([again.status, (await fetch(url)).status]).toEqual([200, 409]);
  await secure.close();
});

it('that expired can have another link sent, still in the frame', async () => {
  const { url, id } = await page.link('password', { channel: 'teams', inTeams: true });
  page.later(TTL);
  const { seen, hidden } = await frame(url);
  expect([seen.status, titleOf(seen.html)]).toEqual([410, 'Este enlace ya venció']);
  const asked = await page.browser().post('/formulario/otro-enlace', hidden);
  expect(asked.headers.get('content-security-policy')).toContain('https://teams.microsoft.com');
  expect(page.conversation.again).toEqual([id]);
});
