import prompts from '../../../locales/es-MX/prompts.json' with { type: 'json' };
import { demoDoors } from '../../support/demo.ts';
import { challengeOf, codeOf, leadTo, textOf } from '../../support/impi-efirma.ts';
import { placeOf, signChallenge } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

const CURP = 'MEAL840217MDFNRC02';
const minute = 60_000;

let product: TestProduct;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('checks of e.firmas', () => {
  const junk = { value: { certificate: 'AA==', signature: 'AA==' } };

  it('end for who fails again and again, and not for the owner of the CURP', async () => {
    const { url } = product;
    const stranger = await leadTo('efirma', { url, curp: CURP, email: 'extrano@example.mx' });
    for (let attempt = 0; attempt < 20; attempt += 1) await stranger.person.say(junk);
    expect(textOf(await stranger.person.say(junk))).toContain('Van muchos intentos');
    const owner = await leadTo('efirma', { url, curp: CURP, email: 'duena@example.mx' });
    const efirma = await demoDoors(url).efirma(CURP);
    expect(placeOf(await owner.person.say(signChallenge(challengeOf(owner.replies), efirma)))).toBe('impi-efirma/code');
  });
});

describe('codes', () => {
  it('are not promised to a mailbox that gets no more this hour, however it is written', async () => {
    const spellings = ['r.epite@gmail.com', 'repite@gmail.com', 'repite+1@gmail.com', 'repite+2@gmail.com'];
    const emails = [...spellings, 'repite+3@gmail.com', 'repite+4@gmail.com'];
    const asked: string[] = [];
    for (const email of emails)
      asked.push(textOf((await leadTo('code', { url: product.url, curp: CURP, email })).replies));
    for (const [index, email] of emails.slice(0, 5).entries()) {
      expect(asked[index]).toContain('Te mandé un código');
      expect(await codeOf(product.url, email)).toMatch(/^\d{6}$/);
    }
    expect(asked[5]).not.toContain('Te mandé un código');
    expect(asked[5]).toContain(prompts['code.blocked'].split('{')[0]);
  });
});

describe('a proof', () => {
  it('that got old while the review stood open has to be given again, and then counts', async () => {
    const { url } = product;
    const email = 'despacio@example.mx';
    const { person } = await leadTo('review', { url, curp: CURP, email });
    const first = await codeOf(url, email);
    for (const wait of [20, 20]) {
      product.clock.forward(wait * minute);
      await person.refresh();
    }
    const again = await person.say('sí');
    expect(placeOf(again)).toBe('impi-efirma/efirma');
    expect(await demoDoors(url).signIn('impi', email, 'Lluvia-Verde:48')).toBe(false);
    const efirma = await demoDoors(url).efirma(CURP);
    await person.say(signChallenge(challengeOf(again), efirma));
    expect(placeOf(await person.say(await codeOf(url, email, first)))).toBe('impi-efirma/review');
    expect(placeOf(await person.say('sí'))).toBe('impi-efirma/done');
  });
});
