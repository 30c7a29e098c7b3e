import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WantedForm } from '../../../../services/secure-forms/secure-form.ts';
import { asked, hiddenOf, openFormPage, standingAt, type TestFormPage, TTL } from '../../../support/secure-form.ts';

const FORM = '/formulario/llenar';
const DONE = '/formulario/listo';
const GOOD = 'Lluvia-Verde:48';

let page: TestFormPage;
beforeEach(async () => {
  page = await openFormPage();
});
afterEach(() => page.close());

const state = () => page.forms.stateOf('c1').then((found) => found?.state);
const both = (password: string) => ({ password, confirmation: password });
const titleOf = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1];

/** Opens a link in a browser of its own; answers how to send its form, and how to begin it. */
async function visit(url: string) {
  const person = page.browser();
  const seen = await person.open(url);
  const hidden = hiddenOf(seen.html);
  return {
    person,
    seen,
    hidden,
    send: (fields: Record<string, string>) => person.post(FORM, { ...hidden, ...fields }),
    begin: () => person.post('/formulario/abierto', hidden),
  };
}

describe('opening the link', () => {
  it('takes the token out of the address and shows the mark of the chat', async () => {
    const { url, mark, token } = await page.link('password');
    const { seen } = await visit(url);
    expect([seen.status, seen.url.pathname, seen.url.search]).toEqual([200, FORM, '']);
    expect(seen.html).toContain(`>${mark}</p>`);
    expect(seen.html).not.toContain(token);
  });

  it('spends nothing, however often and by whatever machine', async () => {
    const { url } = await page.link('password');
    for (let time = 0; time < 30; time += 1) await page.browser().open(url);
    expect(await state()).toBe('sent');
    expect((await (await visit(url)).send(both(GOOD))).url.pathname).toBe(DONE);
  });

  it('tells no one where the person came from, keeps nothing and lets no one frame it', async () => {
    const { url } = await page.link('password');
    const { headers } = (await visit(url)).seen;
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
  });

  it('leaves cookies that scripts cannot read and other sites do not send', async () => {
    const { url } = await page.link('password');
    const response = await fetch(url, { redirect: 'manual' });
    const cookies = response.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) expect(cookie).toMatch(/; Path=\/formulario; .*HttpOnly; SameSite=Lax/);
  });

  it('speaks the language of the conversation', async () => {
    const { url } = await page.link('password', { locale: 'en' });
    expect(titleOf((await visit(url)).seen.html)).toBe('Create your new password');
  });

  it('a second time in the same browser goes on with the form that was begun', async () => {
    const { url } = await page.link('password');
    const { person, begin } = await visit(url);
    await begin();
    const again = await person.open(url);
    expect([again.status, titleOf(again.html)]).toEqual([200, 'Crea tu contraseña nueva']);
  });

  it.each(['', '?t=', '?t=short', `?t=${'A'.repeat(43)}`, `?t=${'A'.repeat(43)}&in=teams`, '?in=teams'])(
    'that is none (%s) says what to do',
    async (query) => {
      await page.link('password');
      const seen = await page.browser().open(`/formulario${query}`);
      expect([seen.status, titleOf(seen.html)]).toEqual([404, 'Este enlace no sirve']);
    },
  );
});

