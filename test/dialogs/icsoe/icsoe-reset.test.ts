import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoDoors } from '../../support/demo.ts';
import { enter, placeOf, type Reply } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

const CURP = 'EOLJ880311MDFSRM04';
const EMAIL = 'jimena.escobedo@example.mx';
const OPENING = 'olvidé mi contraseña de ICSOE';

let product: TestProduct;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

async function hear(...said: string[]): Promise<Reply[]> {
  const person = await enter(product.url);
  await person.listen();
  let replies: Reply[] = [];
  for (const each of said) replies = await person.say(each);
  return replies;
}
const textOf = (replies: readonly Reply[]) => replies.map(({ text }) => text).join('\n');

describe('where each conversation stands', () => {
  it.each([
    ['icsoe-reset/curp', [OPENING]],
    ['icsoe-reset/email', [OPENING, CURP]],
    ['icsoe-reset/email', [`${OPENING}, mi curp es ${CURP.toLowerCase()}`]],
    ['icsoe-reset/mail-sent', [`${OPENING}, mi curp es ${CURP} y mi correo es ${EMAIL}`]],
    ['icsoe-reset/mail-sent', [OPENING, `es ${CURP} y el correo ${EMAIL}`]],
    ['icsoe-reset/mail-sent', [OPENING, 'eolj 880311 mdfsrm 04', 'jimena.escobedo arroba example punto mx']],
    ['icsoe-reset/curp', [OPENING, 'EOLJ880311MDFSRM05']],
    ['icsoe-reset/email', [OPENING, CURP, 'no me acuerdo']],
    ['icsoe-reset/email', [OPENING, CURP, 'jimena@gmial.com']],
    ['icsoe-reset/mail-sent', [OPENING, CURP, 'jimena@gmial.com', 'sí']],
    ['icsoe-reset/curp', [OPENING, CURP, 'atrás']],
    ['icsoe-reset/email', [OPENING, CURP, '¿cuánto dura el enlace?']],
    ['icsoe-reset/cancelled', [OPENING, CURP, 'cancelar']],
    ['pase-reset/email', ['olvidé la contraseña de mi correo de PASE corporativo']],
    ['pase-reset/mail-sent', ['olvidé la contraseña de mi correo de PASE corporativo', 'samuel.ibarra@example.mx']],
  ])('%s after %j', async (place, said) => {
    expect(placeOf(await hear(...said))).toBe(place);
  });
});

describe('what is said', () => {
  it('begins with what is needed and the privacy notice, once', async () => {
    const first = textOf(await hear(OPENING));
    expect(first).toContain('Necesito tu CURP y el correo');
    expect(first).toContain('/privacidad');
    expect(textOf(await hear(OPENING, CURP))).not.toContain('/privacidad');
  });

  it('names sender and life of the link, from the configuration, and promises nothing about the account', async () => {
    const notice = textOf(await hear(OPENING, CURP, EMAIL));
    expect(notice).toContain('icsoe@imss.gob.mx');
    expect(notice).toContain('El enlace sirve 1 hora');
    expect(notice).toMatch(/^Listo\. Si tu CURP y tu correo son los registrados/);
    expect(notice).not.toContain(EMAIL);
  });

  it('ends with nothing asked and no folio', async () => {
    const last = (await hear(OPENING, CURP, EMAIL)).at(-1);
    expect(last?.inputHint).toBe('acceptingInput');
    expect(last?.channelData.folio).toBeUndefined();
  });

  it('can be asked for in English', async () => {
    const person = await enter(product.url, { locale: 'en' });
    await person.listen();
    await person.say(OPENING);
    await person.say(CURP);
    expect(textOf(await person.say(EMAIL))).toContain('The link works for 1 hour');
  });
});

it('asks for one mail when the same message arrives twice', async () => {
  const demo = demoDoors(product.url);
  const email = 'iker.robledo@example.mx';
  const person = await enter(product.url);
  await person.listen();
  await person.say(`${OPENING}, mi curp es ROSI010207HSPBNKA7`);
  await Promise.all([person.send(email, 'same'), person.send(email, 'same')]);
  await person.listen();
  await demo.mailTo(email);
  await person.say('gracias');
  expect(await demo.mailbox(email)).toHaveLength(1);
});

it('signs the capturista in with CURP and new password, and no longer with the old one', async () => {
  const demo = demoDoors(product.url);
  const email = 'elvira.juarez@example.mx';
  await hear(`${OPENING}, mi curp es JUEE610905MTSRSL07`, email);
  const { links } = await demo.mailTo(email);
  const { pathname, search } = new URL(links[0] ?? '');
  const opened = await fetch(`${product.url}${pathname}${search}`, { redirect: 'manual' });
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  const form = `${product.url}${opened.headers.get('location')}`;
  const html = await (await fetch(form, { headers: { cookie } })).text();
  const link = /name="link" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const body = new URLSearchParams({ link, password: 'Lluvia-Verde:48', confirmation: 'Lluvia-Verde:48' });
  expect((await fetch(form, { method: 'POST', headers: { cookie }, body })).status).toBe(200);
  expect(await demo.signIn('icsoe', 'JUEE610905MTSRSL07', 'Lluvia-Verde:48')).toBe(true);
  expect(await demo.signIn('icsoe', 'JUEE610905MTSRSL07', 'Antes-Demo:27')).toBe(false);
  const notice = await demo.mailTo(email, ({ subject }) => subject.startsWith('Cambiaron'));
  expect(notice.from).toContain('icsoe@imss.gob.mx');
});
