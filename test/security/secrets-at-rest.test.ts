import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '../../bot/compose/log.ts';
import { openStore } from '../../services/store/open.ts';
import { demoDoors } from '../support/demo.ts';
import { challengeOf, codeOf, leadTo } from '../support/impi-efirma.ts';
import { placeOf, signChallenge } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

const PASSWORD = 'Girasol-Azul:93';
const TYPED = 'Escrita-EnElChat:55';
const WRONG_KEY_PASSWORD = 'Equivocada-Llave:22';
const KEY_PASSWORD = 'claveDeLlave-Zorro7';
const typed = { value: { password: PASSWORD, confirmation: PASSWORD } };

const log: string[] = [];
let product: TestProduct;
beforeAll(async () => {
  const lines = createLog('trace', { write: (line) => void log.push(line) });
  product = await startProduct({}, openStore, lines);
});
afterAll(() => product.stop());

/** All octets in the data folder, the write-ahead log included. */
function atRest(): Buffer {
  const files = readdirSync(product.dataDir, { recursive: true, encoding: 'utf8' }).map((name) =>
    join(product.dataDir, name),
  );
  return Buffer.concat(files.filter((name) => statSync(name).isFile()).map((name) => readFileSync(name)));
}

/** The ways a secret could have been written down. */
const spellings = (secret: Buffer) => [
  secret,
  Buffer.from(secret.toString('hex')),
  ...[0, 1, 2].map((skipped) => {
    const whole = secret.subarray(skipped, secret.length - ((secret.length - skipped) % 3));
    return Buffer.from(whole.toString('base64'));
  }),
  Buffer.from(encodeURIComponent(secret.toString('latin1'))),
];

test.each([
  ['signs in the browser', 'MEAL840217MDFNRC02', false],
  ['uploads the two files', 'NUSH790903HJCXLC08', true],
])('of a person who %s nothing secret is in the data, the log or the transcript', async (_name, curp, uploads) => {
  const { url } = product;
  const demo = demoDoors(url);
  const email = `reposo-${curp.toLowerCase()}@example.mx`;
  const efirma = await demo.efirma(curp, KEY_PASSWORD);
  const { person } = await leadTo('password', { url, curp, email });
  await person.say(TYPED);
  await person.say(`mi contraseña es ${TYPED}`);
  await person.say({ value: { password: 'sinNumeroAlguno' } });
  const asked = await person.say(typed);
  if (uploads) {
    await person.say({
      files: [
        { name: 'a.cer', bytes: efirma.certificate },
        { name: 'a.key', bytes: efirma.key },
      ],
    });
    await person.say({ value: { keyPassword: WRONG_KEY_PASSWORD } });
    await person.say({ value: { keyPassword: KEY_PASSWORD } });
  } else await person.say(signChallenge(challengeOf(asked), efirma));
  const code = await codeOf(url, email);
  const wrong = String((Number(code) + 7) % 1_000_000).padStart(6, '0');
  await person.say(`es el ${wrong}`);
  await person.say(code);
  expect(placeOf(await person.say('sí'))).toBe('impi-efirma/done');
  const notice = await demo.mailTo(email, (mail) => mail.links.some((link) => link.includes('no-fui-yo')));
  const tokens = notice.links.flatMap((link) => new URL(link).searchParams.get('t') ?? []);
  expect(tokens).toHaveLength(1);
  for (const link of notice.links)
    await fetch(url + new URL(link).pathname + new URL(link).search, { redirect: 'manual' });
  expect(await demo.signIn('impi', email, PASSWORD)).toBe(true);

  const places = { data: atRest(), log: Buffer.from(log.join('')), transcript: Buffer.from(await person.history()) };
  // What is no secret is found, so it was looked for in the right places.
  expect(places.data.includes(email)).toBe(true);
  expect(places.transcript.includes('<oculto>')).toBe(true);
  const secrets = [PASSWORD, TYPED, 'sinNumeroAlguno', WRONG_KEY_PASSWORD, KEY_PASSWORD, ...tokens, person.token].map(
    (text) => Buffer.from(text),
  );
  secrets.push(Buffer.from(efirma.key.subarray(300, 345)));
  for (const [place, octets] of Object.entries(places)) {
    for (const secret of secrets) {
      const found = spellings(secret).filter((spelling) => octets.includes(spelling));
      expect([place, found.map(String)]).toEqual([place, []]);
    }
    // Six digits may stand anywhere by chance; as a word of their own they do not.
    for (const digits of [code, wrong]) {
      expect([place, octets.toString('latin1').match(new RegExp(`["\\s>]${digits}["\\s<.]`))]).toEqual([place, null]);
    }
  }
  expect(places.log.includes(curp)).toBe(false);
  expect(places.log.includes(email)).toBe(false);
  expect(places.transcript.includes(curp)).toBe(false);
});