describe('an answer', () => {
  it.each<[WantedForm['kind'], Record<string, string>, Record<string, string>]>([
    ['password', both(GOOD), both(GOOD)],
    ['client-password', { password: 'la de hoy ñ' }, { password: 'la de hoy ñ' }],
    ['key-password', { password: ' 12345678a ' }, { keyPassword: ' 12345678a ' }],
    ['efirma', { certificate: 'QUJD', signature: 'REVG' }, { certificate: 'QUJD', signature: 'REVG' }],
  ])('of %s goes into the conversation once, for the question it was made for', async (kind, fields, value) => {
    const { url, id } = await page.link(kind);
    const { send } = await visit(url);
    const done = await send(fields);
    expect([done.status, done.url.pathname]).toEqual([200, DONE]);
    const { procedure, step, folio } = asked[kind];
    const formFor = { procedure, step, ...(folio === undefined ? {} : { folio }) };
    expect([...page.conversation.taken]).toEqual([
      [
        `c1 form:${id}`,
        { messageId: `form:${id}`, activity: { type: 'message', known: true, value, formFor }, files: [] },
      ],
    ]);
    expect(await state()).toBe('completed');
  });

  it.each<[WantedForm['kind'], Record<string, string>, string]>([
    ['password', {}, 'No se envió nada todavía'],
    ['password', both('corta'), '8 caracteres o más'],
    ['password', both('Rosa-Verde:48'), 'sin tus datos'],
    ['password', both('Password-2024'), 'de las que usa mucha gente'],
    ['password', { password: GOOD, confirmation: 'otra' }, 'no son iguales'],
    ['password', { password: GOOD }, 'no son iguales'],
    ['client-password', { password: '' }, 'No se envió nada todavía'],
    ['client-password', { password: 'x'.repeat(1_025) }, 'demasiado largo'],
    ['key-password', {}, 'No se envió nada todavía'],
    ['efirma', {}, 'elige tu archivo .cer'],
    ['efirma', { certificate: 'QUJD', signature: '' }, 'No se envió nada todavía'],
    ['efirma', { certificate: '<script>', signature: 'REVG' }, 'No se envió nada todavía'],
  ])('of %s that is refused (%#) reaches nobody and leaves the form usable', async (kind, fields, because) => {
    const { url } = await page.link(kind);
    const { send } = await visit(url);
    const refused = await send(fields);
    expect([refused.status, refused.url.pathname]).toEqual([200, FORM]);
    expect(/role="alert" id="problem">([\s\S]*?)<(?:h2|form|div)/.exec(refused.html)?.[1]).toContain(because);
    expect([page.conversation.taken.size, await state()]).toEqual([0, 'sent']);
    const good = { ...both(GOOD), ...(kind === 'efirma' ? { certificate: 'QUJD', signature: 'REVG' } : {}) };
    expect((await send(good)).url.pathname).toBe(DONE);
  });

  it('that was typed into the chat in plain sight is refused as a new password', async () => {
    page.burned.add(GOOD);
    const { url } = await page.link('password');
    const { send } = await visit(url);
    expect((await send(both(GOOD))).html).toContain('ya la escribiste en el chat');
    expect((await send(both('Otra-Lluvia:48'))).url.pathname).toBe(DONE);
  });

  it('that was refused can be read about again, by reload and by link', async () => {
    const { url } = await page.link('password');
    const { person, send } = await visit(url);
    const refused = await send(both('corta'));
    const reloaded = await person.open(refused.url.href);
    expect(reloaded.html).toContain('8 caracteres o más');
    expect(refused.url.search).toBe('?aviso=min-length.upper.digit.special');
    for (const made of ['?aviso=<script>', '?aviso=', '?aviso=__proto__', '?aviso=constructor.upper2']) {
      expect((await person.open(FORM + made)).html).not.toContain('id="problem"');
    }
  });

  it('never stands on a page again', async () => {
    const { url } = await page.link('password');
    const { send } = await visit(url);
    for (const password of ['Mala-clave-1234', GOOD]) expect((await send(both(password))).html).not.toContain(password);
  });

  it('is taken from the page alone: other sites and other types are refused', async () => {
    const { url } = await page.link('client-password');
    const { person, hidden } = await visit(url);
    const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const body = new URLSearchParams({ ...hidden, password: 'x' });
    const post = (headers: Record<string, string>, sent: BodyInit = body) =>
      fetch(page.server.url + FORM, { method: 'POST', body: sent, headers: { cookie, ...headers } });
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ 'content-type': 'application/json' }, '{}')).status).toBe(415);
    expect((await post({}, 'x'.repeat(100_000))).status).toBe(413);
    expect([page.conversation.taken.size, await state()]).toEqual([0, 'sent']);
  });

  it('that the conversation takes too many of can be sent again', async () => {
    page.conversation.refused.push({ outcome: 'too-fast', retryAt: page.clock.at + 1 });
    const { url } = await page.link('client-password');
    const { send } = await visit(url);
    const busy = await send({ password: 'x' });
    expect([busy.html.includes('van muchos envíos seguidos'), await state()]).toEqual([true, 'sent']);
    expect((await send({ password: 'x' })).url.pathname).toBe(DONE);
  });

  it('to a conversation that is gone says so', async () => {
    page.conversation.refused.push({ outcome: 'unknown-conversation' });
    const { url } = await page.link('client-password');
    const gone = await (await visit(url)).send({ password: 'x' });
    expect([gone.status, titleOf(gone.html)]).toEqual([410, 'Tu chat ya va en otro paso']);
  });
});

