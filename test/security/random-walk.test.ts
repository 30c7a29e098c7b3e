import fc from 'fast-check';
import { createLog } from '../../bot/compose/log.ts';
import { openStore } from '../../services/store/open.ts';
import { demoDoors } from '../support/demo.ts';
import { challengeOf, impiPassword } from '../support/impi-efirma.ts';
import { enter, placeOf, type Reply, type Said, signChallenge, type TestEfirma } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

const CURP = 'MEAL840217MDFNRC02';
const minute = 60_000;

const failures: string[] = [];
let product: TestProduct;
let efirma: TestEfirma;
let people = 0;
let done = 0;
beforeAll(async () => {
  product = await startProduct({}, openStore, createLog('warn', { write: (line) => void failures.push(line) }));
  efirma = await demoDoors(product.url).efirma(CURP);
});
afterAll(() => product.stop());

const files = () => [
  { name: 'a.cer', bytes: efirma.certificate },
  { name: 'a.key', bytes: efirma.key },
];
const both = { value: { password: impiPassword, confirmation: impiPassword } };

/** What the step at hand asks for. */
async function rightAnswer(email: string, replies: readonly Reply[]): Promise<Said> {
  const step = placeOf(replies).split('/')[1] ?? '';
  if (step === 'efirma' && challengeOf(replies)) return signChallenge(challengeOf(replies), efirma);
  if (step === 'key-password') return { value: { keyPassword: efirma.password } };
  if (step === 'code') {
    const mails = await demoDoors(product.url).mailbox(email);
    return mails.findLast((mail) => mail.codes.length > 0)?.codes[0] ?? '000000';
  }
  const answers: Record<string, Said> = {
    prerequisites: 'sí',
    curp: CURP,
    email,
    'email-confirm': email,
    password: both,
    'password-confirm': { value: { password: impiPassword } },
    'full-name': 'Lucía Mendoza Arellano',
    review: 'sí',
  };
  return answers[step] ?? 'recuperar mi cuenta del IMPI con e.firma';
}

const wrongTurns = [
  ...['sí', 'no', 'no sé', 'atrás', 'ayuda', 'cancelar', 'agente', 'menú', 'english', 'español', 'gracias', 'hola'],
  ...['no tengo e.firma', 'corregir correo', 'me equivoqué de curp', 'corregir contraseña', 'reenviar código'],
  ...['olvidé mi contraseña de pase', 'olvidé mi contraseña del icsoe', '¿qué es la e.firma?', '123456', CURP, '<b>'],
];
const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant('right' as const) },
  { weight: 4, arbitrary: fc.constantFrom(...wrongTurns).map((text) => ({ text })) },
  { weight: 2, arbitrary: fc.constantFrom('files', 'noise', 'password', 'weak', 'renew', 'pause' as const) },
);
type Step = 'right' | { text: string } | string;

async function saidAt(move: Step, email: string, replies: readonly Reply[]): Promise<Said> {
  if (typeof move === 'object') return move.text;
  const fixed: Record<string, Said> = {
    files: { files: files() },
    noise: { files: [{ name: 'a.key', bytes: new Uint8Array(40) }] },
    password: both,
    weak: { value: { password: 'a' } },
    renew: { value: { renewChallenge: true } },
    pause: 'hola',
  };
  return fixed[move] ?? rightAnswer(email, replies);
}

test('whatever comes when, each message is answered in whole sentences, and only a consent at the review changes the account', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 40 }), async (moves) => {
      people += 1;
      const email = `paseo${people}@example.mx`;
      const person = await enter(product.url);
      let replies = await person.listen();
      for (const move of moves) {
        if (move === 'pause') {
          for (let round = 0; round < 6; round += 1) {
            product.clock.forward(25 * minute);
            await person.refresh();
          }
        } else product.clock.forward(3_000);
        const before = placeOf(replies);
        replies = await person.say(await saidAt(move, email, replies));
        const place = placeOf(replies);
        const text = replies.map((reply) => reply.text).join('\n');
        expect(text.trim()).not.toBe('');
        expect(text).not.toMatch(/undefined|\[object|NaN|\{\w+\}/);
        expect(replies.length).toBeLessThan(5);
        expect(place).not.toBe('fallback/retry');
        if (place !== 'impi-efirma/done') continue;
        expect(before).toBe('impi-efirma/review');
        done += 1;
      }
    }),
    { numRuns: 8, seed: 2_026, endOnFailure: true },
  );
  expect(failures).toEqual([]);
  expect(done).toBeGreaterThan(0);
});
