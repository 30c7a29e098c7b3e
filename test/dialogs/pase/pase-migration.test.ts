import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openStore } from '../../../services/store/open.ts';
import type { Store } from '../../../services/store/store.ts';
import { demoDoors } from '../../support/demo.ts';
import { eventually } from '../../support/eventually.ts';
import {
  activate,
  activationLink,
  freshEmail,
  migrationAnswers,
  NEW_PASSWORD,
  optionsOf,
  type SaedUser,
  saedUsers,
  standAt,
  textOf,
} from '../../support/pase.ts';
import { enter, type Person, placeOf, type Said } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';
import { plainBrowser } from '../../support/served.ts';
import { maskTranscript } from '../../support/transcript.ts';

const MINUTE = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'recupera-people-'));
const people = join(folder, 'people.json');
const frozen = { clientNumber: '49000001', legacyPassword: 'Detenida77' };
const more = Array.from({ length: 40 }, (_, index) => ({
  portal: 'pase',
  name: `Cliente ${index}`,
  clientNumber: `4800${1000 + index}`,
  legacyPassword: `Vieja${2000 + index}`,
}));
writeFileSync(people, JSON.stringify([{ portal: 'pase', name: 'Flota Detenida', frozen: true, ...frozen }, ...more]));

let product: TestProduct;
let store: Store;
const nextUser = saedUsers(() => product.url);

beforeAll(async () => {
  product = await startProduct({ DEMO_PEOPLE: people }, async (...args) => {
    store = await openStore(...args);
    return store;
  });
});
afterAll(async () => {
  await product.stop();
  rmSync(folder, { recursive: true });
});

const demo = () => demoDoors(product.url);
const at = async (step: string, given: { client?: SaedUser; email?: string; locale?: string } = {}) => {
  const { client = await nextUser(), email = freshEmail(), ...options } = given;
  return { client, email, ...(await standAt(product.url, step, migrationAnswers(client, email), options)) };
};
const signsIn = async ({ clientNumber, legacyPassword }: SaedUser) =>
  demo().signIn('pase', clientNumber, legacyPassword);

/** Time goes by while the chat stays open. */
async function pass(person: Person, minutes: number): Promise<void> {
  for (let left = minutes; left > 0; left -= 20) {
    product.clock.forward(Math.min(left, 20) * MINUTE);
    await person.refresh();
  }
}

/** The audit events of a case, in the order in which they happened. */
async function auditOf(folio: string): Promise<string[]> {
  const body = z.object({ name: z.string(), caseId: z.string().optional(), folio: z.string().optional() });
  const events = (await store.chain.read(0, 100_000)).map((entry) => body.parse(JSON.parse(entry.body)));
  const caseId = events.find((event) => event.folio === folio)?.caseId;
  return events.filter((event) => event.caseId === caseId).map(({ name }) => name);
}

