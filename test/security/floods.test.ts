import prompts from '../../locales/es-MX/prompts.json' with { type: 'json' };
import { demoDoors } from '../support/demo.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, impiPassword, leadTo } from '../support/impi-efirma.ts';
import { type Person, placeOf } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

const CURP = 'MEAL840217MDFNRC02';
const minute = 60_000;

let product: TestProduct;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

/** Sends without waiting; answers whether the door took it. */
async function push(person: Person, text: string, messageId: string): Promise<boolean> {
  return person.send(text, messageId).then(
    () => true,
    (error: Error) => {
      expect(error.message).toContain('TooManyRequests');
      return false;
    },
  );
}

/** Waits until each message that was taken has been answered. */
async function answered(person: Person, fits: (history: string) => boolean): Promise<string> {
  return eventually(async () => {
    const history = await wholeHistory(person);
    return fits(history) && history;
  }, 'an answer to everything');
}

/** The log past its pages. */
async function wholeHistory(person: Person): Promise<string> {
  let all = '';
  let watermark = '';
  for (;;) {
    const path = `/conversations/${person.conversationId}/activities?watermark=${watermark}`;
    const page = await person.call('GET', path, person.token);
    if (page.activities.length === 0) return all;
    all += JSON.stringify(page.activities);
    watermark = page.watermark;
  }
}

const count = (text: string, piece: string) => text.split(piece).length - 1;
const opening = (sentence: string) => sentence.split('{')[0] ?? '';

test('of 200 messages at once those that are taken are answered, each once and in order', async () => {
  const { person } = await leadTo('curp', { url: product.url, curp: CURP, email: 'a@example.mx' });
  const before = await wholeHistory(person);
  const sent = Array.from({ length: 200 }, (_, index) => push(person, `nada ${index}.`, `flood-${index}`));
  const taken = (await Promise.all(sent)).filter(Boolean).length;
  expect(taken).toBeGreaterThan(0);
  const answers = (history: string) =>
    count(history, opening(prompts['curp.unclear'])) - count(before, opening(prompts['curp.unclear']));
  const history = await answered(person, (text) => answers(text) >= taken);
  expect(answers(history)).toBe(taken);
  expect(count(history, '"text":"nada ')).toBe(taken);
});

test('of 200 guesses at once at most five are compared, and the owner goes on with a new code', async () => {
  const email = 'adivina@example.mx';
  const { url } = product;
  const { person } = await leadTo('code', { url, curp: CURP, email });
  const code = await codeOf(url, email);
  product.clock.forward(minute);
  const guess = (index: number) =>
    index === 190 ? code : String((Number(code) + 1 + index) % 1_000_000).padStart(6, '0');
  const sent = Array.from({ length: 200 }, (_, index) => push(person, guess(index), `guess-${index}`));
  const taken = (await Promise.all(sent)).filter(Boolean).length;
  expect(taken).toBeGreaterThan(5);
  const wrong = (text: string) => count(text, opening(prompts['code.wrong']));
  const exhausted = (text: string) => count(text, opening(prompts['code.exhausted']));
  const history = await answered(person, (text) => wrong(text) + exhausted(text) >= taken);
  expect([wrong(history), exhausted(history)]).toEqual([5, taken - 5]);

  product.clock.forward(minute);
  await person.send('reenviar código');
  const fresh = await codeOf(url, email, code);
  await person.send(fresh);
  await answered(person, (text) => text.includes('"step":"review"'));
});

test('of ten consents at once one changes the account, and each address gets one notice', async () => {
  const email = 'una-vez@example.mx';
  const { url } = product;
  const demo = demoDoors(url);
  const { person } = await leadTo('review', { url, curp: CURP, email });
  await Promise.all(Array.from({ length: 10 }, (_, index) => push(person, 'sí', `yes-${index}`)));
  await answered(person, (text) => text.includes('"step":"done"'));
  expect(placeOf(await person.say('gracias'))).toMatch(/^(menu|fallback)\//);
  expect(await demo.signIn('impi', email, impiPassword)).toBe(true);
  const isNotice = (links: readonly string[]) => links.some((link) => link.includes('no-fui-yo'));
  for (const to of [email, 'lucia.mendoza@example.mx']) {
    await demo.mailTo(to, (mail) => isNotice(mail.links));
    expect((await demo.mailbox(to)).filter((mail) => isNotice(mail.links))).toHaveLength(1);
  }
});
