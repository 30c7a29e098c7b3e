import type { Locale } from '../../../locales/texts.ts';
import { rowsOf } from '../../locales/sentences.ts';
import { demoDoors } from '../../support/demo.ts';
import { enter, type Person, placeOf, type Reply, type Said, signChallenge } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

const PASSWORD = 'Lluvia-Verde:48';
/** A person for each language, so that neither uses up the other's attempts. */
const CURPS = { 'es-MX': 'MEAL840217MDFNRC02', en: 'NUSH790903HJCXLC08' } as const;
const LANGUAGES = ['es-MX', 'en'] as const;

let product: TestProduct;
let mails = 0;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

type Answer = Said | ((replies: readonly Reply[]) => Promise<Said>);

/** Everything a person says from the first word to the last question of a procedure. */
function journeys(locale: Locale): Record<string, readonly Answer[]> {
  mails += 1;
  const email = `idioma${mails}@example.mx`;
  const [curp, spanish] = [CURPS[locale], locale === 'es-MX'];
  const password: Said = { value: { password: PASSWORD, confirmation: PASSWORD } };
  const demo = demoDoors(product.url);
  const signed = async (replies: readonly Reply[]) =>
    signChallenge(replies.at(-1)?.channelData.challenge ?? '', await demo.efirma(curp));
  const code = async () => (await demo.mailTo(email, (mail) => mail.codes.length > 0)).codes[0] ?? '';
  const yes = spanish ? 'sí' : 'yes';
  const opening = (es: string, en: string) => (spanish ? es : en);
  return {
    'impi-efirma': [
      opening('recuperar mi cuenta del IMPI con mi e.firma', 'recover my IMPI account with my e.firma'),
      ...[yes, curp, email, email, password, signed, code],
    ],
    'impi-letter': [
      opening('recuperar mi cuenta del IMPI sin e.firma', 'recover my IMPI account without e.firma'),
      ...[yes, curp, 'Héctor Núñez Salgado', email, email],
    ],
    'icsoe-reset': [opening('olvidé mi contraseña de ICSOE', 'I forgot my ICSOE password'), curp],
    'case-status': [opening('ver cómo va mi trámite', 'see how my case is going'), 'IMPI-2026-000001'],
  };
}
const procedures = ['impi-efirma', 'impi-letter', 'icsoe-reset', 'case-status'] as const;

async function say(person: Person, answer: Answer, replies: readonly Reply[]): Promise<Reply[]> {
  return person.say(typeof answer === 'function' ? await answer(replies) : answer);
}

async function walk(locale: Locale, answers: readonly Answer[]): Promise<{ person: Person; replies: Reply[] }> {
  const person = await enter(product.url, { locale });
  let replies = await person.listen();
  for (const answer of answers) replies = await say(person, answer, replies);
  return { person, replies };
}

const buttonsOf = (replies: readonly Reply[]) => replies.at(-1)?.suggestedActions?.actions ?? [];
const textOf = (replies: readonly Reply[]) => replies.map((reply) => reply.text).join('\n');

/** The beginning of a sentence up to its first placeholder; enough to recognise it. */
const headOf = (text: string) => text.split('{')[0] ?? '';
const refusals = LANGUAGES.flatMap((locale) => rowsOf(locale))
  .filter(([key]) => /\.(?:unclear|unsure|not-understood)$/.test(key))
  .map(([, text]) => headOf(text))
  .filter((head) => head.length > 20);
const isRefusal = (text: string) => refusals.some((head) => text.includes(head));

const SPANISH = /[¿¡ñáéíóú]|\b(?:el|los|tu|con|para|paso)\b/i;
/** What Spanish remains in English: names of the institutions, of people and of examples. */
const withoutNames = (text: string) =>
  text.replace(/\*Tu cuenta PASE\*|Tu cuenta PASE|“español”|Héctor Núñez Salgado|Ana López Pérez|ñ\./g, '');