describe('the way through', () => {
  it('says the profile and the rules of the password before they are needed, and ends with the mail', async () => {
    const { replies, person, email, client } = await at('client-number');
    expect(placeOf(replies)).toBe('pase-migration/client-number');
    for (const words of ['perfil Administrador', 'sin caracteres especiales', 'Aviso de privacidad', 'PASE-']) {
      expect(textOf(replies)).toContain(words);
    }
    let last = replies;
    for (const [step, answer] of Object.entries(migrationAnswers(client, email))) {
      if (step !== 'start') last = await person.say(answer);
    }
    expect(placeOf(last)).toBe('pase-migration/mail-sent');
    expect(last.at(-1)?.inputHint).toBe('acceptingInput');
    expect(last.at(-1)?.channelData.folio).toMatch(/^PASE-\d{4}-\d{6}$/);
    for (const words of [
      email,
      'Sí, ésta es mi dirección de correo electrónico',
      '24 horas',
      'sin caracteres especiales',
    ]) {
      expect(textOf(last)).toContain(words);
    }
    expect(await person.history()).not.toContain(client.legacyPassword);
  });

  it('changes nothing until the link is used, and then everything at once', async () => {
    const { replies, email, client } = await at('end');
    const mail = await demo().mailTo(email);
    expect(mail.html).toContain('Sí, ésta es mi dirección de correo electrónico');
    expect(mail.text).toContain(client.clientNumber.slice(-4));
    expect(await signsIn(client)).toBe(true);

    const page = await activate(product.url, await activationLink(product.url, email), NEW_PASSWORD);
    expect([page.status, page.url.pathname]).toEqual([200, '/activar-cuenta/lista']);
    expect(page.html).toContain('Tu cuenta está activa');
    expect(await demo().signIn('pase', email, NEW_PASSWORD)).toBe(true);
    expect(await signsIn(client)).toBe(false);
    const now = (await demo().people()).find(({ clientNumber }) => clientNumber === client.clientNumber);
    expect(now).toMatchObject({ name: 'Ana López Pérez', email, frozen: false });
    expect(now?.legacyPassword).toBeUndefined();
    await demo().mailTo(email, ({ links }) => links.some((link) => link.includes('/no-fui-yo')));

    const folio = replies.at(-1)?.channelData.folio ?? '';
    const golden = ['case.opened', 'client.accepted', 'case.moved', 'link.sent', 'account.changed', 'case.moved'];
    await eventually(async () => (await auditOf(folio)).length >= golden.length, 'all events');
    expect((await auditOf(folio)).sort()).toEqual([...golden].sort());
  });

  it('takes number, email and the parts of the name from sentences that say them in passing', async () => {
    const client = await nextUser();
    const person = await enter(product.url);
    const email = freshEmail();
    await person.say(`quiero migrar mi numero de cliente ${client.clientNumber} de SAED a mi correo ${email}`);
    const proved = await person.say({ value: { password: client.legacyPassword } });
    expect(placeOf(proved)).toBe('pase-migration/email-confirm');
    await person.say(email);
    const named = await person.say('mi nombre es Ana Sofía, apellido paterno López y apellido materno de la O');
    expect(placeOf(named)).toBe('pase-migration/review');
    expect(textOf(named)).toContain('Ana Sofía López de la O');
  });

  it('speaks English to who asks for it', async () => {
    const { replies } = await at('end', { locale: 'en' });
    expect(textOf(replies)).toContain('Yes, this is my email address');
  });
});

