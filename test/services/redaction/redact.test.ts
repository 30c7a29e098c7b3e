import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { readCode } from '../../../dialogs/reading/code.ts';
import { redact } from '../../../services/redaction/redact.ts';
import { codes, harmless, passwords, requests, secrets } from './cases.ts';

const text = { awaiting: 'text' } as const;
const code = { awaiting: 'code' } as const;
const password = { awaiting: 'password' } as const;

describe('what is secret', () => {
  it.each(secrets)('%j: hides %j and reports it', (sentence, secret, ...found) => {
    const result = redact(sentence, text);
    expect(result.text).not.toContain(secret);
    expect([...result.found].sort()).toEqual([...found].sort());
  });

  it.each(codes)('%j: hides the code %j while one is awaited', (sentence, secret, ...found) => {
    const result = redact(sentence, code);
    expect(result.text).not.toContain(secret);
    expect([...result.found].sort()).toEqual([...found].sort());
  });

  it.each(passwords)('%j is hidden whole while a password is awaited', (sentence) => {
    expect(redact(sentence, password)).toEqual({ text: '<oculto>', found: ['password'] });
  });

  it.each(passwords.filter((sentence) => !/\s/.test(String(sentence))))(
    '%j is hidden while people read along',
    (word) => {
      expect(redact(String(word), { awaiting: 'talk' })).toEqual({ text: '<oculto>', found: ['password'] });
    },
  );

  it.each(secrets)('%j: hides %j also while people read along', (sentence, secret) => {
    expect(redact(sentence, { awaiting: 'talk' }).text).not.toContain(secret);
  });

  it.each(['no entiendo qué debo poner aquí', 'es que se me olvidó la de antes', 'hola', 'seguir con el asistente'])(
    '%j reaches the people who help',
    (sentence) => {
      expect(redact(sentence, { awaiting: 'talk' })).toEqual({ text: sentence, found: [] });
    },
  );

  it('keeps the words around it', () => {
    expect(redact('mi contraseña de pase es lluvia y mi correo es ana@correo.mx', text).text).toBe(
      'mi contraseña de pase es <oculto> y mi correo es ana@correo.mx',
    );
    expect(redact('mi curp es goma850315hdfnrn07, gracias', text).text).toBe('mi curp es goma********rn07, gracias');
  });
});

describe('what is not', () => {
  it.each(harmless)('%j survives', (sentence) => {
    expect(redact(sentence, text)).toEqual({ text: sentence, found: [] });
    if (!/(?<!\d)\d{6}(?!\d)/.test(sentence)) expect(redact(sentence, code)).toEqual({ text: sentence, found: [] });
  });

  it.each(['mi folio es IMPI-2026-000123', 'ana482913@correo.mx', '12345678', 'el 482913', ''])(
    '%j survives while a code is awaited, unless it is one',
    (sentence) => {
      const expected = sentence.replace('el 482913', 'el <oculto>');
      expect(redact(sentence, code).text).toBe(expected);
    },
  );

  it.each(requests)('%j survives while a password is awaited', (sentence) => {
    expect(redact(sentence, password)).toEqual({ text: sentence, found: [] });
  });

  it.each([
    '123  456',
    '123 - 456',
    '123–456',
    '123\t456',
    '123\u00a0456',
    '123. 456',
    '_123456_',
    '123456a',
    'es-123456',
  ])('hides the code in %j, which the step would read', (sentence) => {
    expect(readCode(sentence, 6)).toBe('123456');
    for (const awaiting of ['code', 'talk'] as const) expect(redact(sentence, { awaiting }).text).not.toMatch(/\d/);
  });

  it('leaves a code alone when none is awaited', () => {
    expect(redact('482913', text).found).toEqual([]);
  });
});

describe('redact', () => {
  it('hides the whole text when it cannot be examined', () => {
    const broken = {
      replace() {
        throw new Error('broken');
      },
    };
    expect(redact(broken as unknown as string, text)).toEqual({ text: '<oculto>', found: ['failed'] });
  });

  it('leaves nothing to hide behind', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.constantFrom('text', 'code'),
        (sentence, awaiting) => {
          const once = redact(sentence, { awaiting });
          expect(once.found).not.toContain('failed');
          expect(redact(once.text, { awaiting }).found).toEqual([]);
        },
      ),
    );
  });

  it('hides any strong password wherever it stands in a sentence', () => {
    const piece = fc.stringMatching(/^[a-z]{2,5}$/);
    const strong = fc
      .tuple(
        piece,
        piece,
        fc.constantFrom('-', '*', '!', '#', '$', '/', '=', ':', ';'),
        fc.integer({ min: 10, max: 999 }),
      )
      .map(([a, b, sign, number]) => `${a.charAt(0).toUpperCase()}${a.slice(1)}${sign}${b.toUpperCase()}${number}x`)
      .filter((made) => made.length >= 8);
    const around = fc.constantFrom('', 'hola ', 'prueba con ', 'ya puse ', 'es: ');
    fc.assert(
      fc.property(around, strong, fc.constantFrom('', ' gracias', ', ¿sí?', '.'), (before, secret, after) => {
        expect(redact(before + secret + after, text).text).not.toContain(secret);
      }),
    );
  });

  it.each([
    'a',
    'a1',
    'Ab1-',
    '1 ',
    '-----BEGIN X-----',
    'mi contraseña es ',
    '4111 ',
    'GOMA850315',
    'ñ',
    '\u0301',
    'A b ',
    '@',
    'a.',
    'a@',
    '1 a@b.c ',
    'a@b.c1',
    'a punto ',
    'a arroba ',
    'a @ b punto ',
    'GoMa850315',
    'mi nip es la la ',
    'clave que a b c d ',
    'pon a como clave ',
  ])('ends on 100,000 times %j', (unit) => {
    for (const awaiting of ['text', 'code', 'password'] as const) {
      // What grows with the square of the length would take minutes here; it is stopped instead of waited for.
      const found = runInNewContext(
        'redact(text, { awaiting }).found',
        { redact, text: unit.repeat(100_000), awaiting },
        { timeout: 15_000 },
      );
      expect(found).not.toContain('failed');
    }
  });
});
