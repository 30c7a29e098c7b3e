import fc from 'fast-check';
import { readHasEfirma } from '../../../dialogs/reading/has-efirma.ts';
import { readIsMe } from '../../../dialogs/reading/is-me.ts';
import { readNoMore } from '../../../dialogs/reading/no-more.ts';
import { spokenCommand } from '../../../dialogs/reading/spoken-command.ts';
import { readYesNo } from '../../../dialogs/reading/yes-no.ts';
import type { Locale } from '../../../locales/texts.ts';
import { dialogFiles, rowsOf, sentencesOf } from '../../locales/sentences.ts';
import { heldOutSentences } from '../routing/held-out.ts';

const LEADS = [
  'sí, ',
  'si ',
  'Sí. ',
  'claro que sí, ',
  'ok ',
  'de acuerdo, ',
  'por supuesto ',
  'listo, ',
  'yes, ',
  'sure ',
];
const UNDERLINED = [
  'quiero continuar',
  'hacer el cambio',
  'es correcto',
  'es mi correo',
  'por favor',
  'todo está bien',
  'adelante',
  'lo confirmo',
  'soy yo',
  'tengo todo a la mano',
  'gracias',
  'please do it',
  'that is right',
  'I want to continue',
];
const locales = ['es-MX', 'en'] as const satisfies readonly Locale[];
const titles = (keys: RegExp) =>
  locales.flatMap((locale) =>
    dialogFiles.flatMap((file) =>
      Object.entries(sentencesOf(locale, file)).filter(([key]) => keys.test(key) && key !== 'interrupt.leave.yes'),
    ),
  );