describe('answers at a step', () => {
  const wrongPassword = { value: { password: 'NoEsEsta1' } };
  it.each<[string, Said, string]>([
    ['client-number', 'no me acuerdo', 'client-number'],
    ['client-number', '12', 'client-number'],
    ['client-number', '40012345 o 40012346', 'client-number'],
    ['client-number', 'es el 4001-2345', 'client-password'],
    ['client-password', wrongPassword, 'client-password'],
    ['client-password', 'MiClave2020', 'client-password'],
    ['client-password', 'atrás', 'client-number'],
    ['client-password', 'Corregir número', 'client-number'],
    ['client-password', 'cancelar', 'cancelled'],
    ['email', 'no es correo', 'email'],
    ['email-confirm', 'otro@example.mx', 'email-confirm'],
    ['first-name', 'sí', 'first-name'],
    ['first-name', '12345', 'first-name'],
    ['first-name', 'Ana López Pérez', 'first-name'],
    ['first-name', 'María del Carmen', 'paternal-surname'],
    ['paternal-surname', 'ya te lo dije', 'paternal-surname'],
    ['first-name', 'me llamo maría josé', 'paternal-surname'],
    ['paternal-surname', 'mi apellido paterno es de la o', 'maternal-surname'],
    ['paternal-surname', 'no tengo', 'paternal-surname'],
    ['paternal-surname', 'atrás', 'first-name'],
    ['maternal-surname', 'no tengo', 'review'],
    ['maternal-surname', 'ninguno', 'review'],
    ['maternal-surname', 'atrás', 'paternal-surname'],
    ['review', 'mmm', 'review'],
    ['review', 'no', 'review'],
    ['review', 'no sé', 'review'],
    ['review', 'Corregir correo', 'email'],
    ['review', 'Corregir nombre', 'first-name'],
    ['review', 'me equivoqué de número de cliente', 'client-number'],
    ['review', 'Cancelar', 'cancelled'],
  ])('at %s, %j leads to %s', async (step, said, next) => {
    // One user for all of them: nothing here changes an account.
    const { person } = await at(step, { client: { clientNumber: '48001000', legacyPassword: 'Vieja2000' } });
    expect(placeOf(await person.say(said))).toBe(`pase-migration/${next}`);
  });

  it.each([
    ['sí', 'paternal-surname'],
    ['no', 'first-name'],
    ['Ana', 'paternal-surname'],
    ['María José Luisa Ana', 'paternal-surname'],
    ['mmm', 'first-name'],
  ])('a first name of many words is asked back, and %j leads to %s', async (said, next) => {
    const { person } = await at('first-name', { client: { clientNumber: '48001000', legacyPassword: 'Vieja2000' } });
    const asked = await person.say('María José Luisa Ana');
    expect(textOf(asked)).toContain('«María José Luisa Ana»');
    expect(optionsOf(asked)).toEqual(['Sí', 'No']);
    expect(placeOf(await person.say(said))).toBe(`pase-migration/${next}`);
  });

  it('a question is answered and the step asked again; another procedure is not begun without asking', async () => {
    const { person } = await at('client-password');
    const aside = await person.say('¿qué es la e.firma?');
    expect([textOf(aside).includes('SAT'), placeOf(aside)]).toEqual([true, 'pase-migration/client-password']);
    expect(placeOf(await person.say('olvidé mi contraseña del TAG PASE'))).toBe('pase-migration/leave');
  });

  it('a password written as a message is erased, and never compared', async () => {
    const { person, client } = await at('client-password');
    const replies = await person.say(client.legacyPassword);
    expect(textOf(replies)).toContain('borré de este chat');
    expect(await person.history()).not.toContain(client.legacyPassword);
  });

  it('no maternal surname is no surname at all', async () => {
    const { person } = await at('maternal-surname');
    const replies = await person.say('no tengo');
    expect(textOf(replies)).toContain('- Nombre: Ana López\n');
    expect(optionsOf(replies)).toEqual(['Sí, enviar el correo', 'Corregir correo', 'Corregir nombre', 'Cancelar']);
  });

  it('the same message twice is one answer and one mail', async () => {
    const { person, email } = await at('review');
    await person.say('sí', 'once');
    await person.send('sí', 'once');
    await demo().mailTo(email);
    await product.restart();
    expect(await demo().mailbox(email)).toHaveLength(1);
  });
});

describe('who proves nothing learns nothing', () => {
  const strangers: Record<string, readonly [string, string]> = {
    'a wrong password': ['48001001', 'NoEsEsta1'],
    'an unknown number': ['40099999', 'NoEsEsta1'],
    'a client with an email': ['41104590', 'AntesDemo27'],
    'a stopped account, even with its password': [frozen.clientNumber, frozen.legacyPassword],
  };

  async function transcriptOf(number: string, password: string, times: number): Promise<string> {
    const person = await enter(product.url);
    await person.listen();
    await person.say('quiero pasar mi usuario SAED a mi correo');
    await person.say(number);
    for (let time = 0; time < times; time += 1) await person.say({ value: { password } });
    const folio = /PASE-\d{4}-\d{6}/.exec(await person.history())?.[0] ?? '-';
    return maskTranscript(await person.history(), [person.conversationId, number, folio]);
  }

  it.each(Object.keys(strangers))('%s reads the same as any other refusal, byte for byte', async (kind) => {
    const [number, password] = strangers[kind] ?? ['', ''];
    expect(await transcriptOf(number, password, 4)).toBe(await transcriptOf('48001002', 'NoEsTampoco2', 4));
  });

  it('an address that has an account is told by mail, and nobody else', async () => {
    const taken = 'samuel.ibarra@example.mx';
    const client = await nextUser();
    const said = async (email: string) => {
      const { person } = await standAt(product.url, 'end', migrationAnswers(client, email));
      const folio = /PASE-\d{4}-\d{6}/.exec(await person.history())?.[0] ?? '-';
      return maskTranscript(await person.history(), [person.conversationId, email, folio]);
    };
    expect(await said(taken)).toBe(await said(freshEmail()));
    const mail = await demo().mailTo(taken);
    expect(mail.subject).toContain('ya tiene una cuenta');
    expect([mail.links, mail.codes]).toEqual([[], []]);
    expect(mail.text).toContain('agregar otro número de cliente');
  });
});

