import { caseCommand } from '../../../bot/commands/case.ts';
import { demoDoors } from '../../support/demo.ts';
import { enter, type Person, placeOf, type Reply } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

const CURP = 'NUSH790903HJCXLC08';
const NO_ACCOUNT_CURP = 'GOMA850315HDFNRN07';
const FROZEN_CURP = 'TICO650318MMNNMF07';
const NAME = 'Héctor Iván Núñez Salgado';
const OPENING = 'no tengo e.firma y quiero cambiar el correo de mi cuenta del IMPI';
const DAY = 24 * 60 * 60_000;

let product: TestProduct;
let mails = 0;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

function freshEmail(): string {
  mails += 1;
  return `carta${mails}@example.mx`;
}
const textOf = (replies: readonly Reply[]) => replies.map((reply) => reply.text).join('\n');
const optionsOf = (replies: readonly Reply[]) =>
  replies.at(-1)?.suggestedActions?.actions.map(({ title }) => title) ?? [];

/** A person who stands at a step, having answered all before it. */
async function at(step: string, given: { email?: string; curp?: string; locale?: string; opening?: string } = {}) {
  const person = await enter(product.url, given.locale === undefined ? {} : { locale: given.locale });
  const { email = freshEmail(), curp = CURP, opening = OPENING } = given;
  const answers = {
    start: opening,
    prerequisites: 'sí',
    curp,
    'full-name': NAME,
    email,
    'email-confirm': email,
    review: 'sí',
  };
  let replies = await person.listen();
  for (const [name, answer] of Object.entries(answers)) {
    if (name === step) break;
    replies = await person.say(answer);
  }
  return { person, replies, email };
}

const letterOf = (replies: readonly Reply[]) =>
  replies.flatMap((reply) => reply.attachments ?? [])[0]?.contentUrl ?? '';
const download = (path: string) => fetch(new URL(path, product.url));

