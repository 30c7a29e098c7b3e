import { jest } from '@jest/globals';
import { demoDoors } from '../support/demo.ts';
import { type GraphDouble, startGraphDouble, type TestPhone, wordsOf } from '../support/graph-double.ts';
import { signChallenge } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';
import { hiddenOf } from '../support/secure-form.ts';
import { plainBrowser } from '../support/served.ts';

jest.setTimeout(60_000);

const GOOD = 'Lluvia-Verde:48';
const MINUTE = 60_000;
const FORM = '/formulario/llenar';

let graph: GraphDouble;
let product: TestProduct;
let demo: ReturnType<typeof demoDoors>;
beforeAll(async () => {
  graph = await startGraphDouble();
  product = await startProduct(graph.environment);
  graph.connect(product.url);
  demo = demoDoors(product.url);
});
afterAll(async () => {
  await product.stop();
  await graph.close();
});

let people = 0;
const newPhone = () => {
  people += 1;
  return graph.phone({ waId: `52155550100${String(people).padStart(2, '0')}`, userId: `MX.200${people}` });
};
const titleOf = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1];

/** The newest secure link a person was sent, and the number that came with it. */
function linkOf(phone: TestPhone): { path: string; mark: string } {
  const message = phone.messages().findLast(({ message: sent }) => 'interactive' in sent)?.message;
  const { pathname, search } = new URL(/"url":"([^"]+)"/.exec(JSON.stringify(message))?.[1] ?? '');
  const [, mark = ''] = /\*(\d{4})\*/.exec(message ? wordsOf(message) : '') ?? [];
  return { path: pathname + search, mark };
}

async function visit(path: string) {
  const person = plainBrowser(product.url);
  const seen = await person.open(path);
  const hidden = hiddenOf(seen.html);
  const post = (to: string, fields: Record<string, string>) => person.post(to, { ...hidden, ...fields });
  return { person, seen, hidden, post, send: (fields: Record<string, string>) => post(FORM, fields) };
}
const both = (password: string) => ({ password, confirmation: password });

/** Leads a person to where the new password is asked. `beforeAsked`: what happens as that is about to be said. */
async function toPassword(beforeAsked = () => {}) {
  const phone = newPhone();
  const found = (await demo.people()).filter(({ portal, frozen }) => portal === 'impi' && !frozen);
  const curp = found[people % found.length]?.curp ?? '';
  const email = `segura${people}@correo.example`;
  for (const [said, step] of [
    ['recuperar mi cuenta del IMPI con e.firma', 'prerequisites'],
    ['sí', 'curp'],
    [curp, 'email'],
    [email, 'email-confirm'],
    [email, 'password'],
  ] as const) {
    if (step === 'password') beforeAsked();
    await phone.say(said);
    await phone.hears(step);
  }
  return { phone, curp, email };
}

test('password and signature go through pages, the chat goes on by itself, and the password works', async () => {
  const { phone, curp, email } = await toPassword();
  const first = linkOf(phone);
  const page = await visit(first.path);
  expect(page.seen.html).toContain(`>${first.mark}</p>`);
  expect(titleOf((await page.send(both('corta'))).html)).toBe('Crea tu contraseña nueva');
  expect(titleOf((await page.send(both(GOOD))).html)).toBe('Listo, ya la recibimos');
  await phone.hears('efirma');

  const second = await visit(linkOf(phone).path);
  expect(titleOf(second.seen.html)).toBe('Firma con tu e.firma');
  // The text of the chat is nearly as old as a text may be; the link is not.
  product.clock.forward(4.5 * MINUTE);
  const heard = phone.messages().length;
  const fresh = await second.post('/formulario/texto', {});
  const { challenge } = JSON.parse(fresh.html);
  expect(phone.messages()).toHaveLength(heard);
  const { value } = signChallenge(challenge, await demo.efirma(curp));
  expect(titleOf((await second.send(value)).html)).toBe('Listo, ya recibimos tu e.firma');
  await phone.hears('code');
  const { codes } = await demo.mailTo(email, (mail) => mail.codes.length > 0);
  await phone.say(codes[0] ?? '');
  await phone.hears('review');
  await phone.say('sí');
  await phone.hears('done');
  expect(await demo.signIn('impi', email, GOOD)).toBe(true);
  const said = phone.messages().map(({ message }) => JSON.stringify(message));
  expect(said.filter((text) => text.includes(GOOD))).toEqual([]);
  expect(graph.refused).toEqual([]);
});

