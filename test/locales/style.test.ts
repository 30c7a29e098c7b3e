import { limits } from '../../bot/config.ts';
import { duration } from '../../locales/texts.ts';
import { readingEase } from './reading-ease.ts';
import { dialogFiles, files, placeholdersOf, rowsOf } from './sentences.ts';

const spanish = rowsOf('es-MX');
const english = rowsOf('en');
const forPeople = (rows: readonly [string, string][]) =>
  rows.filter(([key]) => !key.startsWith('case-command') && !key.startsWith('commands'));

/** The rows that match, to be shown when a test fails. */
const found = (rows: readonly [string, string][], pattern: RegExp) => rows.filter(([, text]) => pattern.test(text));

it('no duration or limit is typed in: the configuration has them', () => {
  expect(
    found(forPeople(spanish), /\d+ (?:segundos?|minutos?|horas?|días?|semanas?|intentos?|veces|caracteres)\b/),
  ).toEqual([]);
  expect(
    found(forPeople(english), /\d+ (?:seconds?|minutes?|hours?|days?|weeks?|attempts?|times|characters)\b/),
  ).toEqual([]);
});

it('speaks to people as tú', () => {
  const usted =
    /\b(?:usted|ustedes|ingrese|escriba|haga clic|presione|seleccione|elija|envíe|(?<!lo |se |persona )revise|espere|intente|introduzca|verifique|puede escribir|le enviamos|le enviaremos|le mandamos|su (?:cuenta|correo|curp|trámite|folio|identidad)|(?<!(?:y|con) )su contraseña)\b/i;
  expect(found(forPeople(spanish), usted)).toEqual([]);
});

it('uses no words of engineers', () => {
  const technical =
    /\b(?:token|json|undefined|null|nan|servidor|server|error \d|timeout|backend|api|sesión expirada|base de datos|database|hash|request|inválid[oa]|invalid|authentication failed)\b/i;
  expect(found(forPeople([...spanish, ...english]), technical)).toEqual([]);
});

it('has no emoji', () => {
  expect(found([...spanish, ...english], /\p{Extended_Pictographic}/u)).toEqual([]);
});

it('quotes with «» in Spanish and with “” in English', () => {
  expect(found(forPeople(spanish), /["“”]|'\w/)).toEqual([]);
  expect(found(forPeople(english), /["«»]/)).toEqual([]);
  for (const [key, text] of spanish) {
    expect([key, text.match(/«/g)?.length]).toEqual([key, text.match(/»/g)?.length]);
  }
});

it('opens what it closes: ¿? and ¡!', () => {
  const uneven = spanish.filter(
    ([, text]) =>
      (text.match(/¿/g)?.length ?? 0) !== (text.replace(/\?api/g, '').match(/\?/g)?.length ?? 0) - outside(text, '?') ||
      (text.match(/¡/g)?.length ?? 0) !== (text.match(/!/g)?.length ?? 0) - outside(text, '!'),
  );
  expect(uneven).toEqual([]);
});

/** Signs that are listed, as in "* ? ! @", end no sentence. */
const outside = (text: string, sign: string) => text.split(` ${sign} `).length - 1;

it('has no double blanks and no blank at an end', () => {
  expect(found(forPeople([...spanish, ...english]), / {2}|^ (?!y |and )| $/)).toEqual([]);
});

describe('what fits a message', () => {
  const long: Readonly<Record<string, string>> = {
    email: 'maria.fernanda.gutierrez@correo-largo.example.mx',
    suggestion: 'maria.fernanda.gutierrez@correo-largo.example.mx',
    old: 'm•••••@correo-largo.example.mx',
    url: 'https://recupera.example.gob.mx/privacidad',
    map: `https://www.google.com/maps/search/?api=1&query=${'x'.repeat(110)}`,
    address: 'x'.repeat(170),
    name: 'María Fernanda de la Luz Gutiérrez Hernández de Ochoa',
    rules: '- sin teclas seguidas, como qwerty o asdf\n'.repeat(9),
    reason: 'los datos de la identificación no son los de la petición',
    current: 'PASE casetas: pasar mi usuario SAED a mi correo',
    next: 'PASE casetas: pasar mi usuario SAED a mi correo',
    wait: duration(limits.resumeAfterMs, 'es-MX'),
  };
  const filled = (text: string) =>
    placeholdersOf(text).reduce((all, name) => all.replaceAll(`{${name}}`, long[name] ?? 'IMPI-2026-000123'), text);

  it.each(['es-MX', 'en'] as const)('no sentence of a dialog has over 1,024 characters (%s)', (locale) => {
    expect(rowsOf(locale, dialogFiles).filter(([, text]) => filled(text).length > 1_024)).toEqual([]);
  });
});

describe('reading ease (Fernández-Huerta)', () => {
  const rows = rowsOf('es-MX', dialogFiles);

  it('is 70 or more on the average: plain Spanish', () => {
    const eases = rows.map(([, text]) => readingEase(text));
    expect(eases.reduce((sum, ease) => sum + ease, 0) / eases.length).toBeGreaterThanOrEqual(70);
  });

  it('is nowhere that of an official text', () => {
    const hard = rows.filter(([, text]) => text.split(/\s+/).length >= 12 && readingEase(text) < 50);
    expect(hard.filter(([key]) => !key.endsWith('address'))).toEqual([]);
  });

  it.each([
    ['El sol es azul. La luna va.', 100],
    ['La consideración administrativa correspondiente imposibilita instrumentalizaciones.', 30],
  ])('tells "%s" from hard words', (text, border) => {
    if (border === 100) expect(readingEase(text)).toBeGreaterThan(border);
    else expect(readingEase(text)).toBeLessThan(border);
  });
});

it('reads every locale file', () => {
  expect(files).toEqual(expect.arrayContaining(['common', 'prompts', 'mail', 'faq', 'chat']));
});
