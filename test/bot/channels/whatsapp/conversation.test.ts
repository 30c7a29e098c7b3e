import { demoDoors } from '../../../support/demo.ts';
import { type TestPhone, wordsOf } from '../../../support/graph-double.ts';
import { startWhatsApp, type TestWhatsApp } from '../../../support/graph-double-product.ts';

let whatsapp: TestWhatsApp;
beforeAll(async () => {
  whatsapp = await startWhatsApp();
});
afterAll(async () => {
  expect(whatsapp.graph.refused).toEqual([]);
  await whatsapp.stop();
});

let people = 0;
const newPhone = (): TestPhone => {
  people += 1;
  return whatsapp.graph.phone({ waId: `52155550000${String(people).padStart(2, '0')}`, userId: `MX.1000${people}` });
};

it('greets, and takes a person by buttons and words to the steps of a procedure', async () => {
  const ana = newPhone();
  await ana.say('hola');
  const [greeting] = await ana.hears('choose');
  expect(greeting?.type).toBe('interactive');
  await ana.press('ICSOE del IMSS');
  const asked = await ana.hears('curp');
  expect(asked.map(wordsOf).join()).toMatch(/CURP/);
});

it('hands the secret steps to the secure page, and takes the files of an e.firma in the chat', async () => {
  const demo = demoDoors(whatsapp.url);
  const person = (await demo.people()).find(({ portal, frozen }) => portal === 'impi' && !frozen);
  const curp = person?.curp ?? '';
  const ana = newPhone();
  await ana.say('recuperar mi cuenta del IMPI con e.firma');
  await ana.hears('prerequisites');
  await ana.say('sí');
  await ana.hears('curp');
  await ana.say(curp);
  await ana.hears('email');
  await ana.say('ana@correo.example');
  await ana.hears('email-confirm');
  await ana.say('ana@correo.example');
  const [link] = (await ana.hears('password')).slice(-1);
  expect(link).toMatchObject({ interactive: { type: 'cta_url' } });
  expect(link && wordsOf(link)).toContain(whatsapp.forms.at(-1)?.mark);
});
