import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import prompts from '../../../../locales/es-MX/prompts.json' with { type: 'json' };
import { fill } from '../../../../locales/texts.ts';
import { fakeHash } from '../../../support/domain.ts';
import { capturista, customer, linkField, openReset, type TestReset } from '../../../support/new-password.ts';

const ENTRY = '/contrasena-nueva';
const FORM = `${ENTRY}/crear`;
const AGAIN = `${ENTRY}/otro-enlace`;
const GOOD = 'Lluvia-Verde:48';
const MINUTE = 60_000;

const values = { min: 8, specials: '- * ? ! @ # $ / ( ) = . , : ;' };
const allowed = fill(prompts['rule.these-specials'], values);
const rule = (key: keyof typeof prompts) => fill(prompts[key], { ...values, allowed });
const sentence = {
  'min-length': rule('rule.min-length'),
  upper: rule('rule.upper'),
  'keyboard-run': rule('rule.keyboard-run'),
  common: rule('rule.common'),
  blank: rule('rule.blank'),
  personal: rule('rule.personal'),
  special: rule('rule.special'),
  forbidden: rule('rule.forbidden'),
};

let reset: TestReset;
let accountId: string;
let link: string;

beforeEach(async () => {
  reset = await openReset();
  accountId = await reset.seed(capturista);
  link = await newLink();
});
afterEach(() => reset.close());

async function newLink(): Promise<string> {
  await reset.ask({ by: 'curp', portal: 'icsoe', curp: capturista.curp, email: capturista.email });
  return reset.linkTo(capturista.email);
}

const account = async () => (await reset.accounts.get(accountId))?.account;
const passwordIs = async (password: string) => (await account())?.passwordHash === fakeHash(password);
const changes = async () => (await reset.audited()).filter((name) => name === 'account.changed').length;

/** Opens a link and sends its form. */
async function send(path: string, fields: Record<string, string>) {
  const person = reset.browser();
  const page = await person.open(path);
  return person.post(FORM, { link: linkField(page.html), ...fields });
}
const save = (path: string, password: string) => send(path, { password, confirmation: password });

/** Many people at the same open form; each answers what its button does. */
const openMany = (path: string, passwords: readonly string[]) =>
  Promise.all(
    passwords.map(async (password) => {
      const person = reset.browser();
      const field = linkField((await person.open(path)).html);
      return () => person.post(FORM, { link: field, password, confirmation: password });
    }),
  );

describe('opening the link', () => {
  it('takes the token out of the address and shows a form that works without script', async () => {
    const page = await reset.browser().open(link);
    expect([page.status, page.url.pathname, page.url.search]).toEqual([200, FORM, '']);
    expect(
      page.html.match(/<input id="\w+" name="\w+" type="password" autocomplete="new-password" required/g),
    ).toHaveLength(2);
    expect(page.html).toContain('Guardar contraseña');
    expect(page.html).not.toContain(link.split('=')[1]);
  });

  it('says whose account it is no further than the person needs', async () => {
    const { html } = await reset.browser().open(link);
    expect(html).toContain('ICSOE del IMSS');
    expect(html).toContain('j•••@example.mx');
    expect(html).not.toMatch(/EOLJ|Jimena|jimena@/);
  });

  it('names the user to password managers where that is the address the mail came to', async () => {
    await reset.seed(customer);
    await reset.ask({ by: 'email', portal: 'pase', email: customer.email });
    const { html } = await reset.browser().open(await reset.linkTo(customer.email));
    expect(html).toContain('autocomplete="username" value="fernanda@example.mx" readonly hidden');
  });

  it('gives the page to nobody else: not kept, no referrer, nothing foreign loaded or framed', async () => {
    const pages = [await reset.browser().open(link), await save(link, 'corta'), await save(link, GOOD)];
    for (const { headers } of pages) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/);
      expect(policy).not.toMatch(/unsafe|http|\*/);
      expect(policy).toContain("frame-ancestors 'none'");
    }
    for (const { html } of pages.slice(0, 2)) {
      expect(html.match(/(?:src|href)="[^"]*"/g)).toEqual(['src="/assets/live-rules.js"']);
    }
  });

  it('by 50 scanners that also submit the form as it stands, and rubbish, leaves it usable', async () => {
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const scanner = reset.browser();
        const page = await scanner.open(link);
        await scanner.open(FORM);
        await scanner.open(`${ENTRY}/lista`);
        const untouched = await scanner.post(FORM, { link: linkField(page.html), password: '', confirmation: '' });
        expect(untouched.status).toBe(422);
        expect(untouched.html).toContain('No se guardó nada todavía');
        const rubbish = await scanner.post(FORM, {
          link: linkField(page.html),
          password: `test${index}`,
          confirmation: 'x',
        });
        expect(rubbish.status).toBe(422);
      }),
    );
    expect(await passwordIs('Antes-Demo:27')).toBe(true);
    expect(reset.hashed).toEqual([]);
    expect((await save(link, GOOD)).status).toBe(200);
    expect(await passwordIs(GOOD)).toBe(true);
  });
});

