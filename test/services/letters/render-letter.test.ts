import fc from 'fast-check';
import { renderLetter } from '../../../services/letters/render-letter.ts';
import { facts } from './letter-facts.ts';
import { heightOf, pageCount, pdfText } from './pdf-text.ts';

const contact = 'buzon@impi.gob.mx';
const render = (change: Partial<typeof facts> = {}) =>
  renderLetter({ ...facts, ...change }, { contact, compress: false });

describe('the letter', () => {
  test('says who asks for what, of whom, until when, and what to bring', async () => {
    const text = pdfText(await render());
    for (const words of [
      'Instituto Mexicano de la Propiedad Industrial',
      'Dirección Divisional de Sistemas y Tecnología de la Información',
      'Arenal 550, 3er piso, Pueblo Santa María Tepepan, Xochimilco',
      'C.P. 16020, Ciudad de México',
      'Petición de cambio de correo electrónico de Tu cuenta PASE',
      'Ciudad de México, a 21 de noviembre de 2026',
      'a más tardar el 21 de diciembre de 2026',
      'Credencial para votar (INE) vigente',
      'Pasaporte vigente',
      facts.folio,
      facts.fullName,
      facts.curp,
      facts.email,
      contact,
      'Nombre y firma',
    ]) {
      expect(text).toContain(words);
    }
  });

  test('is read in the order in which it stands on the page, with its blanks', async () => {
    const text = pdfText(await render());
    const places = [
      'Ciudad de México, a 21',
      'solicito que se cambie su correo electrónico, porque con los datos registrados no puedo entrar.',
      'atentamente pido',
      'manifiesto que mis datos son ciertos',
      'Nombre y firma',
      'Privacidad:',
      'Página 1 de 1',
    ].map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('has a title and a language for assistive technology', async () => {
    const source = (await render()).toString('latin1');
    expect(source).toContain('/Lang (es-MX)');
    expect(source).toContain('/DisplayDocTitle true');
    expect(source).toContain('/MarkInfo');
    expect(source).toContain('/S /H1');
  });

  test('is the same, byte by byte, for the same facts', async () => {
    const [first, second] = await Promise.all([renderLetter(facts, { contact }), renderLetter(facts, { contact })]);
    expect(first.equals(second)).toBe(true);
    expect(first.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test.each([
    ['an everyday name and address', facts.fullName, facts.email],
    [
      'a name and an address of 60 characters',
      'María Guadalupe Concepción Fernández de Córdova e Iturriaga',
      'maria.guadalupe.concepcion.fernandez-de-cordova@correo.mx',
    ],
    [
      'the longest and widest name and address',
      'Ñ'.repeat(120),
      `${'w'.repeat(64)}@${'w'.repeat(63)}.${'w'.repeat(63)}.${'w'.repeat(57)}.mx`,
    ],
  ])('stays on one page, with room to sign, for %s', async (_, fullName, email) => {
    const pdf = await render({ fullName, email });
    expect(pageCount(pdf)).toBe(1);
    expect(pdfText(pdf).replaceAll(' ', '')).toContain(email);
    const room = heightOf(pdf, 'Atentamente') - heightOf(pdf, fullName.slice(0, 12));
    expect(room).toBeGreaterThan(40);
    expect(heightOf(pdf, 'Nombre y firma')).toBeGreaterThan(heightOf(pdf, 'PARA USO DEL INSTITUTO'));
  });

  test('prints any name without failing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }), async (fullName) => {
        expect(pageCount(await render({ fullName }))).toBe(1);
      }),
      { numRuns: 25 },
    );
  });
});
