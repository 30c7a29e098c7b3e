import { demoDoors } from '../../support/demo.ts';
import { associationAnswers, optionsOf, type SaedUser, saedUsers, standAt, textOf } from '../../support/pase.ts';
import { enter, placeOf, type Said } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';
import { plainBrowser } from '../../support/served.ts';
import { maskTranscript } from '../../support/transcript.ts';

const PASSWORD = 'AntesDemo27';
/** Proved again and again, and never added. */
const CLIENT = { clientNumber: '40040735', legacyPassword: 'Curva2297' };
const OWNER = { email: 'samuel.ibarra@example.mx', number: '41104590' };

let product: TestProduct;
const nextClient = saedUsers(() => product.url);
let owners = [
  { email: 'fernanda.castellanos@example.mx', number: '41100218' },
  { email: 'viajes.caracol@example.mx', number: '41102377' },
  { email: 'compras.pinon@example.mx', number: '41106613' },
  { email: 'norma.bustos@example.mx', number: '41108842' },
  { email: 'flota.puntanorte@example.mx', number: '41111065' },
  { email: 'efrain.zepeda@example.mx', number: '41113288' },
  { email: 'control.mirador@example.mx', number: '41115401' },
];
/** An account with an email whose clients are as they were. */
function nextOwner() {
  const [owner, ...others] = owners;
  if (owner === undefined) throw new Error('no account is left');
  owners = others;
  return owner;
}
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const demo = () => demoDoors(product.url);
const at = (step: string, { client = CLIENT, email = OWNER.email, locale = 'es-MX' } = {}) =>
  standAt(product.url, step, associationAnswers(email, PASSWORD, client), { locale });
