import { createHash } from 'node:crypto';
import { demoDoors } from '../../support/demo.ts';
import { findSecrets } from '../../support/inside.ts';
import {
  enter,
  type Person,
  placeOf,
  type Reply,
  type Said,
  signChallenge,
  type TestEfirma,
} from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

const CURP = 'MEAL840217MDFNRC02';
const OTHER_CURP = 'NUSH790903HJCXLC08';
const FROZEN_CURP = 'TICO650318MMNNMF07';
const NO_ACCOUNT_CURP = 'GOMA850315HDFNRN07';
const PASSWORD = 'Lluvia-Verde:48';
const OPENING = 'recuperar mi cuenta del IMPI con e.firma';

let product: TestProduct;
let efirma: TestEfirma;
let mails = 0;

beforeAll(async () => {
  product = await startProduct();
  efirma = await demoDoors(product.url).efirma(CURP);
});
afterAll(() => product.stop());

function freshEmail(): string {
  mails += 1;
  return `persona${mails}@example.mx`;
}
const typed = (password: string): Said => ({ value: { password } });

/** Says one thing after the other; answers the replies to the last. */
async function walk(person: Person, said: readonly Said[]): Promise<Reply[]> {
  let replies: Reply[] = [];
  for (const each of said) replies = await person.say(each);
  return replies;
}

/** A person who stands at a step, having answered all before it. */
async function at(step: string, email = freshEmail(), curp = CURP): Promise<{ person: Person; replies: Reply[] }> {
  const person = await enter(product.url);
  await person.listen();
  const answers: Record<string, () => Promise<Said>> = {
    start: async () => OPENING,
    prerequisites: async () => 'claro',
    curp: async () => curp,
    email: async () => email,
    'email-confirm': async () => email,
    password: async () => typed(PASSWORD),
    'password-confirm': async () => typed(PASSWORD),
    efirma: async () =>
      signChallenge(challengeOf(replies), curp === CURP ? efirma : await demoDoors(product.url).efirma(curp)),
    code: async () => (await demoDoors(product.url).mailTo(email, (mail) => mail.codes.length > 0)).codes[0] ?? '',
  };
  let replies: Reply[] = [];
  for (const [name, answer] of Object.entries(answers)) {
    if (name === step) break;
    replies = await person.say(await answer());
  }
  return { person, replies };
}

const challengeOf = (replies: readonly Reply[]) => replies.at(-1)?.channelData.challenge ?? '';
const textOf = (replies: readonly Reply[]) => replies.map((reply) => reply.text).join('\n');

describe('the way through', () => {
  it('gives the account back, tells both addresses and takes the old password away', async () => {
    const demo = demoDoors(product.url);
    const email = freshEmail();
    const { person } = await at('review', email);
    const done = await person.say('sí');
    expect(placeOf(done)).toBe('impi-efirma/done');
    expect(done.at(-1)?.inputHint).toBe('acceptingInput');
    expect(await demo.signIn('impi', email, PASSWORD)).toBe(true);
    expect(await demo.signIn('impi', 'lucia.mendoza@example.mx', PASSWORD)).toBe(false);
    const notice = await demo.mailTo('lucia.mendoza@example.mx');
    expect(notice.links.some((link) => link.includes('/no-fui-yo'))).toBe(true);
    expect(notice.codes).toEqual([]);
    await demo.mailTo(email, (mail) => mail.links.some((link) => link.includes('/no-fui-yo')));
  });

  it('fills several steps from one message', async () => {
    const { person } = await at('curp');
    const replies = await person.say(`mi curp es ${CURP.toLowerCase()} y mi correo es varias@example.mx`);
    expect(placeOf(replies)).toBe('impi-efirma/email-confirm');
  });

  it('takes password and repetition from one form', async () => {
    const { person } = await at('password');
    const replies = await person.say({ value: { password: PASSWORD, confirmation: PASSWORD } });
    expect(placeOf(replies)).toBe('impi-efirma/efirma');
  });

  it('accepts the two files in any order, one after the other, and then the key password', async () => {
    const { person } = await at('efirma');
    const key = { name: 'clave.key', bytes: efirma.key };
    const certificate = { name: 'certificado.cer', bytes: efirma.certificate };
    expect(placeOf(await person.say({ files: [key] }))).toBe('impi-efirma/efirma');
    expect(placeOf(await person.say({ files: [certificate] }))).toBe('impi-efirma/key-password');
    expect(placeOf(await person.say({ value: { keyPassword: 'equivocada' } }))).toBe('impi-efirma/key-password');
    expect(placeOf(await person.say({ value: { keyPassword: '12345678a' } }))).toBe('impi-efirma/code');
  });
});

