import fc from 'fast-check';
import { readDer } from '../../../services/efirma/der/reader.ts';
import { oidOf, timeOf } from '../../../services/efirma/der/values.ts';
import * as der from '../../../services/efirma/der/writer.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('readDer', () => {
  it.each([
    ['nothing at all', '', 'truncated'],
    ['a header without length', '30', 'truncated'],
    ['fewer octets than announced', '30 05 02 01', 'truncated'],
    ['octets after the element', '05 00 00', 'trailing bytes'],
    ['an indefinite length', '30 80 05 00 00 00', 'length form'],
    ['a length of four octets', '04 84 00 00 00 01 00', 'length form'],
    ['a long form where the short one fits', '04 81 01 00', 'length not minimal'],
    ['a length with a leading zero', '04 82 00 80', 'length not minimal'],
    ['a long tag', '1f 81 01 00', 'long tag'],
    ['a constructed octet string', '24 03 04 01 00', 'constructed string'],
    ['a primitive sequence', '10 00', 'primitive sequence'],
    ['a padded integer', '02 02 00 01', 'integer not minimal'],
    ['a padded negative integer', '02 02 ff 80', 'integer not minimal'],
    ['an empty integer', '02 00', 'truncated'],
    ['a boolean that is neither', '01 01 01', 'boolean'],
    ['a null with contents', '05 01 00', 'null'],
    ['an empty object identifier', '06 00', 'oid'],
    ['an object identifier cut short', '06 02 55 84', 'oid'],
    ['an object identifier with a padded arc', '06 03 55 80 01', 'oid not minimal'],
    ['a bit string without its count', '03 00', 'bit string'],
    ['a bit string with nine unused bits', '03 02 09 00', 'bit string'],
    ['an end-of-contents mark', '30 02 00 00', 'end of contents'],
    ['a child that reaches beyond its parent', '30 03 04 02 00', 'truncated'],
  ])('refuses %s', (_, octets, problem) => {
    const read = readDer(hex(octets));

    expect(read).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });

  it('refuses 31 KB of nested headers without exhausting the stack', () => {
    let nested: Uint8Array = der.nothing();
    while (nested.length < 31 * 1024) nested = der.sequence(nested);

    expect(readDer(nested)).toEqual({ ok: false, problem: 'too deep' });
  });

  it('refuses more elements than a certificate can have', () => {
    const crowd = der.sequence(...Array.from({ length: 5_000 }, () => der.nothing()));

    expect(readDer(crowd)).toEqual({ ok: false, problem: 'too many elements' });
  });

  it('never throws, whatever the octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (octets) => {
        const read = readDer(octets);
        if (read.ok) expect(read.node.raw).toEqual(octets);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads back what the writer wrote', () => {
    const tree = fc.letrec<{ element: Uint8Array }>((tie) => ({
      element: fc.oneof(
        { maxDepth: 6 },
        fc.uint8Array({ maxLength: 300 }).map(der.octets),
        fc.uint8Array({ maxLength: 40 }).map(der.unsigned),
        fc.integer({ min: 0, max: 0xffffffff }).map(der.integer),
        fc.array(tie('element'), { maxLength: 4 }).map((parts) => der.sequence(...parts)),
      ),
    })).element;

    fc.assert(
      fc.property(tree, (written) => expect(readDer(written)).toMatchObject({ ok: true, node: { raw: written } })),
    );
  });
});

describe('values', () => {
  it.each(['1.2.840.113549.1.5.13', '2.5.4.45', '2.16.840.1.101.3.4.1.42', '0.9.2342', '1.3.14.3.2.26'])(
    'reads the object identifier %s back',
    (dotted) => {
      const read = readDer(der.oid(dotted));

      expect(read.ok && oidOf(read.node)).toBe(dotted);
    },
  );

  it.each([0, Date.UTC(1999, 11, 31, 23, 59, 59), Date.UTC(2049, 11, 31), Date.UTC(2050, 0, 1), Date.UTC(2107, 5, 3)])(
    'reads the time %d back, on both sides of 2050',
    (at) => {
      const read = readDer(der.time(at));

      expect(read.ok && timeOf(read.node)).toBe(at);
    },
  );

  it.each(['2605032030Z', '260503203000+0600', '26050320300AZ'])('refuses the time %s', (text) => {
    const read = readDer(der.text(0x17, text));

    expect(read.ok && timeOf(read.node)).toBeUndefined();
  });
});
