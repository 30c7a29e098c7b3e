import fc from 'fast-check';
import { readEmail } from '../../../dialogs/reading/email.ts';

describe('readEmail', () => {
  it.each([
    ['ana@correo.mx', 'ana@correo.mx'],
    ['Mi correo es Ana.Lopez@Empresa.COM.MX', 'Ana.Lopez@empresa.com.mx'],
    ['pedro+sat@hotmail.com.', 'pedro+sat@hotmail.com'],
    ['es ana@correo.mx, gracias', 'ana@correo.mx'],
    ['¿ana@correo.mx?', 'ana@correo.mx'],
    ['<ana@correo.mx>', 'ana@correo.mx'],
    ['"ana@correo.mx"', 'ana@correo.mx'],
    ["'ana@correo.mx'", 'ana@correo.mx'],
    ['*ana@correo.mx*', 'ana@correo.mx'],
    ['correo:ana@correo.mx', 'ana@correo.mx'],
    ['mailto:ana@correo.mx', 'ana@correo.mx'],
    ['ana@correo.mx ana@correo.mx', 'ana@correo.mx'],
    ['_ana_@correo.mx', '_ana_@correo.mx'],
    ["o'brien@correo.mx", "o'brien@correo.mx"],
    ['juan @ gmail.com', 'juan@gmail.com'],
    ['mi correo es juan @gmail.com', 'juan@gmail.com'],
    ['juan punto perez arroba gmail punto com', 'juan.perez@gmail.com'],
    ['mi correo es juan punto perez arroba gmail punto com punto mx', 'juan.perez@gmail.com.mx'],
    ['juan guion bajo perez arroba empresa guion norte punto mx', 'juan_perez@empresa-norte.mx'],
    ['juan (arroba) empresa.mx', 'juan@empresa.mx'],
    ['juan[at]empresa.mx', 'juan@empresa.mx'],
    ['JUAN ARROBA GMAIL PUNTO COM', 'JUAN@gmail.com'],
    ['a@b.mx', 'a@b.mx'],
    ['ana@xn--caf-dma.mx', 'ana@xn--caf-dma.mx'],
    ['mi curp es GOMA850315HDFNRN07 y mi correo ana@correo.mx', 'ana@correo.mx'],
    [`${'a'.repeat(64)}@correo.mx`, `${'a'.repeat(64)}@correo.mx`],
  ])('%j → %s', (text, email) => {
    expect(readEmail(text)).toMatchObject({ email });
  });

  it.each([
    ['', 'none'],
    ['no tengo correo', 'none'],
    ['GOMA850315HDFNRN07', 'none'],
    ['@', 'invalid'],
    ['ana@', 'invalid'],
    ['@correo.mx', 'invalid'],
    ['mi correo es @gmail.com', 'invalid'],
    ['ana@correo', 'invalid'],
    ['ana@@correo.mx', 'invalid'],
    ['ana@correo..mx', 'invalid'],
    ['ana..lopez@correo.mx', 'invalid'],
    ['.ana@correo.mx.', 'ok'],
    ['ana.@correo.mx', 'invalid'],
    ['ana@-correo.mx', 'invalid'],
    ['ana@correo.m', 'invalid'],
    ['ana@192.168.0.1', 'invalid'],
    ['juan,perez@gmail.com', 'invalid'],
    ['juan=perez@gmail.com', 'invalid'],
    ['juan@gmail,com', 'invalid'],
    ['ana@correo.mx,luis@correo.mx', 'invalid'],
    ['antes ana@correo.mx y ahora luis@correo.mx', 'invalid'],
    ['juan perez arroba gmail punto com', 'invalid'],
    ['juan perez @ gmail.com', 'invalid'],
    ['ana\u200b@correo.mx', 'invalid'],
    ['an\u0430@correo.mx', 'accents'],
    ['josé.núñez@correo.unam.mx', 'accents'],
    ['jose\u0301@correo.mx', 'accents'],
    ['ana@peña.mx', 'accents'],
    ['ａｎａ@correo.mx', 'accents'],
    [`${'a'.repeat(65)}@correo.mx`, 'too-long'],
    [`${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(10)}.mx`, 'too-long'],
  ])('%j → %s', (text, expected) => {
    const reading = readEmail(text);
    expect('reason' in reading ? reading.reason : 'ok').toBe(expected);
  });

  it.each([
    ['ana@gmial.com', 'ana@gmail.com'],
    ['ana@gmai.com', 'ana@gmail.com'],
    ['ana@gmil.com', 'ana@gmail.com'],
    ['ana@gamil.com', 'ana@gmail.com'],
    ['ana@gmail.con', 'ana@gmail.com'],
    ['ana@gmail.co', 'ana@gmail.com'],
    ['ana@gmail.cmo', 'ana@gmail.com'],
    ['ana@hotmial.com', 'ana@hotmail.com'],
    ['ana@hotmal.con', 'ana@hotmail.com'],
    ['ana@hotnail.com', 'ana@hotmail.com'],
    ['ana@outlok.com', 'ana@outlook.com'],
    ['ana@outllok.com', 'ana@outlook.com'],
    ['ana@yaho.com.mx', 'ana@yahoo.com.mx'],
    ['ana@yahoo.com.mz', 'ana@yahoo.com.mx'],
    ['ana@iclud.com', 'ana@icloud.com'],
    ['ana@empresa.con', 'ana@empresa.com'],
    ['ana@prodigy.net.mxx', 'ana@prodigy.net.mx'],
  ])('asks about %s: %s?', (text, suggestion) => {
    expect(readEmail(text)).toEqual({ email: text, suggestion });
  });

  it.each([
    'gmail.com',
    'hotmail.com',
    'hotmail.es',
    'outlook.com',
    'outlook.es',
    'yahoo.com',
    'yahoo.com.mx',
    'yahoo.es',
    'gmx.com',
    'gmx.net',
    'mail.com',
    'email.com',
    'ymail.com',
    'live.com',
    'live.com.mx',
    'live.mx',
    'msn.com',
    'me.com',
    'mac.com',
    'aol.com',
    'proton.me',
    'icloud.com',
    'prodigy.net.mx',
    'unam.mx',
    'imss.gob.mx',
    'impi.gob.mx',
    'tec.mx',
    'correo.mx',
    'empresa.com',
    'hotel.com',
  ])('has nothing to say about %s', (domain) => {
    expect(readEmail(`ana@${domain}`)).toEqual({ email: `ana@${domain}` });
  });

  it('finds any plain address, and never less than all of it', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{1,10}$/);
    const address = fc.tuple(
      fc.stringMatching(/^[a-z0-9]([a-z0-9._+-]?[a-z0-9]){0,12}$/),
      label,
      fc.constantFrom('mx', 'com.mx', 'org'),
    );
    fc.assert(
      fc.property(
        address,
        fc.constantFrom('', 'mi correo es ', 'es: '),
        fc.constantFrom('', '.', ' gracias', ', ese'),
        ([local, host, top], before, after) => {
          expect(readEmail(`${before}${local}@${host}.${top}${after}`)).toMatchObject({
            email: `${local}@${host}.${top}`,
          });
        },
      ),
    );
  });

  it('never throws, and answers only text that was there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const reading = readEmail(text);
        if ('email' in reading && /\S@\S/.test(text)) expect(text.toLowerCase()).toContain(reading.email.toLowerCase());
      }),
    );
  });

  it.each(['a', '@', 'a@', 'a.', ' arroba ', ' punto ', ' ', '@ '])('ends on 100,000 times %j', (unit) => {
    expect('reason' in readEmail(unit.repeat(100_000))).toBe(true);
  });
});
