import { limits } from '../../../bot/config.ts';
import { leadTo } from '../../support/impi-efirma.ts';
import { enter, type Person, placeOf, type Reply } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

const CURP = 'NUSH790903HJCXLC08';
const BEGIN = 'recuperar mi cuenta del IMPI con e.firma';

let product: TestProduct;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const textOf = (replies: readonly Reply[]) => replies.map((reply) => reply.text).join('\n');
const buttonsOf = (replies: readonly Reply[]) =>
  replies.at(-1)?.suggestedActions?.actions.map(({ title }) => title) ?? [];

/** A person who said all this already. */
async function personAfter(...said: readonly string[]): Promise<Person> {
  const person = await enter(product.url);
  await person.listen();
  for (const words of said) await person.say(words);
  return person;
}
/** Stands at the email step of the e.firma procedure. */
const atEmail = () => personAfter(BEGIN, 'sí', CURP);

describe('a question in the middle', () => {
  it.each(['¿qué es la e.firma?', 'qué es la e.firma', '¿dónde está la oficina del IMPI?'])(
    '%s is answered and the step asked again',
    async (question) => {
      const person = await atEmail();
      const replies = await person.say(question);
      expect(placeOf(replies)).toBe('impi-efirma/email');
      expect(replies[0]?.text).toMatch(/\((?:SAT|IMPI) — https/);
      expect(replies.at(-1)?.text).toContain('correo nuevo');
    },
  );

  it('does not count as a wrong answer', async () => {
    const person = await atEmail();
    for (let asked = 0; asked < limits.stepMaxRefusals; asked += 1) {
      const replies = await person.say('¿qué es la e.firma?');
      expect(buttonsOf(replies)).not.toContain('Hablar con una persona');
    }
  });

  it('a thank-you is answered and the step asked again', async () => {
    const person = await atEmail();
    const replies = await person.say('gracias');
    expect(placeOf(replies)).toBe('impi-efirma/email');
    expect(replies[0]?.text).toMatch(/^Con gusto/);
  });
});

describe('how long it takes, asked in the middle', () => {
  it.each(['cuánto tarda', '¿cuánto tarda?', '¿cuándo termina?', '¿qué tan rápido es?', 'cuánto falta para que quede'])(
    '"%s" is answered, and nothing is offered to be left',
    async (question) => {
      const person = await atEmail();
      const replies = await person.say(question);
      expect(placeOf(replies)).toBe('impi-efirma/email');
      expect(replies[0]?.text).toContain('IMPI con e.firma');
    },
  );

  it.each(['cuanto tarda en llegar', '¿cuándo llega el código?', 'tarda mucho'])(
    'of a code that is on its way, "%s" says what to do if it does not come',
    async (question) => {
      const { person } = await leadTo('code', { url: product.url, curp: CURP, email: 'espera@example.mx' });
      const replies = await person.say(question);
      expect(placeOf(replies)).toBe('impi-efirma/code');
      expect(replies[0]?.text).toContain('«reenviar código»');
      expect(await person.say('cuánto cuesta')).toMatchObject([
        { text: expect.stringMatching(/^Aquí no se paga/) },
        {},
        {},
      ]);
    },
  );

  it.each(['¿ya quedó?', '¿qué es el folio?', 'cuál es mi folio', '¿qué es SAED?', 'no soy capturista'])(
    '"%s" does not lead away',
    async (words) => {
      expect(placeOf(await (await atEmail()).say(words))).toBe('impi-efirma/email');
    },
  );

  it('who asks for the folio in a procedure hears that of this one', async () => {
    const replies = await (await atEmail()).say('¿cuál es mi folio?');
    expect(textOf(replies)).toMatch(/este trámite es IMPI-\d{4}-\d{6}/);
  });

  it.each([
    'quiero ver mi trámite',
    'cómo va mi trámite',
    'folio IMPI-2026-000123',
    'ya llevé la carta, ¿cuándo me cambian el correo?',
  ])('another case is offered to who names it: "%s"', async (words) => {
    expect(placeOf(await (await atEmail()).say(words))).toBe('impi-efirma/leave');
  });
});

describe('another procedure in the middle', () => {
  const WISH = `olvidé mi contraseña de ICSOE, mi CURP es ${CURP}`;
  const atLeave = () => personAfter(BEGIN, 'sí', 'quiero recuperar mi contraseña de ICSOE');

  it('asks whether to leave, and changes nothing until then', async () => {
    const person = await personAfter(BEGIN, 'sí');
    const replies = await person.say('olvidé mi contraseña de ICSOE');
    expect(placeOf(replies)).toBe('impi-efirma/leave');
    expect(buttonsOf(replies)).toEqual(['Sí, dejarlo', 'No, seguir aquí']);
  });

  it.each(['sí', 'Sí, dejarlo', 'claro', 'la primera', 'sí, déjalo'])('"%s" begins it', async (yes) => {
    expect(placeOf(await (await atLeave()).say(yes))).toBe('icsoe-reset/curp');
  });

  it('begins it with what was said already', async () => {
    const person = await personAfter(BEGIN);
    expect(placeOf(await person.say(WISH))).toBe('impi-efirma/leave');
    expect(placeOf(await person.say('sí'))).toBe('icsoe-reset/email');
  });

  it.each(['no', 'No, seguir aquí', 'nel', 'la segunda'])('"%s" asks the step again', async (no) => {
    expect(placeOf(await (await atLeave()).say(no))).toBe('impi-efirma/curp');
  });

  it('what is unclear is asked again, with the buttons', async () => {
    const person = await atLeave();
    for (const words of ['mmm', 'no sé', 'ayuda']) {
      const replies = await person.say(words);
      expect(placeOf(replies)).toBe('impi-efirma/leave');
      expect(buttonsOf(replies)).toEqual(['Sí, dejarlo', 'No, seguir aquí']);
    }
    expect(placeOf(await person.say('no'))).toBe('impi-efirma/curp');
  });

  it('the answer to the step itself goes on with the step', async () => {
    const person = await atLeave();
    expect(placeOf(await person.say(CURP))).toBe('impi-efirma/email');
    expect(placeOf(await person.say('sí'))).toBe('impi-efirma/email');
  });

  it('a question is answered and the offer stands', async () => {
    const replies = await (await atLeave()).say('¿qué es el ICSOE?');
    expect(placeOf(replies)).toBe('impi-efirma/leave');
    expect(replies[0]?.text).toContain('IMSS');
  });

  it('a third procedure takes the place of the second', async () => {
    const person = await atLeave();
    expect(placeOf(await person.say('mejor la contraseña de mi portal de tags PASE'))).toBe('impi-efirma/leave');
    expect(placeOf(await person.say('sí'))).toBe('pase-reset/email');
  });

  it.each(['cancelar', 'sí, cancelar'])('"%s" at the offer cancels what is under way', async (words) => {
    expect(placeOf(await (await atLeave()).say(words))).toBe('impi-efirma/cancelled');
  });

  it.each(['sí, mamá', 'sí, espera'])('"%s" leaves nothing', async (words) => {
    expect(placeOf(await (await atLeave()).say(words))).toBe('impi-efirma/leave');
  });

  it('speaking of the procedure under way asks nothing', async () => {
    const person = await personAfter(BEGIN, 'sí');
    expect(placeOf(await person.say('recuperar mi cuenta del IMPI con mi e.firma'))).toBe('impi-efirma/curp');
  });

  it('an open portal is asked for, staying included', async () => {
    const person = await personAfter('olvidé mi contraseña de ICSOE', CURP);
    const replies = await person.say('también quiero mi cuenta PASE');
    expect(placeOf(replies)).toBe('disambiguation/choose');
    expect(buttonsOf(replies).at(-1)).toBe('ICSOE: olvidé mi contraseña');
    expect(placeOf(await person.say(buttonsOf(replies).at(-1) ?? ''))).toBe('icsoe-reset/email');
  });
});

describe('the menu by number', () => {
  it.each([
    ['3', 'icsoe-reset/curp'],
    ['el 3', 'icsoe-reset/curp'],
    ['opción 4', 'case-status/folio'],
  ])('"%s" chooses what stands there', async (said, place) => {
    const person = await personAfter();
    expect(placeOf(await person.say(said))).toBe(place);
  });

  it.each(['9', '34', '3 años'])('"%s" chooses nothing', async (said) => {
    const person = await personAfter();
    expect(placeOf(await person.say(said))).toBe('fallback/choose');
  });
});

describe('menu in the middle', () => {
  it('asks before it leaves', async () => {
    const person = await atEmail();
    expect(placeOf(await person.say('menú'))).toBe('impi-efirma/leave');
    expect(placeOf(await person.say('no'))).toBe('impi-efirma/email');
    await person.say('menú');
    expect(placeOf(await person.say('sí'))).toBe('menu/choose');
    expect(placeOf(await person.say('cancelar'))).toBe('cancel/choose');
  });
});

/** Time passes while the chat stays open in a tab, which renews its token. */
async function away(person: Person, ms: number): Promise<void> {
  const nap = limits.directLineTokenTtlMs / 2;
  for (let left = ms; left > 0; left -= nap) {
    product.clock.forward(Math.min(nap, left));
    await person.refresh();
  }
}

describe('coming back hours later', () => {
  async function returned(words = 'hola'): Promise<{ person: Person; replies: Reply[] }> {
    const person = await atEmail();
    await away(person, limits.resumeAfterMs + 60_000);
    return { person, replies: await person.say(words) };
  }

  it('tells where they were, with what to do', async () => {
    const { replies } = await returned();
    expect(placeOf(replies)).toBe('impi-efirma/resume');
    expect(textOf(replies)).toContain('IMPI: recuperar con mi e.firma');
    expect(buttonsOf(replies)).toEqual(['Seguir', 'Empezar de nuevo', 'Salir']);
  });

  it.each([
    ['Seguir', 'impi-efirma/email'],
    ['sí', 'impi-efirma/email'],
    ['Empezar de nuevo', 'impi-efirma/prerequisites'],
    ['la segunda', 'impi-efirma/prerequisites'],
    ['Salir', 'impi-efirma/cancelled'],
    ['no', 'impi-efirma/cancelled'],
    ['cancelar', 'impi-efirma/cancelled'],
    ['ehhh', 'impi-efirma/resume'],
    ['regreso@example.mx', 'impi-efirma/email-confirm'],
  ])('"%s" leads to %s', async (words, place) => {
    const { person } = await returned();
    expect(placeOf(await person.say(words))).toBe(place);
  });

  it('a clear answer needs no question', async () => {
    expect(placeOf((await returned('vuelvo@example.mx')).replies)).toBe('impi-efirma/email-confirm');
  });

  it.each([
    ['buenas, sigo aquí', 'impi-letter/resume'],
    ['Ana López', 'impi-letter/resume'],
    ['me llamo Ana López', 'impi-letter/email'],
  ])('at a name, which nearly anything could be, "%s" leads to %s', async (words, place) => {
    const person = await personAfter('no tengo e.firma y quiero cambiar el correo de mi cuenta del IMPI', 'sí', CURP);
    await away(person, limits.resumeAfterMs + 60_000);
    expect(placeOf(await person.say(words))).toBe(place);
  });

  it('a short pause is none', async () => {
    const person = await atEmail();
    await away(person, limits.resumeAfterMs / 2);
    expect(placeOf(await person.say('hola'))).toBe('impi-efirma/email');
  });
});

describe('corrections', () => {
  it.each([
    ['me equivoqué de CURP', 'impi-efirma/curp'],
    ['corregir CURP', 'impi-efirma/curp'],
    ['quiero cambiar mi correo', 'impi-efirma/email'],
    ['correct email', 'impi-efirma/email'],
  ])('"%s" goes back to that one answer', async (words, place) => {
    const person = await personAfter(BEGIN, 'sí', CURP, 'primero@example.mx');
    expect(placeOf(await person.say(words))).toBe(place);
  });

  it('keeps the answers that do not depend on the corrected one', async () => {
    const person = await personAfter(BEGIN, 'sí', CURP, 'primero@example.mx', 'corregir CURP');
    expect(placeOf(await person.say(CURP))).toBe('impi-efirma/email-confirm');
  });
});

describe('between procedures', () => {
  it('a thank-you after the end is answered', async () => {
    const person = await personAfter('olvidé mi contraseña de ICSOE', CURP, 'alguien@example.mx');
    const replies = await person.say('gracias');
    expect(placeOf(replies)).toBe('menu/choose');
    expect(textOf(replies)).toContain('Con gusto');
  });

  it('a second cancelar finds nothing to cancel', async () => {
    const person = await atEmail();
    expect(placeOf(await person.say('cancelar'))).toBe('impi-efirma/cancelled');
    const replies = await person.say('cancelar');
    expect(placeOf(replies)).toBe('cancel/choose');
    expect(textOf(replies)).toContain('No hay nada que cancelar');
  });

  it.each(['cuenta PASE', 'olvidé mi contraseña', 'mi cuenta del IMPI', 'portal de los tags'])(
    '"%s" is asked back, and each button leads on',
    async (words) => {
      const buttons = buttonsOf(await (await personAfter()).say(words));
      expect(buttons.length).toBeGreaterThan(1);
      for (const title of buttons) {
        const asked = await (await personAfter(words)).say(title);
        expect(placeOf(asked)).not.toMatch(/disambiguation|fallback/);
      }
    },
  );

  it('"el segundo" chooses', async () => {
    const person = await personAfter('cuenta PASE');
    expect(placeOf(await person.say('el segundo'))).toBe('pase-reset/email');
  });

  it('whether there is an e.firma is answered with yes', async () => {
    expect(placeOf(await (await personAfter('mi cuenta del IMPI')).say('sí, la tengo'))).toBe(
      'impi-efirma/prerequisites',
    );
  });

  it('what is no answer to the choice is asked again', async () => {
    const person = await personAfter('cuenta PASE');
    const replies = await person.say('xyz');
    expect(placeOf(replies)).toBe('disambiguation/choose');
    expect(placeOf(await person.say('el segundo'))).toBe('pase-reset/email');
  });
});