describe('double submits', () => {
  it('of one browser are one answer, and each sees that it was received', async () => {
    const { url } = await page.link('password');
    const { send } = await visit(url);
    const all = await Promise.all(Array.from({ length: 50 }, (_, n) => send(both(`${GOOD}${n}`))));
    expect(new Set(all.map(({ url: { pathname } }) => pathname))).toEqual(new Set([DONE]));
    expect(page.conversation.taken.size).toBe(1);
  });

  it('of fifty browsers are one answer, which one of them sees as its own', async () => {
    const { url } = await page.link('password');
    const open = await Promise.all(Array.from({ length: 50 }, () => visit(url)));
    const all = await Promise.all(open.map(({ send }, n) => send(both(`${GOOD}${n}`))));
    expect(page.conversation.taken.size).toBe(1);
    const received = all.filter(({ html }) => titleOf(html) === 'Listo, ya la recibimos');
    expect(received).toHaveLength(1);
    for (const { status, html } of all.filter((one) => !received.includes(one))) {
      expect([status, titleOf(html)]).toEqual([410, 'Este enlace ya se usó']);
    }
  });

  it('after a crash between the conversation and the form end well', async () => {
    const { url, id } = await page.link('password');
    await page.conversation.submit('c1', {
      messageId: `form:${id}`,
      activity: { type: 'message', known: true },
      files: [],
    });
    const { send } = await visit(url);
    expect((await send(both(GOOD))).url.pathname).toBe(DONE);
    expect(await state()).toBe('completed');
  });
});

describe('after the answer', () => {
  it('reload, back and the link again say that it was received', async () => {
    const { url } = await page.link('password');
    const { person, send } = await visit(url);
    await send(both(GOOD));
    for (const address of [DONE, FORM, url]) {
      expect(titleOf((await person.open(address)).html)).toBe('Listo, ya la recibimos');
    }
    page.clock.at += TTL;
    expect(titleOf((await person.open(FORM)).html)).toBe('Listo, ya la recibimos');
  });

  it('another browser learns only that the link was used', async () => {
    const { url } = await page.link('password');
    await (await visit(url)).send(both(GOOD));
    const other = await visit(url);
    expect([other.seen.status, titleOf(other.seen.html)]).toEqual([410, 'Este enlace ya se usó']);
    expect(other.seen.html).not.toContain('<form');
  });

  it('the page that says so cannot be had without an answer', async () => {
    const { url } = await page.link('password');
    const { person } = await visit(url);
    expect((await person.open(DONE)).url.pathname).toBe(FORM);
  });
});

describe('a second device', () => {
  it('is sent away once somebody began on the first, and can have a link of its own', async () => {
    const { url } = await page.link('password');
    const [first, second] = [await visit(url), await visit(url)];
    expect((await first.begin()).status).toBe(204);
    expect((await second.begin()).status).toBe(409);
    const refused = await second.send(both(GOOD));
    expect([refused.status, titleOf(refused.html)]).toEqual([409, 'Este enlace ya se abrió en otro lugar']);
    expect(page.conversation.taken.size).toBe(0);
    const asking = await second.person.post('/formulario/otro-enlace', hiddenOf(refused.html));
    expect(titleOf(asking.html)).toBe('Revisa tu chat');
    expect(page.conversation.again).toHaveLength(1);
    expect((await first.send(both(GOOD))).url.pathname).toBe(DONE);
  });

  it('is not kept out by a script that submits what it finds', async () => {
    const { url } = await page.link('password');
    const robot = await visit(url);
    await robot.send(both('test'));
    expect(await state()).toBe('sent');
    expect((await (await visit(url)).send(both(GOOD))).url.pathname).toBe(DONE);
  });
});