describe('guessing', () => {
  const guess = { value: { password: 'NoEsEsta1' } };

  it('stops in one conversation, whatever numbers it tries, and goes on within the hour', async () => {
    const client = await nextUser();
    const { person } = await at('client-password', { client: { clientNumber: '40077001', legacyPassword: '-' } });
    for (let time = 0; time < 10; time += 1) await person.say(guess);
    await person.say('atrás');
    await person.say('40077002');
    for (let time = 0; time < 10; time += 1) await person.say(guess);
    await person.say('atrás');
    await person.say(client.clientNumber);
    const right = { value: { password: client.legacyPassword } };
    const refused = await person.say(right);
    expect(placeOf(refused)).toBe('pase-migration/client-password');
    expect(textOf(refused)).toMatch(/espera \d+ minutos|espera 1 hora/);

    const elsewhere = await at('client-password', { client });
    expect(placeOf(await elsewhere.person.say(right))).toBe('pase-migration/email');

    await pass(person, 60);
    expect(placeOf(await person.say(right))).toBe('pase-migration/email');
  });

  it('of one number stops over all conversations; its owner, who comes for the first time, is let in', async () => {
    const client = await nextUser();
    const guessers = [await at('client-password', { client }), await at('client-password', { client })];
    for (const { person } of guessers) for (let time = 0; time < 10; time += 1) await person.say(guess);
    const right = { value: { password: client.legacyPassword } };
    for (const { person } of guessers) expect(textOf(await person.say(right))).toContain('Van muchos intentos');
    const { person } = await at('client-password', { client });
    expect(placeOf(await person.say(right))).toBe('pase-migration/email');
  });
});

describe('before the link is used', () => {
  it('a second migration sends another link; both work until one of them does, and then die together', async () => {
    const client = await nextUser();
    const [first, second] = [await at('end', { client }), await at('end', { client })];
    const [one, two] = await Promise.all([first, second].map(({ email }) => activationLink(product.url, email)));
    expect((await activate(product.url, two ?? '', NEW_PASSWORD)).status).toBe(200);
    expect((await plainBrowser(product.url).open(one ?? '')).status).toBe(410);
    await activate(product.url, one ?? '', 'OtraBuena77');
    expect(await demo().signIn('pase', second.email, NEW_PASSWORD)).toBe(true);
    expect(await demo().signIn('pase', first.email, 'OtraBuena77')).toBe(false);
  });

  it('a number that moved meanwhile ends the other conversation', async () => {
    const client = await nextUser();
    const waiting = await at('maternal-surname', { client });
    const { email } = await at('end', { client });
    await activate(product.url, await activationLink(product.url, email), NEW_PASSWORD);
    expect(placeOf(await waiting.person.say('Pérez'))).toBe('pase-migration/refused');
  });

  it('a proof that is too old has to be given again', async () => {
    const { person, client } = await at('maternal-surname');
    await pass(person, 31);
    expect(placeOf(await person.say('Pérez'))).toBe('pase-migration/client-password');
    const again = await person.say({ value: { password: client.legacyPassword } });
    expect(placeOf(again)).toBe('pase-migration/review');
  });
});
