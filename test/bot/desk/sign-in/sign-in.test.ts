import { jest } from '@jest/globals';
import { limits } from '../../../../bot/config.ts';
import { root } from '../../../../bot/desk/context.ts';
import { reading } from '../../../../bot/desk/guard.ts';
import { answerJson } from '../../../../bot/http/answer.ts';
import type { Route } from '../../../../bot/http/route.ts';
import { serve } from '../../../support/served.ts';
import {
  atProvider,
  oidcEnvironment,
  type StaffBrowser,
  staffBrowser,
  staffSignIn,
  startProvider,
} from '../../../support/staff-sign-in.ts';

const people = {
  'ana.ruiz': { name: 'Ana\u202e Ruiz', realm_access: { roles: ['agent', 'other'] } },
  'luis.vera': { name: 'Luis Vera', realm_access: { roles: ['supervisor'] } },
  nadie: { name: 'Nadie', realm_access: { roles: ['other'] } },
};

// The provider warns that it is one for trying things.
beforeAll(() => void jest.spyOn(console, 'warn').mockImplementation(() => {}));

/** Says who asks. */
const whoRoute = (staffSession: Parameters<typeof reading>[0]['staffSession']): Route => ({
  method: 'GET',
  path: `${root}/me`,
  handle: reading({ staffSession }, (_request, response, _params, session) => answerJson(response, 200, session)),
});

async function openDesk(withProvider: boolean) {
  let url = '';
  const provider = withProvider ? await startProviderFor(() => url) : undefined;
  const place = await freePlace();
  url = place.url;
  const ready = provider && (await provider.start());
  const made = await staffSignIn({
    config: { MODE: 'demo', ...oidcEnvironment(ready?.issuer) },
    publicUrl: url,
  });
  if (!made.signIn) throw new Error('no sign-in');
  place.routes.push(...made.signIn.routes, whoRoute(made.signIn.staffSession));
  const served = await place.open();
  return {
    ...made,
    url,
    browser: (options: object = {}) => staffBrowser(url, { now: made.clock.now, ...options }),
    async close() {
      await served.close();
      await ready?.close();
      await made.store.close();
    },
  };
}
const startProviderFor = async (url: () => string) => ({
  start: () => startProvider(() => `${url()}/desk/signed-in`, people),
});

/** A port that is known before there are routes. */
async function freePlace() {
  const probe = await serve([]);
  await probe.close();
  const routes: Route[] = [];
  const errors: unknown[] = [];
  const { createServer } = await import('../../../../bot/server.ts');
  const port = Number(new URL(probe.url).port);
  return {
    url: probe.url,
    routes,
    async open() {
      const server = createServer({ routes, log: { error: ({ error }) => errors.push(error) } });
      await server.listen(port, '127.0.0.1');
      return {
        async close() {
          await server.close(0);
          if (errors.length > 0) throw new Error('a request failed', { cause: errors });
        },
      };
    },
  };
}

type Desk = Awaited<ReturnType<typeof openDesk>>;
let desk: Desk;
afterEach(() => desk.close());

const me = async (browser: StaffBrowser, options = {}) => (await browser.request(`${root}/me`, options)).json();
const statusOf = async (browser: StaffBrowser, options = {}) => (await browser.request(`${root}/me`, options)).status;

async function comeBack(browser: StaffBrowser, login: string, jar = new Map<string, string>(), wish = {}) {
  const begun = await browser.request('/desk/sign-in', { body: { key: browser.key, ...wish } });
  const { location } = await begun.json();
  const back = await atProvider(location, login, jar);
  return { back, response: await browser.request(back) };
}