describe('the way through', () => {
  it('ends with the letter, a folio, where to take it and until when', async () => {
    const { replies, email } = await at('end');
    expect(placeOf(replies)).toBe('impi-letter/awaiting-visit');
    expect(replies.at(-1)?.inputHint).toBe('acceptingInput');
    expect(replies.at(-1)?.channelData.folio).toMatch(/^IMPI-\d{4}-\d{6}$/);
    for (const words of [
      'Arenal 550',
      'C.P. 16020',
      'https://www.google.com/maps/search/?api=1&query=',
      'buzon@impi.gob.mx',
      'INE',
    ]) {
      expect(textOf(replies)).toContain(words);
    }
    const letter = await download(letterOf(replies));
    expect(letter.status).toBe(200);
    expect(letter.headers.get('content-type')).toBe('application/pdf');
    expect(letter.headers.get('cache-control')).toBe('no-store');
    expect(letter.headers.get('content-disposition')).toMatch(/^attachment; filename="carta-IMPI-\d{4}-\d{6}\.pdf"$/);
    expect(
      Buffer.from(await letter.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const mail = await demoDoors(product.url).mailTo(email);
    expect(mail.subject).toContain(replies.at(-1)?.channelData.folio);
    expect([...mail.links, ...mail.codes]).toEqual([]);
  });

  it('shows what the letter will say, with the CURP masked', async () => {
    const { replies, email } = await at('review');
    expect(textOf(replies)).toContain(NAME);
    expect(textOf(replies)).toContain(email);
    expect(textOf(replies)).not.toContain(CURP);
    expect(optionsOf(replies)).toEqual(['Sí, hacer la carta', 'Corregir nombre', 'Corregir correo', 'Cancelar']);
  });

  it('takes several answers from one message', async () => {
    const { person } = await at('curp');
    const replies = await person.say(`mi curp es ${CURP}, me llamo ${NAME} y mi correo es ${freshEmail()}`);
    expect(placeOf(replies)).toBe('impi-letter/email-confirm');
  });

  it('begins where the e.firma procedure was left, with what was said there', async () => {
    const person = await enter(product.url);
    await person.listen();
    for (const words of ['recuperar mi cuenta del IMPI con e.firma', 'sí', CURP]) await person.say(words);
    expect(placeOf(await person.say('no tengo e.firma'))).toBe('impi-letter/prerequisites');
    expect(placeOf(await person.say('sí'))).toBe('impi-letter/full-name');
  });

  it('speaks English to who asks for it, and writes the letter in Spanish', async () => {
    const { replies } = await at('end', { locale: 'en', opening: OPENING });
    expect(textOf(replies)).toContain('This is your letter');
    expect((await download(letterOf(replies))).status).toBe(200);
  });
});

describe('answers at a step', () => {
  it('an RFC is told apart from a CURP', async () => {
    const { person } = await at('curp');
    const replies = await person.say('GOMA850315AB1');
    expect(placeOf(replies)).toBe('impi-letter/curp');
    expect(textOf(replies)).toMatch(/RFC.*CURP/);
  });

  it.each([
    ['curp', 'hola', 'curp'],
    ['full-name', 'hola buenas tardes', 'full-name'],
    ['full-name', 'es para mi mamá', 'full-name'],
    ['full-name', 'ya te lo dije', 'full-name'],
    ['full-name', 'Héctor', 'full-name'],
    ['full-name', '12345', 'full-name'],
    ['full-name', 'me llamo héctor núñez salgado', 'email'],
    ['email', 'no es correo', 'email'],
    ['email-confirm', 'otro@example.mx', 'email-confirm'],
    ['review', 'mmm', 'review'],
    ['review', 'no', 'review'],
    ['review', 'corregir nombre', 'full-name'],
    ['review', 'Corregir correo', 'email'],
    ['email', 'atrás', 'full-name'],
    ['review', 'cancelar', 'cancelled'],
  ])('at %s, %j leads to %s', async (step, said, next) => {
    const { person } = await at(step);
    expect(placeOf(await person.say(said))).toBe(`impi-letter/${next}`);
  });

  it('comes back to the review after the one correction', async () => {
    const { person } = await at('review');
    await person.say('corregir nombre');
    expect(placeOf(await person.say('Héctor Núñez Salgado'))).toBe('impi-letter/review');
  });
});

it('says the same, byte by byte, to an owner, to a stranger and to the owner of a stopped account', async () => {
  const heard = [];
  for (const curp of [CURP, NO_ACCOUNT_CURP, FROZEN_CURP]) {
    const email = freshEmail();
    const { person } = await at('end', { curp, email });
    const said = (await person.history()).replaceAll(email, 'EMAIL').replaceAll(curp, 'CURP');
    const masked = said.replaceAll(`${curp.slice(0, 4)}********${curp.slice(-4)}`, 'MASKED');
    const activities: { text?: string; suggestedActions?: unknown; inputHint?: string }[] =
      JSON.parse(masked).activities;
    heard.push(
      activities.map(({ text = '', suggestedActions, inputHint }) => ({
        text: text.replace(/IMPI-\d{4}-\d{6}/g, 'FOLIO'),
        suggestedActions,
        inputHint,
      })),
    );
  }
  expect(heard[1]).toEqual(heard[0]);
  expect(heard[2]).toEqual(heard[0]);
});

describe('the letter', () => {
  it('is at an address that cannot be guessed', async () => {
    const path = letterOf((await at('end')).replies);
    const folio = /IMPI-\d{4}-\d{6}/.exec(path)?.[0] ?? '';
    for (const wrong of [
      `/cartas/${folio}.pdf`,
      path.replace(/.\.pdf$/, '.pdf'),
      path.replace(folio, 'IMPI-2026-000999'),
      '/cartas/%2e%2e%2fkeys.json',
    ]) {
      expect((await download(wrong)).status).toBe(404);
    }
  });

  it('is gone when the case has moved on', async () => {
    const { replies } = await at('end');
    const folio = replies.at(-1)?.channelData.folio ?? '';
    const environment = { DATA_DIR: product.dataDir };
    expect(await caseCommand(['refuse', folio, '--by', 'ana', '--reason', 'id-expired'], environment, () => {})).toBe(
      0,
    );
    const gone = await download(letterOf(replies));
    expect(gone.status).toBe(410);
    expect(await gone.text()).toContain('ya no está disponible');
  });
});

describe('from the visit to the link', () => {
  async function desk(...args: string[]): Promise<{ code: number; said: string }> {
    const lines: string[] = [];
    const code = await caseCommand(args, { DATA_DIR: product.dataDir }, (line) => lines.push(line));
    return { code, said: lines.join('\n') };
  }

  it('two people at the terminal let it through while the product runs, and the link comes by mail', async () => {
    const { replies, email } = await at('end');
    const folio = replies.at(-1)?.channelData.folio ?? '';
    expect((await desk('list')).said).toContain(folio);
    expect((await desk('approve', folio, '--by', 'beto')).code).toBe(1);
    expect(
      (await desk('papers-seen', folio, '--by', 'ana', '--document', 'INE', '--last4', '1234', '--curp', CURP)).code,
    ).toBe(0);
    expect(await desk('approve', folio, '--by', 'Ana')).toMatchObject({
      code: 1,
      said: expect.stringContaining('otra persona'),
    });
    expect((await desk('approve', folio, '--by', 'beto')).code).toBe(0);
    const mail = await demoDoors(product.url).mailTo(email, ({ links }) => links.length > 0);
    expect(mail.subject).toContain('contraseña');
    const shown = (await desk('show', folio)).said;
    expect(shown).toContain('CURP comparada: sí');
    for (const hidden of [email, CURP, ...mail.links]) expect(shown).not.toContain(hidden);
  });

  it('reminds and expires after a restart as if there had been none', async () => {
    const { replies, email } = await at('end');
    const folio = replies.at(-1)?.channelData.folio ?? '';
    await demoDoors(product.url).mailTo(email);
    await product.restart(() => product.clock.forward(27 * DAY));
    await demoDoors(product.url).mailTo(email, ({ subject }) => subject.includes('vence pronto'));
    await product.restart(() => product.clock.forward(5 * DAY));
    const person: Person = await enter(product.url);
    await person.listen();
    let status: Reply[] = [];
    // The job that ends the case runs beside the conversation.
    for (let round = 0; round < 100 && !textOf(status).includes('venció'); round += 1) {
      status = await person.say(`¿cómo va mi trámite ${folio}? mi curp es ${CURP}`);
    }
    expect(placeOf(status)).toBe('case-status/done');
    expect(textOf(status)).toContain('venció');
    expect((await download(letterOf(replies))).status).toBe(410);
  });
});