describe('answers in free form', () => {
  it.each([
    ['prerequisites', 'simón', 'curp'],
    ['prerequisites', 'sí, tengo mi e.firma y mi CURP', 'curp'],
    ['prerequisites', 'sí, espérame', 'prerequisites'],
    ['prerequisites', 'nel', 'prerequisites'],
    ['prerequisites', 'no sé', 'prerequisites'],
    ['curp', `mi curp es ${CURP.toLowerCase()}`, 'email'],
    ['curp', 'meal-840217-mdfnrc-02', 'email'],
    ['curp', 'MEAL 840217 MDFNRC02', 'email'],
    ['curp', 'MEAL840217MDFNRC03', 'curp'],
    ['curp', 'hola', 'curp'],
    ['email', 'nuevo@example.mx', 'email-confirm'],
    ['email', 'nuevo@gmial.com', 'email'],
    ['email', 'no tengo idea', 'email'],
    ['email-confirm', 'otro@example.mx', 'email-confirm'],
    ['review', 'no sé', 'review'],
  ])('at %s, "%s" leads to %s', async (step, said, next) => {
    const { person } = await at(step);
    expect(placeOf(await person.say(said))).toBe(`impi-efirma/${next}`);
  });
});

describe('at every step', () => {
  const steps = [
    'prerequisites',
    'curp',
    'email',
    'email-confirm',
    'password',
    'password-confirm',
    'efirma',
    'code',
    'review',
  ];

  it.each(steps)('%s: help and a question leave the person where they are', async (step) => {
    const { person } = await at(step);
    for (const said of ['ayuda', '¿qué es la e.firma?']) {
      expect([said, placeOf(await person.say(said))]).toEqual([said, `impi-efirma/${step}`]);
    }
    expect(placeOf(await person.say('cancelar'))).toBe('impi-efirma/cancelled');
  });

  it.each(steps)('%s: asking for a person freezes it, and the assistant goes on there', async (step) => {
    const { person } = await at(step);
    expect(placeOf(await person.say('agente'))).toBe('agent-handoff/with-agent');
    expect(placeOf(await person.say('¿hay alguien?'))).toBe('agent-handoff/with-agent');
    expect(placeOf(await person.say('seguir con el asistente'))).toBe(`impi-efirma/${step}`);
  });

  it.each([
    ['curp', 'prerequisites'],
    ['email', 'curp'],
    ['email-confirm', 'email'],
    ['password', 'email'],
    ['efirma', 'password'],
    ['code', 'efirma'],
    ['review', 'code'],
  ])('%s: atrás leads to %s', async (step, previous) => {
    const { person } = await at(step);
    expect(placeOf(await person.say('atrás'))).toBe(`impi-efirma/${previous}`);
  });
});

describe('corrections', () => {
  it('goes back to one step from the review, and returns to it without asking the rest again', async () => {
    const { person } = await at('review');
    const email = freshEmail();
    expect(placeOf(await person.say('me equivoqué de correo'))).toBe('impi-efirma/email');
    expect(placeOf(await walk(person, [email, email]))).toBe('impi-efirma/code');
    const { codes } = await demoDoors(product.url).mailTo(email, (mail) => mail.codes.length > 0);
    const review = await person.say(codes[0] ?? '');
    expect(placeOf(review)).toBe('impi-efirma/review');
    expect(textOf(review)).toContain(email);
  });

  it('does not take a code that was sent to the address before the correction', async () => {
    const first = freshEmail();
    const { person } = await at('code', first);
    const { codes } = await demoDoors(product.url).mailTo(first, (mail) => mail.codes.length > 0);
    const second = freshEmail();
    await walk(person, ['corregir correo', second, second]);
    expect(placeOf(await person.say(codes[0] ?? ''))).toBe('impi-efirma/code');
  });
});

describe('what is refused', () => {
  it('names exactly the failing rules of a password', async () => {
    const { person } = await at('password');
    const replies = await person.say(typed('abc'));
    expect(placeOf(replies)).toBe('impi-efirma/password');
    for (const rule of ['8 caracteres', 'mayúscula', 'número', 'signos']) expect(textOf(replies)).toContain(rule);
    expect(textOf(replies)).not.toContain('minúscula');
  });

  it('offers a person after three refusals', async () => {
    const { person } = await at('curp');
    const replies = await walk(person, ['MEAL840217MDFNRC03', 'MEAL840217MDFNRC04', 'MEAL840217MDFNRC05']);
    expect(replies.at(-1)?.suggestedActions?.actions.map((action) => action.title)).toContain('Hablar con una persona');
  });

  it('does not accept a signature over another text, nor the same one twice', async () => {
    const { person, replies } = await at('efirma');
    const wrong = await person.say(signChallenge(`${challengeOf(replies)} `, efirma));
    expect(placeOf(wrong)).toBe('impi-efirma/efirma');
    expect(challengeOf(wrong)).not.toBe(challengeOf(replies));
    const replayed = await person.say(signChallenge(challengeOf(replies), efirma));
    expect(placeOf(replayed)).toBe('impi-efirma/efirma');
    expect(placeOf(await person.say(signChallenge(challengeOf(replayed), efirma)))).toBe('impi-efirma/code');
  });

  it('does not accept the e.firma of somebody else', async () => {
    const { person, replies } = await at('efirma');
    const others = await demoDoors(product.url).efirma(OTHER_CURP);
    const refused = await person.say(signChallenge(challengeOf(replies), others));
    expect(placeOf(refused)).toBe('impi-efirma/efirma');
    expect(textOf(refused)).toContain('CURP');
  });

  it('compares five codes and no more, until a new one is sent', async () => {
    const email = freshEmail();
    const { person } = await at('code', email);
    const { codes } = await demoDoors(product.url).mailTo(email, (mail) => mail.codes.length > 0);
    const wrong = String((Number(codes[0]) + 1) % 1_000_000).padStart(6, '0');
    await walk(person, Array<string>(5).fill(wrong));
    expect(placeOf(await person.say(codes[0] ?? ''))).toBe('impi-efirma/code');
    await person.say('reenviar código');
    const second = await demoDoors(product.url).mailTo(
      email,
      (mail) => mail.codes.length > 0 && mail.codes[0] !== codes[0],
    );
    expect(placeOf(await person.say(second.codes[0] ?? ''))).toBe('impi-efirma/review');
  });
});