describe('with a provider', () => {
  beforeEach(async () => {
    desk = await openDesk(true);
  });

  it('lets staff in with the roles of their claims, and shows no hidden characters of their name', async () => {
    const browser = desk.browser();
    const { response } = await comeBack(browser, 'ana.ruiz', undefined, { place: '#casos' });
    expect(response.status).toBe(200);
    expect(response.headers.get('refresh')).toBe('0; url=/desk#casos');
    expect(response.headers.getSetCookie().join()).toMatch(
      /desk=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict/,
    );
    expect(await me(browser)).toMatchObject({ staff: { id: 'ana.ruiz', name: 'Ana Ruiz', roles: ['agent'] } });
  });

  it('lets nobody in who has no role', async () => {
    const browser = desk.browser();
    expect((await comeBack(browser, 'nadie')).response.status).toBe(403);
    expect(browser.cookies.size).toBe(0);
  });

  it.each<[string, (browser: StaffBrowser) => Promise<unknown>]>([
    ['another browser', async () => desk.browser()],
    [
      'a flow whose cookie was altered',
      async (browser) => {
        browser.cookies.set('desk-flow', `${browser.cookies.get('desk-flow')}A`);
        return browser;
      },
    ],
    [
      'a browser that waited too long',
      async (browser) => {
        desk.clock.forward(limits.deskSignInMs + 1);
        return browser;
      },
    ],
  ])('does not take the answer of the provider from %s', async (_name, change) => {
    const browser = desk.browser();
    const begun = await browser.request('/desk/sign-in', { body: { key: browser.key } });
    const back = await atProvider((await begun.json()).location, 'ana.ruiz');
    const other = (await change(browser)) as StaffBrowser;
    expect((await other.request(back)).status).toBe(403);
    expect(other.cookies.has('desk')).toBe(false);
  });

  it('takes a code once, and only with the state it was asked for', async () => {
    const browser = desk.browser();
    const begun = await browser.request('/desk/sign-in', { body: { key: browser.key } });
    const flow = browser.cookies.get('desk-flow') ?? '';
    const back = await atProvider((await begun.json()).location, 'ana.ruiz');
    expect((await browser.request(back.replace(/state=[^&]+/, 'state=other'))).status).toBe(403);
    browser.cookies.set('desk-flow', flow);
    expect((await browser.request(back)).status).toBe(200);
    browser.cookies.set('desk-flow', flow);
    expect((await browser.request(back)).status).toBe(403);
  });

  it('asks again for a proof, also of somebody the provider knows, and renews the session', async () => {
    const browser = desk.browser();
    const jar = new Map<string, string>();
    await comeBack(browser, 'luis.vera', jar);
    const first = await me(browser);
    const old = browser.cookies.get('desk') ?? '';
    const begun = await browser.request('/desk/sign-in', { body: { key: browser.key, again: true } });
    const { location } = await begun.json();
    expect(new URL(location).searchParams.get('prompt')).toBe('login');
    await browser.request(await atProvider(location, 'luis.vera', jar));
    const second = await me(browser);
    expect(second.sessionId).not.toBe(first.sessionId);
    expect(second.csrf).not.toBe(first.csrf);
    browser.cookies.set('desk', old);
    expect(await statusOf(browser)).toBe(401);
  });

  it('begins no sign-in for a page of another site, or with a key that is none', async () => {
    const browser = desk.browser();
    const foreign = { origin: 'https://elsewhere.example' };
    expect((await browser.request('/desk/sign-in', { body: { key: browser.key }, headers: foreign })).status).toBe(403);
    const broken = { ...browser.key, x: 'A'.repeat(43) };
    expect((await browser.request('/desk/sign-in', { body: { key: broken } })).status).toBe(400);
    const withPrivate = { ...browser.key, d: 'A'.repeat(43) };
    expect((await browser.request('/desk/sign-in', { body: { key: withPrivate } })).status).toBe(400);
    const elsewhere = { key: browser.key, place: '#/../../x' };
    expect((await browser.request('/desk/sign-in', { body: elsewhere })).status).toBe(400);
  });
});