/** What our sentences tell a person to write, a mere yes aside. */
const quoted = locales
  .flatMap((locale) => rowsOf(locale, dialogFiles))
  .flatMap(([, text]) => [...text.matchAll(/[«“]([^»”{]+)[»”]/g)].map(([, words]) => String(words)))
  .filter((words) => !/^(?:sí|yes|Sí, ésta es .*|Yes, this is .*)$/.test(words));

describe('consent', () => {
  it.each(titles(/(?:\.yes|option\.continue)$/))('the button %s, "%s", gives it', (_key, title) => {
    expect(readYesNo(title)).toBe('yes');
  });

  it.each(titles(/(?:review\.(?!yes|no|unclear)\w+|no-efirma|correct|enough|none|option\.(?!yes|continue)\w+)$/))(
    'the button %s, "%s", does not give it',
    (_key, title) => {
      expect(readYesNo(title)).not.toBe('yes');
      expect(readYesNo(`sí, ${title}`)).not.toBe('yes');
    },
  );

  it.each([...new Set(quoted)])(
    '"%s" is told to be written for something else, and gives none behind a yes',
    (words) => {
      for (const lead of LEADS) expect([lead, words, readYesNo(lead + words)]).not.toEqual([lead, words, 'yes']);
    },
  );

  it('is given by a yes that is underlined, and by none that says more', () => {
    const more = fc.oneof(
      fc.stringMatching(/^[bcdfghklmnpqrtvwxz]{4,9}$/),
      fc.constantFrom(
        'cancelar',
        'cancela',
        'falta',
        'error',
        'espera',
        'otro',
        'fraude',
        'corrige',
        'cámbialo',
        'agente',
      ),
      fc.constantFrom(
        'cancel',
        'wait',
        'later',
        'but',
        'wrong',
        'change',
        'someone',
        'не',
        '不',
        '1',
        '2026',
        'a@b.mx',
        '@',
        '✋',
        '?',
      ),
    );
    const said = fc.record({
      lead: fc.constantFrom(...LEADS),
      words: fc.array(fc.constantFrom(...UNDERLINED), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(said, more, fc.nat(2), ({ lead, words }, extra, place) => {
        expect(readYesNo(lead + words.join(' '))).toBe('yes');
        const text = lead + [...words.slice(0, place), extra, ...words.slice(place)].join(' ');
        expect([text, readYesNo(text)]).not.toEqual([text, 'yes']);
        expect(readNoMore(text)).toBe(false);
      }),
    );
  });

  it('is given by no wish that somebody ever wrote, said behind a yes', () => {
    const wishes = heldOutSentences()
      .map(({ text }) => text)
      .filter((text) => readYesNo(text) !== 'yes');
    expect(wishes.filter((text) => readYesNo(`sí, ${text}`) === 'yes')).toEqual([]);
  });

  it('is not given by a text of which only the beginning is looked at', () => {
    expect(readYesNo(`sí${' '.repeat(300)}no`)).toBeUndefined();
    expect(readYesNo(`sí, ${'no'.repeat(150)}`)).toBeUndefined();
  });

  it.each([
    'sí, cancelar',
    'sí, quiero hablar con una persona',
    'si hay un error',
    'si falta mi segundo apellido',
    'sí, cámbialo a juan2@gmail.com',
    'sí, el correo',
    'sí, pero el otro',
    'sí, espérame',
    'si al rato',
    'sí, ahorita',
    'si es un fraude',
    'claro, corrige el nombre',
    'de acuerdo, cancela',
    'sí, está mal',
    'sí, es el otro',
    'yes, cancel it',
    'yes but later',
    'yes, leave it',
    'ok, not yet',
    'sure, change my email',
    '👍 espera',
    '👍⏳',
    'sí 🤔',
    '¿sí',
  ])('"%s" gives none', (text) => {
    expect(readYesNo(text)).not.toBe('yes');
  });
});

describe('spokenCommand', () => {
  it.each([
    ['sí, cancelar', 'cancel'],
    ['si quiero cancelar', 'cancel'],
    ['no, cancelar', 'cancel'],
    ['de acuerdo, cancela', 'cancel'],
    ['sí, quiero hablar con una persona', 'agent'],
    ['no, quiero hablar con una persona', 'agent'],
    ['sí, ayuda', 'help'],
    ['claro, regresar', 'back'],
    ['sí, menú', 'menu'],
    ['yes, cancel', 'cancel'],
    ['sí, en inglés', 'language-en'],
    ['cancelar', 'cancel'],
    ['reenviar código', 'resend'],
    ['sí', undefined],
    ['Sí, empezar', undefined],
    ['sí, quiero continuar', undefined],
    ['Yes, send the mail', undefined],
    ['no cancelar', undefined],
    ['si no cancelar', undefined],
    ['sí, cancelar mi tag', undefined],
    ['si no tengo e.firma', undefined],
    ['Simón Persona', undefined],
  ])('%j is %s', (text, command) => {
    expect(spokenCommand(text)).toBe(command);
  });
});

describe('readIsMe', () => {
  it.each([
    ['sí', 'yes'],
    ['sí, soy yo', 'yes'],
    ['soy yo', 'yes'],
    ['fui yo', 'yes'],
    ['sí, soy yo y quiero seguir allá', 'yes'],
    ['yes, it was me', 'yes'],
    ['no', 'no'],
    ['no fui yo', 'no'],
    ['si alguien me pidió el código', 'no'],
    ['si me lo pidieron por telefono', 'no'],
    ['sí, me llamaron y me dijeron que contestara que sí', 'no'],
    ['sí, un señor me lo pidió', 'no'],
    ['yes, someone asked me for it', 'no'],
    ['sí, es un fraude', 'no'],
    ['sí, espera', 'unsure'],
    ['sí, mi hijo', undefined],
  ])('%j is %s', (text, answer) => {
    expect(readIsMe(text)).toBe(answer);
  });
});

describe('readNoMore', () => {
  it.each([
    'no',
    'No, gracias',
    'nel',
    'ya no',
    'Ya no, terminar',
    'No more, finish',
    'es todo',
    'eso es todo, gracias',
    'no, son todos',
    'ninguno más',
    'nada más esos',
    'no quiero agregar otro',
    "that's all",
    'no thanks',
    'nope',
  ])('%j adds no other', (text) => {
    expect(readNoMore(text)).toBe(true);
  });

  it.each([
    'no es correcto',
    'no está bien',
    'está mal',
    'no, espera',
    'no sé',
    'no confirmo',
    'no hagas nada',
    'no cambies nada',
    'nel, cancélalo',
    'no 40012345',
    'sí',
    '¿no?',
    'wait, no',
    'no, that is wrong',
    '',
  ])('%j finds fault, or says something else', (text) => {
    expect(readNoMore(text)).toBe(false);
  });
});

describe('readHasEfirma', () => {
  it.each([
    ['sí', true],
    ['sí la tengo', true],
    ['sí, tengo mi e.firma vigente', true],
    ['tengo mi .cer y mi .key', true],
    ['sí, tengo mi CURP y mi e.firma', true],
    ['yes, I have my e.firma', true],
    ['no', false],
    ['no tengo e.firma', false],
    ['tengo mi e.firma vencida', undefined],
    ['sí, pero está vencida', undefined],
    ['¿tengo e.firma?', undefined],
    ['quiero una persona', undefined],
  ])('%j is %s', (text, has) => {
    expect(readHasEfirma(text)).toBe(has);
  });
});