describe.each(LANGUAGES)('%s', (locale) => {
  describe.each(procedures)('%s', (procedure) => {
    it('has no button that is not understood', async () => {
      const given = journeys(locale)[procedure] ?? [];
      for (let step = 1; step <= given.length; step += 1) {
        const fresh = journeys(locale)[procedure]?.slice(0, step) ?? [];
        const { replies } = await walk(locale, fresh);
        expect(placeOf(replies)).toMatch(new RegExp(`^${procedure}/`));
        for (const { value } of buttonsOf(replies)) {
          const { person } = await walk(locale, journeys(locale)[procedure]?.slice(0, step) ?? []);
          const pressed = await person.say(value);
          expect([value, placeOf(pressed)]).toEqual([value, expect.stringMatching(/^impi-|^icsoe-|^case-|^menu/)]);
          expect([value, isRefusal(textOf(pressed))]).toEqual([value, false]);
        }
      }
    });
  });

  it.each(procedures)('calls a person, goes on without one, and helps, at any step of %s', async (procedure) => {
    const [agent, back, help] =
      locale === 'en'
        ? (['agent', 'go on with the assistant', 'help'] as const)
        : (['agente', 'seguir con el asistente', 'ayuda'] as const);
    const { person, replies: greeting } = await walk(locale, []);
    let replies = greeting;
    for (const answer of journeys(locale)[procedure] ?? []) {
      replies = await say(person, answer, replies);
      const place = placeOf(replies);
      const told = await person.say(agent);
      expect(placeOf(told)).toBe('agent-handoff/with-agent');
      expect(textOf(told)).toContain(locale === 'en' ? 'I have called for a person' : 'Ya avisé');
      expect(placeOf(await person.say(back))).toBe(place);
      replies = await person.say(help);
      expect(placeOf(replies)).toBe(place);
      expect(textOf(replies)).toContain(locale === 'en' ? '“back”' : '«atrás»');
    }
  });

  it('the buttons of the menu lead on', async () => {
    const { replies } = await walk(locale, []);
    expect(buttonsOf(replies)).toHaveLength(4);
    for (const { value } of buttonsOf(replies)) {
      const { person } = await walk(locale, []);
      const chosen = await person.say(value);
      expect([value, placeOf(chosen)]).not.toEqual([value, expect.stringMatching(/^menu|^fallback/)]);
      for (const option of buttonsOf(chosen)) {
        const next = await walk(locale, [value]);
        expect([option.value, placeOf(await next.person.say(option.value))]).not.toEqual([
          option.value,
          expect.stringMatching(/^disambiguation|^fallback/),
        ]);
      }
    }
  });

  it('after refused answers, the button to a person works', async () => {
    const { person } = await walk(locale, [locale === 'en' ? 'I forgot my ICSOE password' : 'contraseña de ICSOE']);
    for (const words of ['xx', 'yy', 'zz']) await person.say(words);
    const stuck = await person.say('ww');
    const { value } = buttonsOf(stuck).at(-1) ?? { value: '' };
    expect(placeOf(await person.say(value))).toBe('agent-handoff/with-agent');
  });
});

describe('the language of the person', () => {
  it('greets in the language of the channel', async () => {
    expect(textOf((await walk('en', [])).replies)).toMatch(/^Hello/);
    expect(textOf((await walk('es-MX', [])).replies)).toMatch(/^Hola/);
  });

  it.each(procedures)('changes at any step of %s, and the step is asked again', async (procedure) => {
    const given = journeys('es-MX')[procedure] ?? [];
    const { person, replies } = await walk('es-MX', []);
    let heard = replies;
    for (const answer of given) {
      heard = await say(person, answer, heard);
      const [place, form] = [placeOf(heard), heard.at(-1)?.channelData.form?.kind];
      const english = await person.say('english');
      expect(placeOf(english)).toBe(place);
      expect(english.at(-1)?.channelData.form?.kind).toBe(form);
      expect(withoutNames(textOf(english))).not.toMatch(SPANISH);
      heard = await person.say('en español');
      expect(placeOf(heard)).toBe(place);
      expect(textOf(heard)).toMatch(/^Listo, seguimos en español/);
    }
  });

  it('changes between procedures and stays', async () => {
    const { person } = await walk('es-MX', ['english']);
    expect(textOf(await person.say('cancel'))).toMatch(/^There is nothing to cancel/);
    expect(textOf(await person.say('what is the e.firma?'))).toMatch(/electronic signature/);
  });

  it('changes while a question of ours is open, which is asked again', async () => {
    const { person } = await walk('es-MX', ['cuenta PASE']);
    const asked = await person.say('in English, please');
    expect(placeOf(asked)).toBe('disambiguation/choose');
    expect(textOf(asked)).toContain('Which portal');
    expect(placeOf(await person.say('the second one'))).toBe('pase-reset/email');
  });

  it('mails follow it', async () => {
    const email = 'letters.in.english@example.mx';
    const { person } = await walk('es-MX', ['english', 'recover my IMPI account without e.firma', 'yes', CURPS.en]);
    for (const words of ['Héctor Núñez Salgado', email, email, 'yes']) await person.say(words);
    expect((await demoDoors(product.url).mailTo(email)).subject).toMatch(/what comes next/);
  });
});
