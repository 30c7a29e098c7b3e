import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import forge from 'node-forge';
import { readCertificate, subjectValues } from '../../../services/efirma/certificate.ts';
import { createSatLike, fielSubject, nameOids, person, sealExtensions } from '../../support/efirma-fixtures.ts';

const sat = createSatLike();
const utf16 = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('latin1');
const withRfc = (value: string, tag: number) =>
  fielSubject(person).map((part) => (part.oid === nameOids.uniqueIdentifier ? { ...part, value, tag } : part));

// The published certificates are no part of this repository; where they are at hand they are compared as well.
const folder = path.resolve('../shared/data/efirma');
const published = (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [])
  .filter((name) => name.endsWith('.cer'))
  .map((name): [string, Buffer] => [name, readFileSync(path.join(folder, name))]);

describe('readCertificate', () => {
  it.each<[string, Buffer]>([
    ['an e.firma', sat.fiel()],
    ['an e.firma with Ñ', sat.fiel({ subject: fielSubject({ ...person, rfc: 'CAÑF770131PA3', name: 'ÁÉÍ Ñ 漢' }) })],
    ['a seal', sat.fiel({ extensions: sealExtensions() })],
    ['an authority', sat.issuingCertificate],
    ...published,
  ])('reads the same as node-forge from %s', (_, der) => {
    const read = readCertificate(der);
    const other = forge.pki.certificateFromAsn1(forge.asn1.fromDer(der.toString('latin1')));

    const attributes = other.subject.attributes.map(({ type, value, valueTagClass }) => ({
      oid: type,
      value: Number(valueTagClass) === 0x0c ? Buffer.from(String(value), 'latin1').toString('utf8') : value,
    }));
    const usage: Record<string, unknown> = { ...other.getExtension('keyUsage') };
    const names = Object.keys(usage).filter((name) => name !== 'critical' && usage[name] === true);
    expect(read?.subject).toEqual(attributes);
    expect([...(read?.keyUsage ?? [])].sort()).toEqual(names.sort());
    expect(read?.isEndEntity).toBe(
      Object.entries({ ...other.getExtension('basicConstraints') }).some(
        ([name, value]) => name === 'cA' && value === false,
      ),
    );
    expect(read?.notAfter).toBe(other.validity.notAfter.getTime());
  });

  it.each([
    ['UTF8String', 0x0c, 'CAÑF', 'CAÑF'],
    ['PrintableString', 0x13, 'CANF', 'CANF'],
    ['T61String', 0x14, 'CAÑF', 'CAÑF'],
    ['BMPString', 0x1e, utf16('CAÑF'), 'CAÑF'],
  ])('reads a %s', (_, tag, value, expected) => {
    const read = readCertificate(sat.fiel({ subject: withRfc(value, tag) }));

    expect(read && subjectValues(read, nameOids.uniqueIdentifier)).toEqual([expected]);
  });
});