describe('saving a password', () => {
  it('changes it, ends the sessions, tells the person, and signs nobody in', async () => {
    const page = await save(link, GOOD);
    await reset.runner.settle();
    expect([page.status, page.url.pathname]).toEqual([200, `${ENTRY}/lista`]);
    expect(page.html).toContain('Contraseña guardada');
    expect(page.html).toContain('Entra con tu CURP');
    expect(await passwordIs(GOOD)).toBe(true);
    expect((await account())?.sessionsRevokedAt).toBe(reset.clock.at);
    const notice = (await reset.mailsTo(capturista.email)).at(-1);
    expect(notice?.subject).toBe('Cambiaron los datos de acceso de tu cuenta');
    expect(notice?.links).toEqual([expect.stringContaining('/no-fui-yo?t=')]);
    expect(await reset.audited()).toEqual(['link.sent', 'mail.sent', 'account.changed', 'notice.sent']);
  });

  it('tells the auditor why passwords were refused, and never what they were', async () => {
    await save(link, 'clave-mala');
    await save(link, 'Mi-Perro:48 bravo');
    await send(link, { password: GOOD, confirmation: 'Lluvia-Verde:49' });
    await send(link, { password: '', confirmation: '' });
    await reset.runner.settle();
    const { reasons, chain } = await reset.auditedReasons('password.refused');
    expect(reasons).toEqual(['digit,upper', 'blank', 'mismatch']);
    for (const secret of ['clave-mala', 'Perro', 'Lluvia']) expect(chain).not.toContain(secret);
  });

  it('chains the same refusal once a minute, however often the form comes', async () => {
    for (let posts = 0; posts < 5; posts += 1) await save(link, 'clave-mala');
    reset.clock.at += MINUTE;
    await save(link, 'clave-mala');
    await reset.runner.settle();
    expect((await reset.auditedReasons('password.refused')).reasons).toEqual(['digit,upper', 'digit,upper']);
  });

  it('leaves the email as it was', async () => {
    await save(link, GOOD);
    expect(await account()).toMatchObject({ email: capturista.email, curp: capturista.curp, contacts: [] });
  });

  it.each([
    ['Abc1-', ['min-length']],
    ['zxcvbnm-2749', ['upper', 'keyboard-run', 'common']],
    ['Sin espacios 1-', ['blank']],
    ['Jimena-Lara:48', ['personal']],
    ['Xx-EOLJ880311', ['personal']],
    ['Guadalupe-1', ['common']],
    ['Lluvia_Verde48', ['special', 'forbidden']],
  ] as const)('refuses «%s», says exactly why, and leaves the link usable', async (password, reasons) => {
    const page = await save(link, password);
    expect(page.status).toBe(422);
    const listed = /role="alert"[\s\S]*?<\/ul>/.exec(page.html)?.[0].match(/<li>[^<]*/g) ?? [];
    expect(listed).toEqual(reasons.map((id) => `<li>${sentence[id]}`));
    expect(page.html).not.toContain(password);
    expect(await passwordIs('Antes-Demo:27')).toBe(true);
    await save(link, GOOD);
    expect(await passwordIs(GOOD)).toBe(true);
  });

  it('refuses two different ones', async () => {
    const page = await send(link, { password: GOOD, confirmation: `${GOOD}x` });
    expect([page.status, await passwordIs(GOOD)]).toEqual([422, false]);
    expect(page.html).toContain('no son iguales');
  });

  it('at PASE takes letters and digits only', async () => {
    const id = await reset.seed(customer);
    await reset.ask({ by: 'email', portal: 'pase', email: customer.email });
    const own = await reset.linkTo(customer.email);
    expect((await save(own, GOOD)).html).toContain(`${prompts['rule.no-specials']}</li>`);
    expect((await save(own, 'Camino41100218')).html).toContain(sentence.personal);
    await save(own, 'LluviaVerde48');
    expect((await reset.accounts.get(id))?.account.passwordHash).toBe(fakeHash('LluviaVerde48'));
  });
});