describe('a session', () => {
  let browser: StaffBrowser;
  beforeEach(async () => {
    desk = await openDesk(false);
    browser = desk.browser();
    await browser.request('/demo/desk-session', { body: { id: 'marisol.pineda', key: browser.key } });
  });

  it('is good in the browser that began it', async () => {
    expect(await me(browser)).toMatchObject({ staff: { id: 'marisol.pineda' } });
  });

  it.each<[string, () => StaffBrowser | Promise<StaffBrowser>]>([
    ['with a key of its own', () => desk.browser()],
    ['under another name', () => desk.browser({ userAgent: 'Other/2' })],
  ])('is of no use on another device %s', async (_name, make) => {
    const thief = await make();
    thief.cookies.set('desk', browser.cookies.get('desk') ?? '');
    expect(await statusOf(thief)).toBe(401);
    expect(await statusOf(thief, { signed: false })).toBe(401);
    const bind = await thief.request(`${root}/session/key`, { body: { key: thief.key } });
    expect(bind.status).toBe(401);
  });

  it('takes a signature once, for the request it was made for, and for a minute', async () => {
    const header = browser.proof('GET', `${root}/me`);
    const again = { signed: false, headers: { 'x-desk-proof': header } };
    expect(await statusOf(browser, again)).toBe(200);
    expect(await statusOf(browser, again)).toBe(401);
    const elsewhere = browser.proof('POST', `${root}/session/end`);
    expect(await statusOf(browser, { signed: false, headers: { 'x-desk-proof': elsewhere } })).toBe(401);
    const old = browser.proof('GET', `${root}/me`);
    desk.clock.forward(limits.deskProofMs + 1);
    expect(await statusOf(browser, { signed: false, headers: { 'x-desk-proof': old } })).toBe(401);
  });

  it('ends when it is left alone, and is kept by doing something', async () => {
    const { csrf } = await me(browser);
    const act = () => browser.request(`${root}/session/here`, { body: {}, headers: { 'x-desk-csrf': csrf } });
    desk.clock.forward(limits.deskIdleMs - 1_000);
    expect((await act()).status).toBe(200);
    desk.clock.forward(limits.deskIdleMs - 1_000);
    expect(await statusOf(browser)).toBe(200);
    desk.clock.forward(2_000);
    expect(await statusOf(browser)).toBe(401);
  });

  it('ends after a shift however busy it was', async () => {
    const { csrf } = await me(browser);
    const act = () => browser.request(`${root}/session/here`, { body: {}, headers: { 'x-desk-csrf': csrf } });
    const end = desk.clock.now() + limits.deskSessionMs;
    while (desk.clock.now() + limits.deskIdleMs - 60_000 < end) {
      desk.clock.forward(limits.deskIdleMs - 60_000);
      expect((await act()).status).toBe(200);
    }
    desk.clock.forward(limits.deskIdleMs - 60_000);
    expect((await act()).status).toBe(401);
  });

  it('ends with signing out, for whoever kept the cookie too', async () => {
    const { csrf } = await me(browser);
    const kept = browser.cookies.get('desk') ?? '';
    const out = (headers: Record<string, string>) => browser.request(`${root}/session/end`, { body: {}, headers });
    expect((await out({})).status).toBe(403);
    expect((await out({ 'x-desk-csrf': csrf })).status).toBe(200);
    expect(browser.cookies.has('desk')).toBe(false);
    browser.cookies.set('desk', kept);
    expect(await statusOf(browser)).toBe(401);
  });

  it('is a new one for who signs in over a cookie that was there before', async () => {
    const planted = browser.cookies.get('desk') ?? '';
    await browser.request('/demo/desk-session', { body: { id: 'ramiro.cantu', key: browser.key } });
    expect(browser.cookies.get('desk')).not.toBe(planted);
    expect(await me(browser)).toMatchObject({ staff: { id: 'ramiro.cantu' } });
    browser.cookies.set('desk', planted);
    expect(await statusOf(browser)).toBe(401);
    const invented = desk.browser();
    invented.cookies.set('desk', 'A'.repeat(43));
    await invented.request('/demo/desk-session', { body: { id: 'ramiro.cantu', key: invented.key } });
    expect(invented.cookies.get('desk')).not.toBe('A'.repeat(43));
  });

  it('leaves neither cookie nor token in the store or the audit trail', async () => {
    const { csrf } = await me(browser);
    const kept = JSON.stringify(await desk.store.documents.list('desk-session', { limit: 10 }));
    expect(kept).not.toContain(browser.cookies.get('desk'));
    const jobs = await desk.store.jobs.claim({ owner: 'test', now: desk.clock.now(), leaseMs: 1, limit: 10 });
    expect(jobs.map(({ payload }) => payload)).toMatchObject([{ name: 'desk.signed-in', by: 'marisol.pineda' }]);
    expect(JSON.stringify(jobs)).not.toContain(csrf);
  });

  it('without a key takes the key of its browser once', async () => {
    const plain = desk.browser();
    await plain.request('/demo/desk-session', { body: { id: 'tomas.arreola' } });
    const { csrf } = await me(plain, { signed: false });
    const bind = (key: object) =>
      plain.request(`${root}/session/key`, { body: { key }, headers: { 'x-desk-csrf': csrf } });
    expect((await bind(plain.key)).status).toBe(200);
    expect(await statusOf(plain, { signed: false })).toBe(401);
    expect(await statusOf(plain)).toBe(200);
    expect((await bind(plain.key)).status).toBe(200);
    expect((await bind(desk.browser().key)).status).toBe(409);
  });
});

it('is not there in production without a provider, and the log says so', async () => {
  const made = await staffSignIn({ config: { MODE: 'production', ...oidcEnvironment(undefined) } });
  expect(made.signIn).toBeUndefined();
  expect(made.warnings).toEqual(['no desk: staff cannot sign in']);
  const production = await staffSignIn({
    config: { MODE: 'production', ...oidcEnvironment('https://id.example') },
    publicUrl: 'https://desk.example',
  });
  expect(production.signIn?.routes.map(({ path }) => path)).not.toContain('/demo/desk-session');
  await Promise.all([made.store.close(), production.store.close()]);
  desk = { close: async () => {} } as Desk;
});
