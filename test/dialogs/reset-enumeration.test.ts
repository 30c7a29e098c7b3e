import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoDoors } from '../support/demo.ts';
import { enter, placeOf } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';
import { maskTranscript } from '../support/transcript.ts';

/** Each kind of account, by what a person gives. Only the first of each gets a mail. */
const kinds = {
  'icsoe-reset': {
    opening: 'olvidé mi contraseña de ICSOE',
    known: ['EOLJ880311MDFSRM04', 'jimena.escobedo@example.mx'],
    others: {
      none: ['GOMA850315HDFNRN07', 'nadie@example.mx'],
      'wrong email': ['EOLJ880311MDFSRM04', 'otra@example.mx'],
      'wrong CURP': ['GOMA850315HDFNRN07', 'jimena.escobedo@example.mx'],
      frozen: ['HIBD900712MHGNCF07', 'dafne.hinojosa@example.mx'],
      'other portal': ['MEAL840217MDFNRC02', 'lucia.mendoza@example.mx'],
      'email of another account': ['EOLJ880311MDFSRM04', 'bruno.alcantara@example.mx'],
    },
  },
  'pase-reset': {
    opening: 'olvidé la contraseña de mi correo de PASE corporativo',
    known: ['samuel.ibarra@example.mx'],
    others: {
      none: ['nadie@example.mx'],
      frozen: ['detenida@example.mx'],
      'other portal': ['gerardo.lozano@example.mx'],
      'variant of a known one': ['samuel.ibarra+x@example.mx'],
    },
  },
} as const;

const mailStates = {
  'mail works': {},
  'mail is down': { SMTP_URL: 'smtp://127.0.0.1:9' },
};

const folder = mkdtempSync(join(tmpdir(), 'recupera-people-'));
const people = join(folder, 'people.json');
const frozen = {
  portal: 'pase',
  name: 'Flota Detenida',
  clientNumber: '49000001',
  email: 'detenida@example.mx',
  frozen: true,
};
writeFileSync(people, JSON.stringify([frozen]));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(Object.entries(mailStates))('while %s', (_state, environment) => {
  let product: TestProduct;
  beforeAll(async () => {
    product = await startProduct({ ...environment, DEMO_PEOPLE: people });
  });
  afterAll(() => product.stop());

  async function transcriptOf(opening: string, given: readonly string[], times = 1): Promise<string> {
    const person = await enter(product.url);
    await person.listen();
    for (let time = 0; time < times; time += 1) {
      for (const said of [opening, ...given]) await person.say(said);
    }
    return maskTranscript(await person.history(), [person.conversationId, ...given]);
  }

  for (const [procedure, { opening, known, others }] of Object.entries(kinds)) {
    it(`${procedure} says the same, byte for byte, to every kind of account`, async () => {
      const expected = await transcriptOf(opening, known);
      expect(expected).toContain(`"procedure":"${procedure}","step":"mail-sent"`);
      for (const [kind, given] of Object.entries(others)) {
        expect([kind, await transcriptOf(opening, given)]).toEqual([kind, expected]);
      }
    });
  }

  it('and goes on saying it beyond every limit of mails', async () => {
    const { opening, known, others } = kinds['pase-reset'];
    expect(await transcriptOf(opening, known, 8)).toBe(await transcriptOf(opening, others.none, 8));
  });
});

it('sends mail to the one account that fits, from whichever conversation, and to nobody else', async () => {
  const product = await startProduct({ DEMO_PEOPLE: people });
  const demo = demoDoors(product.url);
  for (const [procedure, { opening, known, others }] of Object.entries(kinds)) {
    const address = known[known.length - 1] ?? '';
    /** Asks, lets the time of the look-up pass, and waits for the mails to the one who is known. */
    const ask = async (askers: readonly (readonly string[])[], mails: number) => {
      for (const given of askers) {
        const person = await enter(product.url);
        await person.listen();
        let replies = await person.say(opening);
        for (const said of given) replies = await person.say(said);
        expect(placeOf(replies)).toBe(`${procedure}/mail-sent`);
      }
      product.clock.forward(10_000);
      await demo.mailTo(address, (mail) => mail.links.length > 0);
      for (let round = 0; round < 1_000 && (await demo.mailbox(address)).length < mails; round += 1);
    };
    await ask([...Object.values(others), known], 1);
    // Whatever the others caused is due before this one, and done first.
    await ask([known], 2);
    for (const other of Object.values(others).map((given) => given[given.length - 1] ?? '')) {
      if (other !== address) expect(await demo.mailbox(other)).toEqual([]);
    }
    expect(await demo.mailbox(address)).toHaveLength(2);
  }
  await product.stop();
});