describe('a link is spent once', () => {
  it('by 50 forms at the same moment with the same password: one change, and all are told it is done', async () => {
    const buttons = await openMany(link, Array(50).fill(GOOD));
    const pages = await Promise.all(buttons.map((press) => press()));
    await reset.runner.settle();
    expect(await changes()).toBe(1);
    expect(pages.map(({ url }) => url.pathname)).toEqual(Array(50).fill(`${ENTRY}/lista`));
    expect((await account())?.epoch).toBe(1);
  });

  it('by 50 forms at the same moment with different passwords: one is saved, and only its sender is told so', async () => {
    const passwords = Array.from({ length: 50 }, (_, index) => `Lluvia-Verde:${index}z`);
    const buttons = await openMany(link, passwords);
    const pages = await Promise.all(buttons.map((press) => press()));
    await reset.runner.settle();
    expect(await changes()).toBe(1);
    const told = passwords.filter((_, index) => pages[index]?.url.pathname === `${ENTRY}/lista`);
    expect(told).toHaveLength(1);
    expect(await passwordIs(told[0] ?? '')).toBe(true);
    const others = pages.filter(({ status }) => status !== 200);
    expect(others.map(({ status }) => status)).toEqual(Array(49).fill(410));
  });

  it('a double click sees the confirmation twice', async () => {
    const person = reset.browser();
    const field = linkField((await person.open(link)).html);
    const fields = { link: field, password: GOOD, confirmation: GOOD };
    const seen = [await person.post(FORM, fields), await person.post(FORM, fields)];
    expect(seen.map(({ url }) => url.pathname)).toEqual([`${ENTRY}/lista`, `${ENTRY}/lista`]);
  });

  it('and tells nobody afterwards whether a password is the one it saved', async () => {
    const person = reset.browser();
    const field = linkField((await person.open(link)).html);
    await person.post(FORM, { link: field, password: GOOD, confirmation: GOOD });
    reset.clock.at += 11 * MINUTE;
    const pages = [GOOD, 'Otra-Distinta:77'].map((password) =>
      person.post(FORM, { link: field, password, confirmation: password }),
    );
    const [right, wrong] = await Promise.all(pages);
    expect(right?.status).toBe(410);
    expect(right?.html).toBe(wrong?.html);
  });

  it('and dies with all others of the account', async () => {
    const older = link;
    const newer = await newLink();
    await save(older, GOOD);
    const page = await reset.browser().open(newer);
    expect(page.status).toBe(410);
    expect(page.html).toContain('Este enlace ya no sirve');
    expect((await save(newer, 'Otra-Distinta:77')).status).toBe(409);
    expect(await passwordIs(GOOD)).toBe(true);
  });

  it('any of three works, whichever order they arrive in', async () => {
    const links = [link, await newLink(), await newLink()];
    await save(links[1] ?? '', GOOD);
    expect(await passwordIs(GOOD)).toBe(true);
  });
});