describe('before a complete proof', () => {
  it('says the same to a known, an unknown and a frozen CURP', async () => {
    const said = await Promise.all(
      [CURP, NO_ACCOUNT_CURP, FROZEN_CURP].map(async (curp) => {
        const { person } = await at('code', `igual-${curp.toLowerCase()}@example.mx`, curp);
        const history = await person.history();
        return mask(history, curp);
      }),
    );
    expect(said[1]).toBe(said[0]);
    expect(said[2]).toBe(said[0]);
  });

  it.each([
    [NO_ACCOUNT_CURP, 'refused'],
    [FROZEN_CURP, 'frozen'],
  ])('tells %s the truth after it: %s', async (curp, end) => {
    const email = freshEmail();
    const { person } = await at('code', email, curp);
    const { codes } = await demoDoors(product.url).mailTo(email, (mail) => mail.codes.length > 0);
    expect(placeOf(await person.say(codes[0] ?? ''))).toBe(`impi-efirma/${end}`);
  });
});

describe('secrets', () => {
  it('keeps passwords, codes and key passwords out of the transcript', async () => {
    const email = freshEmail();
    const { person } = await at('review', email);
    const { codes } = await demoDoors(product.url).mailTo(email, (mail) => mail.codes.length > 0);
    const history = await person.history();
    for (const secret of [PASSWORD, codes[0] ?? 'none']) expect(history).not.toContain(secret);
  });

  it('names nobody in codes and counters: who reads the store cannot look an address up by its hash', async () => {
    const email = 'quien.pregunta@gmail.com';
    await at('code', email);
    for (const written of [email, 'quienpregunta@gmail.com']) {
      const hash = createHash('sha256').update(written).digest();
      const forms = [hash.toString('base64url').slice(0, 16), hash.toString('hex').slice(0, 24)];
      expect(findSecrets(product.dataDir, forms)).toEqual([]);
    }
  });

  it('redacts a password typed as a message and tells the person', async () => {
    const { person } = await at('password');
    const replies = await person.say('MiClave-Secreta:77');
    expect(placeOf(replies)).toBe('impi-efirma/password');
    expect(textOf(replies)).toContain('borré');
    expect(await person.history()).not.toContain('MiClave-Secreta:77');
  });
});

describe('repetition', () => {
  it('runs the same message once', async () => {
    const { person } = await at('curp');
    await person.send(CURP, 'same-id');
    await person.send(CURP, 'same-id');
    const heard = await person.listen();
    expect(heard.filter((reply) => reply.channelData.step === 'email')).toHaveLength(1);
    expect(placeOf(await person.say('ayuda'))).toBe('impi-efirma/email');
  });

  it('gives a sensible answer to a message for a finished procedure', async () => {
    const { person } = await at('curp');
    await person.say('cancelar');
    expect(placeOf(await person.say('sí'))).toMatch(/^(menu|fallback)\//);
  });

  it('goes on at the same step after a restart', async () => {
    const { person } = await at('email');
    await product.restart();
    expect(placeOf(await person.say(freshEmail()))).toBe('impi-efirma/email-confirm');
  });
});

/** Leaves out what differs between any two conversations. */
function mask(history: string, curp: string): string {
  return history
    .replaceAll(curp, 'CURP')
    .replaceAll(curp.toLowerCase(), 'curp')
    .replaceAll(`${curp.slice(0, 4)}********${curp.slice(-4)}`, 'MASKED')
    .replace(/[A-Z]{4}\*+[A-Z0-9]{4}/g, 'MASKED')
    .replace(/IMPI-\d{4}-\d{6}/g, 'FOLIO')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replace(/"(timestamp|localTimestamp)":"[^"]+"/g, 'AT')
    .replace(/"challenge(ExpiresAt)?":("(\\.|[^"\\])*"|\d+)/g, 'CHALLENGE');
}
