import { jest } from '@jest/globals';
import { demoDoors } from '../../support/demo.ts';
import { openForm } from '../../support/graph-double-form.ts';
import { startWhatsApp, type TestWhatsApp } from '../../support/graph-double-product.ts';
import { codeOf, type End, GOOD, move, phoneEnd, somebody, walkTo, webEnd } from '../../support/moves.ts';
import { signChallenge } from '../../support/person.ts';

jest.setTimeout(60_000);

const MINUTE = 60_000;

let whatsapp: TestWhatsApp;
beforeAll(async () => {
  whatsapp = await startWhatsApp();
});
afterAll(async () => {
  expect(whatsapp.graph.refused).toEqual([]);
  await whatsapp.stop();
});

const titleOf = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1];

/** Nothing is under way at an end. */
async function expectNothing(end: End): Promise<void> {
  await end.say('cancelar');
  expect(await end.hears('choose')).toContain('No hay nada que cancelar');
}

test('goes on at the same step, from WhatsApp to the web and back, at each step of a recovery', async () => {
  const [phone, web] = [phoneEnd(whatsapp), await webEnd(whatsapp.url)];
  const demo = demoDoors(whatsapp.url);
  const { curp, email } = await somebody(whatsapp.url);
  await walkTo(phone, { curp, email }, 'prerequisites');

  expect(await move(phone, web, 'prerequisites')).toContain('traje tu trámite desde WhatsApp');
  await web.say('sí');
  await web.hears('curp');
  expect(await move(web, phone, 'curp')).toContain('traje tu trámite desde la web');
  await phone.say(curp);
  await phone.hears('email');
  await phone.say(email);
  await phone.hears('email-confirm');
  await move(phone, web, 'email-confirm');
  await web.say(email);
  await web.hears('password');
  await move(web, phone, 'password');
  await phone.fill({ password: GOOD, confirmation: GOOD });
  await phone.hears('efirma');
  await move(phone, web, 'efirma');
  const { value } = signChallenge(await web.challenge(), await demo.efirma(curp));
  await web.fill(value);
  await web.hears('code');
  const { codes } = await demo.mailTo(email, (mail) => mail.codes.length > 0);
  await move(web, phone, 'code');
  await phone.say(codes[0] ?? '');
  await phone.hears('review');
  await move(phone, web, 'review');
  await web.say('sí');
  await web.hears('done');

  expect(await demo.signIn('impi', email, GOOD)).toBe(true);
  expect((await demo.mailbox(email)).filter((mail) => mail.codes.length > 0)).toHaveLength(1);
  await expectNothing(phone);
});

test('files that were sent on WhatsApp wait for their password on the web', async () => {
  const [phone, web] = [phoneEnd(whatsapp), await webEnd(whatsapp.url)];
  const person = await somebody(whatsapp.url);
  const { certificate, key, password } = await demoDoors(whatsapp.url).efirma(person.curp);
  await walkTo(phone, person, 'efirma');
  await phone.phone.sendDocument('ana.cer', certificate);
  await phone.hears('efirma');
  await phone.phone.sendDocument('ana.key', key);
  await phone.hears('key-password');
  await move(phone, web, 'key-password');
  await web.fill({ keyPassword: password });
  await web.hears('code');
});

test('the secure form of the channel that was left takes nothing any more', async () => {
  const [phone, web] = [phoneEnd(whatsapp), await webEnd(whatsapp.url)];
  await walkTo(phone, await somebody(whatsapp.url), 'password');
  await web.say(await codeOf(phone, 'password'));
  const page = await openForm(whatsapp.url, phone.phone);
  await web.hears('move-claimed');
  await phone.hears('move');
  await phone.say('sí');
  await phone.hears('moved');
  await web.hears('password');
  const { html } = await page.send({ password: GOOD, confirmation: GOOD });
  expect(titleOf(html)).toBe('Tu chat ya va en otro paso');
  await web.fill({ password: GOOD, confirmation: GOOD });
  await web.hears('efirma');
});

test('a password that was typed into the chat that was left is not taken at the other one', async () => {
  const [phone, web] = [phoneEnd(whatsapp), await webEnd(whatsapp.url)];
  await walkTo(phone, await somebody(whatsapp.url), 'password');
  await phone.say(GOOD);
  expect(await phone.hears('password')).toContain('borré de este chat');
  await move(phone, web, 'password');
  await web.fill({ password: GOOD, confirmation: GOOD });
  expect(await web.hears('password')).toContain('ya no es secreta');
  await move(web, phone, 'password');
  await phone.fill({ password: 'Otra-Lluvia:48', confirmation: 'Otra-Lluvia:48' });
  await phone.hears('efirma');
});

test('what is sent through the form while it is asked whether to move stays, and goes on there', async () => {
  const [phone, web] = [phoneEnd(whatsapp), await webEnd(whatsapp.url)];
  await walkTo(web, await somebody(whatsapp.url), 'password');
  await phone.say(await codeOf(web, 'password'));
  await phone.hears('move-claimed');
  await web.hears('move');
  await web.fill({ password: GOOD, confirmation: GOOD });
  expect(await web.hears('efirma')).toContain('tu trámite se queda aquí');
  expect(await phone.hears('choose')).toContain('no se confirmó');
});