describe('too late', () => {
  it.each<[string, string, () => unknown]>([
    ['expired', 'Este enlace ya venció', () => page.later(TTL)],
    ['a newer link was sent', 'Hay un enlace más nuevo', () => page.link('password', { askedSeq: 8 })],
    ['it was cancelled', 'Tu chat ya va en otro paso', () => page.forms.cancel('c1')],
    ['the procedure was left', 'Tu chat ya va en otro paso', () => page.goesTo(undefined)],
    ['the conversation went on', 'Tu chat ya va en otro paso', () => page.goesTo(standingAt(asked.efirma))],
    [
      'another case was begun',
      'Tu chat ya va en otro paso',
      () => page.goesTo(standingAt({ ...asked.password, folio: 'IMPI-2026-000124' })),
    ],
    [
      'the step waits for something else',
      'Tu chat ya va en otro paso',
      () => page.goesTo(standingAt({ ...asked.password, form: { kind: 'efirma' } })),
    ],
  ])('(%s): the page says so, and nothing is sent', async (_what, title, happen) => {
    const { url } = await page.link('password');
    const { person, send, begin } = await visit(url);
    await happen();
    for (const seen of [await send(both(GOOD)), await person.open(FORM), await person.open(url)]) {
      expect([seen.status, titleOf(seen.html)]).toEqual([410, title]);
    }
    const begun = await begin();
    expect([204, 409]).toContain(begun.status);
    expect(page.conversation.taken.size).toBe(0);
  });

  it('is not when the message that brought the link was sent again, with the same one', async () => {
    const { askedSeq } = asked.password;
    const { url } = await page.link('password', { askedSeq });
    const { send, begin } = await visit(url);
    await begin();
    expect((await page.link('password', { askedSeq })).url).toBe(url);
    expect((await send(both(GOOD))).url.pathname).toBe(DONE);
  });

  it('is not when the same question was asked again meanwhile', async () => {
    const { url } = await page.link('password');
    page.conversation.standing = standingAt({ ...asked.password, askedSeq: 11 });
    expect((await (await visit(url)).send(both(GOOD))).url.pathname).toBe(DONE);
  });

  it('can have another link sent to the chat while its question stands', async () => {
    const { url, id } = await page.link('password');
    const { person } = await visit(url);
    page.clock.at += TTL;
    const expired = await person.open(FORM);
    const ask = () => person.post('/formulario/otro-enlace', hiddenOf(expired.html));
    expect(titleOf((await ask()).html)).toBe('Revisa tu chat');
    expect(page.conversation.again).toEqual([id]);
    page.conversation.standing = undefined;
    expect(titleOf((await ask()).html)).toBe('Revisa tu chat');
    expect(page.conversation.again).toEqual([id]);
  });

  it('nobody has a link sent for a form that still takes an answer', async () => {
    const { url } = await page.link('password');
    const { person, hidden } = await visit(url);
    await person.post('/formulario/otro-enlace', hidden);
    expect(page.conversation.again).toEqual([]);
  });
});

it('a form left open does not answer for the link that was opened after it', async () => {
  const first = await page.link('password', { conversationId: 'c1' });
  const second = await page.link('password', { conversationId: 'c2' });
  const { person, send } = await visit(first.url);
  await person.open(second.url);
  const other = await send(both(GOOD));
  expect([other.status, titleOf(other.html)]).toEqual([409, 'Esta página es de otro enlace']);
  expect(page.conversation.taken.size).toBe(0);
});