describe('a link that sets nothing', () => {
  it.each([
    ['one second before its end still works', 60 * MINUTE - 1_000, 200],
    ['at its end does not', 60 * MINUTE, 410],
  ])('%s', async (_name, later, status) => {
    reset.clock.at += later;
    expect((await reset.browser().open(link)).status).toBe(status);
  });

  it('expired while the form was open', async () => {
    const person = reset.browser();
    const field = linkField((await person.open(link)).html);
    reset.clock.at += 60 * MINUTE;
    const page = await person.post(FORM, { link: field, password: GOOD, confirmation: GOOD });
    expect([page.status, await passwordIs(GOOD)]).toEqual([410, false]);
    expect(page.html).toContain('Este enlace ya venció');
  });

  it('of a frozen account says so and changes nothing', async () => {
    const person = reset.browser();
    const field = linkField((await person.open(link)).html);
    await reset.accounts.freeze({ accountId, applicationId: 'stop', at: reset.clock.at });
    const page = await person.post(FORM, { link: field, password: GOOD, confirmation: GOOD });
    expect([page.status, await passwordIs(GOOD)]).toEqual([403, false]);
    expect(page.html).toContain('icsoe@imss.gob.mx');
  });

  it.each(['disavow', 'activate', 'set-password'] as const)('because its purpose is to %s', async (purpose) => {
    const { token } = await reset.links.issue({ purpose, accountId, caseId: 'c', epoch: 0, ttlMs: MINUTE });
    expect((await reset.browser().open(`${ENTRY}?t=${token}`)).status).toBe(404);
    expect((await save(`${ENTRY}?t=${token}`, GOOD)).status).toBe(404);
    expect(await passwordIs(GOOD)).toBe(false);
  });

  it.each([
    ['an invented token', `${ENTRY}?t=${'A'.repeat(43)}`],
    ['no token', ENTRY],
    ['markup', `${ENTRY}?t=%3Cscript%3Ealert(1)%3C/script%3E`],
    ['a header injection', `${ENTRY}?t=x%0d%0aSet-Cookie:%20a=b`],
  ])('because of %s', async (_name, path) => {
    const page = await reset.browser().open(path);
    expect(page.status).toBe(404);
    expect(page.html).not.toContain('alert(1)');
  });
});

describe('asking for another link', () => {
  it('from a used, an expired or a superseded one sends it to the contact on record, and nowhere else', async () => {
    const spent = await newLink();
    await save(spent, GOOD);
    const sent = async () =>
      (await reset.mailsTo(capturista.email)).filter(({ links: [to] }) => to?.includes(ENTRY)).length;
    let before = await sent();
    for (const [path, title] of [
      [spent, 'ya se usó'],
      [link, 'ya no sirve'],
    ] as const) {
      const person = reset.browser();
      expect((await person.open(path)).html).toContain(title);
      const page = await person.post(AGAIN, { to: 'mallory@example.mx', email: 'mallory@example.mx' });
      expect([page.status, page.html.includes('Revisa tu correo')]).toEqual([200, true]);
      await reset.runner.settle();
      before += 1;
      expect(await sent()).toBe(before);
    }
    expect(await reset.mailsTo('mallory@example.mx')).toEqual([]);
    await save(await reset.linkTo(capturista.email), 'Otra-Distinta:77');
    expect(await passwordIs('Otra-Distinta:77')).toBe(true);
  });

  it('reads the same for any link, and for none', async () => {
    const holder = reset.browser();
    await holder.open(link);
    reset.clock.at += 2 * 60 * MINUTE;
    const stranger = reset.browser();
    const [known, unknown] = [await holder.post(AGAIN, {}), await stranger.post(AGAIN, {})];
    expect(known.html).toBe(unknown.html);
    expect(known.status).toBe(unknown.status);
  });

  it('twice with one click is one mail', async () => {
    reset.clock.at += 60 * MINUTE;
    const person = reset.browser();
    await person.open(link);
    await Promise.all([person.post(AGAIN, {}), person.post(AGAIN, {})]);
    await reset.runner.settle();
    expect(await reset.mailsTo(capturista.email)).toHaveLength(2);
  });

  it('offers it in the first form of the page, without script', async () => {
    reset.clock.at += 60 * MINUTE;
    const { html } = await reset.browser().open(link);
    expect(/<form\b[\s\S]*?<\/form>/.exec(html)?.[0]).toBe(
      `<form method="post" action="${AGAIN}"><button type="submit">Enviar otro enlace</button></form>`,
    );
  });
});