test('the files of an e.firma go through the page without script; a wrong key password is asked for again', async () => {
  const { phone, curp } = await toPassword();
  expect(titleOf((await (await visit(linkOf(phone).path)).send(both(GOOD))).html)).toBe('Listo, ya la recibimos');
  await phone.hears('efirma');
  const own = await demo.efirma(curp);
  const page = await visit(linkOf(phone).path);
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...page.hidden, password: 'no es esta' })) body.append(name, value);
  for (const name of ['certificate', 'key'] as const) body.append(name, new Blob([new Uint8Array(own[name])]), name);
  const cookie = [...page.person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const sent = await fetch(product.url + FORM, { method: 'POST', body, headers: { cookie }, redirect: 'manual' });
  expect(sent.headers.get('location')).toBe('/formulario/listo');
  await phone.hears('key-password');
  const again = await visit(linkOf(phone).path);
  expect(titleOf(again.seen.html)).toBe('Contraseña de tu e.firma');
  expect(titleOf((await again.send({ password: own.password })).html)).toBe('Listo, ya la recibimos');
  await phone.hears('code');
});

test('a password typed into the chat is hidden, burned, and not taken on the page', async () => {
  const { phone } = await toPassword();
  const old = linkOf(phone);
  await phone.say(GOOD);
  const told = await phone.hears('password');
  expect(told.map(wordsOf).join('\n')).toContain('borré de este chat');
  expect(titleOf((await visit(old.path)).seen.html)).toBe('Hay un enlace más nuevo');
  const page = await visit(linkOf(phone).path);
  expect((await page.send(both(GOOD))).html).toContain('ya la escribiste en el chat');
  expect(titleOf((await page.send(both('Otra-Lluvia:48'))).html)).toBe('Listo, ya la recibimos');
  await phone.hears('efirma');
});

test('what is sent after the person cancelled in the chat changes nothing', async () => {
  const { phone } = await toPassword();
  const page = await visit(linkOf(phone).path);
  await phone.say('cancelar');
  await phone.hears('cancelled');
  expect(titleOf((await page.send(both(GOOD))).html)).toBe('Tu chat ya va en otro paso');
  expect(titleOf((await page.person.open(FORM)).html)).toBe('Tu chat ya va en otro paso');
});

test('an expired link has another one sent into the chat, once', async () => {
  const { phone } = await toPassword();
  const page = await visit(linkOf(phone).path);
  product.clock.forward(10 * MINUTE);
  const expired = await page.person.open(FORM);
  expect(titleOf(expired.html)).toBe('Este enlace ya venció');
  const ask = () => page.person.post('/formulario/otro-enlace', hiddenOf(expired.html));
  await Promise.all([ask(), ask(), ask()]);
  await phone.hears('password');
  const again = await visit(linkOf(phone).path);
  expect(titleOf((await again.send(both(GOOD))).html)).toBe('Listo, ya la recibimos');
  await phone.hears('efirma');
});

test('a message that is sent again brings the same link, and who is filling it in goes on', async () => {
  const { phone } = await toPassword(() => graph.fail('taken-then-hang-up'));
  const first = linkOf(phone);
  const page = await visit(first.path);
  expect((await page.post('/formulario/abierto', {})).status).toBe(204);
  const copies = phone.messages().length;
  await phone.waitFor(() => {
    product.clock.forward(100);
    return phone.messages().length > copies ? true : undefined;
  }, 'the same message again');
  expect(linkOf(phone)).toEqual(first);
  expect(titleOf((await page.send(both(GOOD))).html)).toBe('Listo, ya la recibimos');
  await phone.hears('efirma');
});

test('a page left open while a newer link was sent says so, and has one more sent that works', async () => {
  const { phone } = await toPassword();
  const page = await visit(linkOf(phone).path);
  await phone.say('formulario');
  await phone.hears('password');
  const late = await page.send(both(GOOD));
  expect(titleOf(late.html)).toBe('Hay un enlace más nuevo');
  const asked = await page.person.post('/formulario/otro-enlace', hiddenOf(late.html));
  expect(titleOf(asked.html)).toBe('Revisa tu chat');
  await phone.hears('password');
  const fresh = await visit(linkOf(phone).path);
  expect(titleOf((await fresh.send(both(GOOD))).html)).toBe('Listo, ya la recibimos');
  await phone.hears('efirma');
});

test('the same person asks for the form in words', async () => {
  const { phone } = await toPassword();
  const before = linkOf(phone).path;
  await phone.say('formulario');
  await phone.hears('password');
  const after = linkOf(phone).path;
  expect(after).not.toBe(before);
  expect(titleOf((await (await visit(after)).send(both(GOOD))).html)).toBe('Listo, ya la recibimos');
  await phone.hears('efirma');
});