test('a no leaves everything where it is, is told at both ends, and the code is void', async () => {
  const [phone, web, other] = [phoneEnd(whatsapp), await webEnd(whatsapp.url), await webEnd(whatsapp.url)];
  await walkTo(phone, await somebody(whatsapp.url), 'email');
  const code = await codeOf(phone, 'email');
  await web.say(code);
  await web.hears('move-claimed');
  expect(await phone.hears('move')).toContain('en la web');
  await phone.phone.press('No');
  expect(await phone.hears('email')).toContain('se queda aquí');
  expect(await web.hears('choose')).toContain('no se confirmó');
  await other.say(code);
  expect(await other.hears('choose')).toContain('Ese código no sirve');
});

test('only a plain yes moves: anything else is asked again, and after its time a yes is too late', async () => {
  const [phone, web] = [phoneEnd(whatsapp), await webEnd(whatsapp.url)];
  await walkTo(phone, await somebody(whatsapp.url), 'email');
  await web.say(await codeOf(phone, 'email'));
  await web.hears('move-claimed');
  await phone.hears('move');
  for (const said of ['creo que sí', 'otra@correo.example', 'menú', 'seguir en la web', 'sí, mi hijo', 'si al rato']) {
    await phone.say(said);
    expect(await phone.hears('move')).toContain('¿Eres tú');
  }
  whatsapp.clock.forward(10 * MINUTE);
  await phone.say('sí');
  expect(await phone.hears('email')).toContain('Ya pasó el tiempo');
  await expectNothing(web);
});

test('who says that somebody asked for the code has said no, whatever stands before it', async () => {
  const [phone, web] = [phoneEnd(whatsapp), await webEnd(whatsapp.url)];
  await walkTo(phone, await somebody(whatsapp.url), 'email');
  await web.say(await codeOf(phone, 'email'));
  await web.hears('move-claimed');
  await phone.hears('move');
  await phone.say('si me lo pidieron por telefono');
  expect(await phone.hears('email')).toContain('se queda aquí');
  await web.hears('choose');
});

test('a code that expired, or that another one followed, is none', async () => {
  const [phone, web] = [phoneEnd(whatsapp), await webEnd(whatsapp.url)];
  await walkTo(phone, await somebody(whatsapp.url), 'curp');
  const first = await codeOf(phone, 'curp');
  const second = await codeOf(phone, 'curp');
  whatsapp.clock.forward(10 * MINUTE - 5_000);
  await web.say(first);
  await web.hears('choose');
  whatsapp.clock.forward(5_000);
  await web.say(second);
  expect(await web.hears('choose')).toContain('Ese código no sirve');
});

test('five wrong codes lock the sixth, the right one too, and nobody else', async () => {
  const [phone, guesser, owner] = [phoneEnd(whatsapp), await webEnd(whatsapp.url), await webEnd(whatsapp.url)];
  await walkTo(phone, await somebody(whatsapp.url), 'curp');
  const code = await codeOf(phone, 'curp');
  for (const wrong of ['AAAA-3333', 'aaaa3334', 'AAAA 3336', 'código AAAA-3337', 'AAAA–3339']) {
    await guesser.say(wrong);
    expect(await guesser.hears('choose')).toContain('Ese código no sirve');
  }
  await guesser.say(code);
  expect(await guesser.hears('choose')).toContain('Ya van muchos códigos');
  await owner.say(code);
  await owner.hears('move-claimed');
  await phone.hears('move');
});

test('asks for five codes in an hour and no more', async () => {
  const phone = phoneEnd(whatsapp);
  await walkTo(phone, await somebody(whatsapp.url), 'curp');
  for (let count = 0; count < 5; count += 1) await codeOf(phone, 'curp');
  await phone.say('quiero seguir en la web por favor');
  expect(await phone.hears('curp')).toContain('Ya van muchos códigos');
});

test('without a procedure there is nothing to take along; where to begin is said', async () => {
  const phone = phoneEnd(whatsapp);
  await phone.say('move to another device');
  const said = await phone.hears('choose');
  expect(said).toContain('ningún trámite a medias');
  expect(said).toMatch(/- en el chat de http\S+\/$/m);
});

test('what was cancelled after the code was shown does not move', async () => {
  const [phone, web] = [phoneEnd(whatsapp), await webEnd(whatsapp.url)];
  await walkTo(phone, await somebody(whatsapp.url), 'curp');
  const code = await codeOf(phone, 'curp');
  await phone.say('cancelar');
  await phone.hears('cancelled');
  await web.say(code);
  await web.hears('move-claimed');
  expect(await phone.hears('choose')).toContain('ya no hay ninguno');
  expect(await web.hears('choose')).toContain('no se confirmó');
});

test('while people have the conversation it stays, whether asked before or after', async () => {
  const [phone, web] = [phoneEnd(whatsapp), await webEnd(whatsapp.url)];
  await walkTo(phone, await somebody(whatsapp.url), 'curp');
  const code = await codeOf(phone, 'curp');
  await phone.say('agente');
  await phone.hears('with-agent');
  await phone.say('seguir en la web');
  expect(await phone.hears('with-agent')).toContain('Mientras te atiende una persona');
  await web.say(code);
  await web.hears('move-claimed');
  expect(await web.hears('choose')).toContain('no se confirmó');
});

test('what was begun at the other end meanwhile gives way to what arrives', async () => {
  const [phone, web] = [phoneEnd(whatsapp), await webEnd(whatsapp.url)];
  await walkTo(phone, await somebody(whatsapp.url), 'email');
  await web.say(await codeOf(phone, 'email'));
  await web.hears('move-claimed');
  await phone.hears('move');
  await web.say('olvidé mi contraseña del ICSOE');
  await web.hears('curp');
  await phone.say('sí');
  await phone.hears('moved');
  expect(await web.hears('email')).toContain('Dejé lo que habías empezado aquí');
});
