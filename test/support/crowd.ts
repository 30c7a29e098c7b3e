import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDigit } from '../../services/curp/curp.ts';
import { createSatLike, fielSubject } from './efirma-fixtures.ts';
import type { TestEfirma } from './person.ts';

const KEY_PASSWORD = 'Llave-Del-Faro-93';
export const FIRST_PASSWORDS = { impi: 'Antes-Demo:27', pase: 'AntesDemo27', icsoe: 'Antes-Demo:27' } as const;
export const LEGACY_PASSWORD = 'Torniquete61';

export type Crowd = Awaited<ReturnType<typeof createCrowd>>;

/**
 * People enough for tests that need somebody new each time: `size` of the IMPI, of ICSOE, and of PASE with an email and
 * as SAED users. Their e.firmas share one key and differ in the certificate, so that nobody waits for keys.
 */
export async function createCrowd(size: number) {
  const sat = createSatLike(Date.now(), 'AC DE LA MULTITUD');
  const folder = mkdtempSync(join(tmpdir(), 'recupera-crowd-'));
  writeFileSync(join(folder, 'root.cer'), sat.rootCertificate);
  writeFileSync(join(folder, 'issuing.cer'), sat.issuingCertificate);
  const key = await sat.keyFile(KEY_PASSWORD);
  const numbers = Array.from({ length: size }, (_, index) => index);
  const people = {
    impi: numbers.map((index) => ({ curp: curpOf('GOMA', index), email: `impi${index}@antes.example.mx` })),
    icsoe: numbers.map((index) => ({ curp: curpOf('RIVA', index), email: `icsoe${index}@antes.example.mx` })),
    pase: numbers.map((index) => ({
      clientNumber: String(51_000_000 + index),
      email: `pase${index}@antes.example.mx`,
    })),
    saed: numbers.map((index) => ({ clientNumber: String(61_000_000 + index), legacyPassword: LEGACY_PASSWORD })),
  };
  const list = Object.entries(people).flatMap(([kind, group]) =>
    group.map((person) => ({ portal: kind === 'saed' ? 'pase' : kind, name: 'Persona De Prueba', ...person })),
  );
  const file = join(folder, 'people.json');
  writeFileSync(file, JSON.stringify(list));
  const next = { impi: 0, icsoe: 0, pase: 0, saed: 0 };

  return {
    environment: { DEMO_PEOPLE: file, EFIRMA_TRUST_DIR: folder },
    people,
    /** Somebody nobody has been yet. */
    take<Kind extends keyof typeof people>(kind: Kind): (typeof people)[Kind][number] {
      const person = people[kind][next[kind]];
      next[kind] += 1;
      if (person === undefined) throw new Error(`the crowd has no more people of ${kind}`);
      return person;
    },
    efirma(curp: string): TestEfirma {
      const subject = fielSubject({ curp, rfc: `${curp.slice(0, 10)}AA1`, name: 'PERSONA DE PRUEBA' });
      return { certificate: sat.fiel({ subject }), key, password: KEY_PASSWORD };
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

/** A valid CURP for each number below 28 × 12 × 90. */
function curpOf(letters: string, index: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const [day, month, year] = [1 + (index % 28), 1 + (Math.floor(index / 28) % 12), 10 + Math.floor(index / 336)];
  const stem = `${letters}${two(year)}${two(month)}${two(day)}MDFNRN0`;
  return stem + checkDigit(stem);
}