const clientsOf = async (user: string, password: string = PASSWORD): Promise<string[]> => {
  const response = await fetch(`${product.url}/demo/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ portal: 'pase', user, password }),
  });
  const answer: { clients?: { number: string }[] } = await response.json();
  return (answer.clients ?? []).map(({ number }) => number);
};
const proof = ({ legacyPassword }: SaedUser): Said => ({ value: { password: legacyPassword } });

it('adds a client proved by its own password, which then has no user of its own', async () => {
  const [{ email, number }, client] = [nextOwner(), await nextClient()];
  const { replies, person } = await at('end', { email, client });
  expect(placeOf(replies)).toBe('pase-association/done');
  expect(textOf(replies)).toContain(`••${number.slice(-4)}, ••${client.clientNumber.slice(-4)}`);
  expect(await clientsOf(email)).toEqual([number, client.clientNumber]);
  expect(await demo().signIn('pase', client.clientNumber, client.legacyPassword)).toBe(false);
  const mail = await demo().mailTo(email);
  expect(mail.links).toEqual([expect.stringContaining('/no-fui-yo')]);
  for (const secret of [PASSWORD, client.legacyPassword]) expect(await person.history()).not.toContain(secret);
});

it('adds several in one go, and nothing before the end', async () => {
  const { email, number } = nextOwner();
  const [first, second, third] = [await nextClient(), await nextClient(), await nextClient()];
  const { person } = await at('more', { email, client: first });
  expect(placeOf(await person.say('sí'))).toBe('pase-association/client-number');
  await person.say(second.clientNumber);
  expect(placeOf(await person.say(proof(second)))).toBe('pase-association/more');
  // A number is an answer too.
  expect(placeOf(await person.say(`sí, el ${third.clientNumber}`))).toBe('pase-association/client-password');
  await person.say(proof(third));
  expect(await clientsOf(email)).toEqual([number]);
  expect(placeOf(await person.say('no, gracias'))).toBe('pase-association/done');
  const added = [first, second, third].map(({ clientNumber }) => clientNumber);
  expect(await clientsOf(email)).toEqual([number, ...added]);
  await demo().mailTo(email);
  await product.restart();
  expect(await demo().mailbox(email)).toHaveLength(1);
});

it('lets go of a further number without losing the ones that are proved', async () => {
  const [{ email, number }, client] = [nextOwner(), await nextClient()];
  const { person } = await at('more', { email, client });
  expect(optionsOf(await person.say('sí'))).toEqual(['Ya no, terminar']);
  expect(placeOf(await person.say('Ya no, terminar'))).toBe('pase-association/done');
  expect(await clientsOf(email)).toEqual([number, client.clientNumber]);
});

it('a client that is corrected is not added', async () => {
  const [{ email, number }, other, another] = [nextOwner(), await nextClient(), await nextClient()];
  const { person } = await at('more', { email, client: other });
  await person.say('atrás');
  await person.say(another.clientNumber);
  await person.say(proof(another));
  await person.say('no');
  expect(await clientsOf(email)).toEqual([number, another.clientNumber]);
});

it.each<[string, Said, string]>([
  ['account-email', 'no es correo', 'account-email'],
  ['account-password', { value: { password: 'NoEsEsta1' } }, 'account-password'],
  ['account-password', 'Corregir correo', 'account-email'],
  ['account-password', 'olvidé mi contraseña del TAG PASE', 'leave'],
  ['client-number', OWNER.number, 'client-number'],
  ['client-number', 'no', 'client-number'],
  ['client-password', { value: { password: 'NoEsEsta1' } }, 'client-password'],
  ['client-password', 'Corregir número', 'client-number'],
  ['more', CLIENT.clientNumber, 'more'],
  ['more', 'no sé', 'more'],
  ['more', 'a lo mejor', 'more'],
  ['more', 'no es correcto', 'more'],
  ['more', 'no, espera', 'more'],
  ['more', 'no confirmo', 'more'],
  ['more', 'nel, cancela', 'cancelled'],
  ['more', 'cancelar', 'cancelled'],
])('at %s, %j leads to %s and adds nothing', async (step, said, next) => {
  const { person } = await at(step);
  expect(placeOf(await person.say(said))).toBe(`pase-association/${next}`);
  expect(await clientsOf(OWNER.email)).toEqual([OWNER.number]);
});

it('who does not prove the account reads the same whatever there is, and is asked for no client', async () => {
  const transcriptOf = async (email: string) => {
    const person = await enter(product.url);
    await person.listen();
    for (const said of ['quiero asociar otro número de cliente a mi correo de PASE', email]) await person.say(said);
    for (let time = 0; time < 4; time += 1) await person.say({ value: { password: 'NoEsEsta1' } });
    const history = await person.history();
    const folio = /PASE-\d{4}-\d{6}/.exec(history)?.[0] ?? '-';
    return maskTranscript(history, [person.conversationId, email, folio]);
  };
  const expected = await transcriptOf('samuel.ibarra@example.mx');
  expect(expected).toContain('"step":"account-password"');
  for (const email of ['nadie@example.mx', 'jimena.escobedo@example.mx']) {
    expect([email, await transcriptOf(email)]).toEqual([email, expected]);
  }
});

it('one client asked for by two accounts at once goes to one of them', async () => {
  const client = await nextClient();
  const emails = [nextOwner().email, nextOwner().email];
  const people = await Promise.all(emails.map((email) => at('more', { email, client })));
  const ends = await Promise.all(people.map(async ({ person }) => placeOf(await person.say('no'))));
  expect(ends.sort()).toEqual(['pase-association/client-number', 'pase-association/done']);
  const offered = await Promise.all(emails.map((email) => clientsOf(email)));
  expect(offered.flat().filter((number) => number === client.clientNumber)).toHaveLength(1);
});

it('an account stopped by its owner in the meantime is left as it is', async () => {
  const [{ email }, first, second] = [nextOwner(), await nextClient(), await nextClient()];
  await at('end', { email, client: first });
  const { links } = await demo().mailTo(email);
  const { person } = await at('more', { email, client: second });
  const owner = plainBrowser(product.url);
  const { pathname, search } = new URL(links[0] ?? '');
  const page = await owner.open(pathname + search);
  await owner.post(page.url.pathname, { confirm: 'si' });
  expect(placeOf(await person.say('no'))).toBe('pase-association/frozen');
  expect(await demo().signIn('pase', second.clientNumber, second.legacyPassword)).toBe(true);
});

it('speaks English to who asks for it', async () => {
  const { replies } = await at('more', { locale: 'en' });
  expect(textOf(replies)).toContain('I am going to add: ••0735');
});