describe('the right account only', () => {
  let otherId: string;
  let otherLink: string;
  beforeEach(async () => {
    otherId = await reset.seed({ ...capturista, curp: 'AAMB761024HMCLJR02', email: 'bruno@example.mx', name: 'Bruno' });
    await reset.ask({ by: 'curp', portal: 'icsoe', curp: 'AAMB761024HMCLJR02', email: 'bruno@example.mx' });
    otherLink = await reset.linkTo('bruno@example.mx');
  });

  it('a form left open does not change the account of a link opened later', async () => {
    const person = reset.browser();
    const stale = linkField((await person.open(link)).html);
    await person.open(otherLink);
    const page = await person.post(FORM, { link: stale, password: GOOD, confirmation: GOOD });
    expect(page.status).toBe(409);
    expect(page.html).toContain('Esta página es de otro enlace');
    expect(await passwordIs(GOOD)).toBe(false);
    expect((await reset.accounts.get(otherId))?.account.passwordHash).toBe(capturista.passwordHash);
  });

  it('the link opened last in a browser counts', async () => {
    const person = reset.browser();
    await person.open(link);
    const latest = linkField((await person.open(otherLink)).html);
    await person.post(FORM, { link: latest, password: GOOD, confirmation: GOOD });
    expect((await reset.accounts.get(otherId))?.account.passwordHash).toBe(fakeHash(GOOD));
    expect(await passwordIs(GOOD)).toBe(false);
  });

  it('works in a browser that never saw the conversation', async () => {
    expect((await save(otherLink, GOOD)).status).toBe(200);
  });

  it('the id of a link in the form is no token', async () => {
    const field = linkField((await reset.browser().open(link)).html);
    expect((await reset.browser().open(`${ENTRY}?t=${field}`)).status).toBe(404);
    const page = await reset.browser().post(FORM, { link: field, password: GOOD, confirmation: GOOD });
    expect([page.status, await passwordIs(GOOD)]).toEqual([404, false]);
  });
});

describe('a form posted from elsewhere', () => {
  const post = async (headers: Record<string, string>, body = true) => {
    const person = reset.browser();
    const field = linkField((await person.open(link)).html);
    const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return fetch(`${reset.server.url}${FORM}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, ...headers },
      ...(body ? { body: new URLSearchParams({ link: field, password: GOOD, confirmation: GOOD }) } : {}),
    });
  };

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['a browser that says cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['a browser that says same-site', { 'sec-fetch-site': 'same-site', origin: 'null' }],
  ])('%s is refused', async (_name, headers) => {
    expect((await post(headers)).status).toBe(403);
    expect(await passwordIs(GOOD)).toBe(false);
  });

  it.each([
    ['a browser of today, which hides the origin from us', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
    ['an older one', { origin: 'null' }],
    ['one that says nothing', {}],
  ])('%s is taken', async (_name, headers) => {
    expect((await post(headers)).status).toBe(303);
    expect(await passwordIs(GOOD)).toBe(true);
  });
});

it.each([
  ['a body too large', 'a'.repeat(70_000), 'application/x-www-form-urlencoded', 413],
  ['another content type', '{"password":"x"}', 'application/json', 415],
])('refuses %s', async (_name, body, type, status) => {
  for (const path of [FORM, AGAIN]) {
    const response = await fetch(`${reset.server.url}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    expect(response.status).toBe(status);
  }
});

it('stops hashing for one link after many passwords, and says that the link still works', async () => {
  const person = reset.browser();
  const field = linkField((await person.open(link)).html);
  await person.post(FORM, { link: field, password: GOOD, confirmation: GOOD });
  const again = (password: string) => person.post(FORM, { link: field, password, confirmation: password });
  for (let count = 0; count < 60; count += 1) await again(`Otra-Distinta:${count}x`);
  expect((await again(GOOD)).status).toBe(410);
});

it('speaks English to a browser that asks for it', async () => {
  const person = reset.browser();
  await person.open(link);
  const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(`${reset.server.url}${FORM}`, { headers: { cookie, 'accept-language': 'en-US' } });
  expect(await response.text()).toContain('<h1>Create your new password</h1>');
});
