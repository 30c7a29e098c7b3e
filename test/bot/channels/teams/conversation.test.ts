import { demoDoors } from '../../../support/demo.ts';
import { openTeamsForm } from '../../../support/teams-form.ts';
import { startTeamsProduct, type TeamsProduct } from '../../../support/teams-product.ts';
import type { Heard } from '../../../support/teams-user.ts';

let product: TeamsProduct;
beforeAll(async () => {
  product = await startTeamsProduct();
});
afterAll(() => product.stop());

const placeOf = (heard: readonly Heard[]) => {
  const last = heard.at(-1);
  return `${last?.procedure}/${last?.step}`;
};

async function anybody(portal: 'impi' | 'pase' | 'icsoe', index: number) {
  const people = (await demoDoors(product.url).people()).filter((person) => person.portal === portal && !person.frozen);
  const person = people[index];
  if (!person) throw new Error(`there is no person ${index} of ${portal}`);
  return person;
}

it('greets with a menu of buttons', async () => {
  const [hello] = await product.user().install();
  expect(hello).toMatchObject({
    procedure: 'menu',
    step: 'choose',
    buttons: expect.arrayContaining(['ICSOE del IMSS']),
  });
});

it('walks to a letter: words, buttons, what is to be confirmed as a card, and the document behind a button', async () => {
  const { curp = '', name } = await anybody('impi', 1);
  const user = product.user();
  await user.say('recuperar IMPI sin e.firma');
  await user.press('Sí, preparar la carta');
  for (const said of [curp, name, 'teams.carta@correo.example']) await user.say(said);
  const [review] = await user.say('teams.carta@correo.example');
  expect(review).toMatchObject({ procedure: 'impi-letter', step: 'review' });
  expect(review?.text.split('\n')).toEqual(
    // What is masked is full of signs that would be markup elsewhere.
    expect.arrayContaining([
      `CURP: ${curp.slice(0, 4)}${'*'.repeat(8)}${curp.slice(-4)}`,
      'Correo nuevo: teams.carta@correo.example',
      '¿Está bien?',
    ]),
  );
  const end = await user.press('Sí, hacer la carta');
  expect(placeOf(end)).toBe('impi-letter/awaiting-visit');
  const [document] = end.flatMap(({ links }) => links);
  expect(document).toMatchObject({ title: expect.stringMatching(/^Abrir Carta IMPI-.*\.pdf$/) });
  const { pathname, search } = new URL(String(document?.url));
  const letter = await fetch(product.url + pathname + search);
  expect([letter.status, letter.headers.get('content-type')]).toEqual([200, 'application/pdf']);
});

it('asks for a secret in a form inside Teams, and goes on by itself', async () => {
  const { clientNumber = '', legacyPassword = '' } = await anybody('pase', 1);
  const user = product.user();
  await user.say('PASE casetas: pasar mi usuario SAED a mi correo');
  const [asked] = await user.say(clientNumber);
  expect(asked).toMatchObject({ step: 'client-password', buttons: ['Abrir el formulario seguro', 'Corregir número'] });
  const [, mark] = /este número: (\d{4})\./.exec(asked?.text ?? '') ?? [];

  const { status, task } = await user.openForm();
  expect([status, task.type]).toEqual([200, 'continue']);
  if (typeof task.value === 'string') throw new Error(task.value);
  const { url, fallbackUrl } = task.value;
  expect(url).toBe(`${fallbackUrl}&in=teams`);
  expect(asked?.links).toEqual([{ title: 'Abrirlo en el navegador', url: fallbackUrl }]);

  const form = await openTeamsForm(product, url);
  expect(form.html).toContain(String(mark));
  expect(await form.send({ password: legacyPassword })).toMatchObject({ status: 200 });
  const heard = await user.listen();
  expect(placeOf(heard)).toBe('pase-migration/email');

  const closed = (await user.settled()).find(({ id }) => id === asked?.id);
  expect(closed).toMatchObject({ text: expect.stringContaining('ya se cerró'), buttons: [], links: [] });
  expect(JSON.stringify(user.messages())).not.toContain(legacyPassword);
});

it('says that a secret does not belong into the chat', async () => {
  const { clientNumber = '', legacyPassword = '' } = await anybody('pase', 2);
  const user = product.user();
  await user.say('PASE casetas: pasar mi usuario SAED a mi correo');
  await user.say(clientNumber);
  const heard = await user.say(legacyPassword);
  expect(heard.map(({ text }) => text).join()).toMatch(/borré de este chat|campo seguro/);
  expect(placeOf(heard)).toBe('pase-migration/client-password');
});
