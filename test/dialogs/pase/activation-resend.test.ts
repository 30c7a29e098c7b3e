import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoDoors } from '../../support/demo.ts';
import { activate, activationLink, migrationAnswers, NEW_PASSWORD, standAt } from '../../support/pase.ts';
import { enter, placeOf } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';
import { maskTranscript } from '../../support/transcript.ts';

const OPENING = 'no me llegó el correo de activación de PASE';
const PENDING = 'pendiente@example.mx';
const folder = mkdtempSync(join(tmpdir(), 'recupera-people-'));
const people = join(folder, 'people.json');
const stopped = {
  portal: 'pase',
  name: 'Detenida',
  clientNumber: '49000001',
  email: 'detenida@example.mx',
  frozen: true,
};
writeFileSync(people, JSON.stringify([stopped]));
afterAll(() => rmSync(folder, { recursive: true }));

const mailStates = { 'mail works': {}, 'mail is down': { SMTP_URL: 'smtp://127.0.0.1:9' } };

const others = {
  'no account': 'nadie@example.mx',
  'an active account': 'samuel.ibarra@example.mx',
  'a stopped account': 'detenida@example.mx',
  'an account of another portal': 'gerardo.lozano@example.mx',
  'another spelling of the address': 'pendiente+x@example.mx',
};

async function askAgain(url: string, email: string, times = 1) {
  const person = await enter(url);
  await person.listen();
  let last = '';
  for (let time = 0; time < times; time += 1) {
    await person.say(OPENING);
    last = placeOf(await person.say(email));
  }
  const transcript = maskTranscript(await person.history(), [person.conversationId, email]);
  return { last, transcript };
}

describe.each(Object.entries(mailStates))('while %s', (_state, environment) => {
  let product: TestProduct;
  beforeAll(async () => {
    product = await startProduct({ ...environment, DEMO_PEOPLE: people });
    await standAt(
      product.url,
      'end',
      migrationAnswers({ clientNumber: '40017723', legacyPassword: 'Volante61' }, PENDING),
    );
  });
  afterAll(() => product.stop());

  it.each(Object.entries(others))('%s reads the same as a move that waits, byte for byte', async (_kind, email) => {
    const waiting = await askAgain(product.url, PENDING);
    expect(waiting.last).toBe('activation-resend/mail-sent');
    expect((await askAgain(product.url, email)).transcript).toBe(waiting.transcript);
  });

  it('and goes on doing so beyond every limit of mails', async () => {
    const [waiting, nobody] = [
      await askAgain(product.url, PENDING, 8),
      await askAgain(product.url, 'nadie2@example.mx', 8),
    ];
    expect(nobody.transcript).toBe(waiting.transcript);
  });
});

describe('the link', () => {
  let product: TestProduct;
  beforeAll(async () => {
    product = await startProduct({ DEMO_PEOPLE: people });
  });
  afterAll(() => product.stop());

  it('comes again to the address that waits, nobody else is written to, and either link works', async () => {
    const client = { clientNumber: '40017723', legacyPassword: 'Volante61' };
    await standAt(product.url, 'end', migrationAnswers(client, PENDING));
    const first = await activationLink(product.url, PENDING);
    for (const email of Object.values(others)) await askAgain(product.url, email);
    await askAgain(product.url, PENDING);
    const demo = demoDoors(product.url);
    await demo.mailTo(PENDING, ({ links }) => links.length > 0 && !links[0]?.includes(first));
    for (const email of Object.values(others)) expect(await demo.mailbox(email)).toEqual([]);
    expect((await activate(product.url, first, NEW_PASSWORD)).status).toBe(200);
    expect(await demo.signIn('pase', PENDING, NEW_PASSWORD)).toBe(true);
  });
});
