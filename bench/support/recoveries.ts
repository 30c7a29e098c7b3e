import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDigit } from '../../services/curp/curp.ts';
import { createSatLike, fielSubject, type SatLike, signText } from '../../test/support/efirma-fixtures.ts';
import type { Line } from './drive.ts';
import { createMailSink } from './mail-sink.ts';

/** Everything that whole recoveries need around the product: people, their e.firmas, and a mail server. */
export interface Recoveries {
  /** What makes the product know the people and the mail server. */
  readonly environment: Record<string, string>;
  /** The whole recovery; person `n` is one of the people again when there are not so many. */
  readonly script: readonly Line[];
  mails(): number;
  close(): void;
}

const newPassword = 'Lluvia-Verde:48';

/** @param count how many different accounts there are. */
export async function prepareRecoveries(count: number): Promise<Recoveries> {
  const sat = createSatLike(Date.now(), 'AC DE MEDICION');
  const sink = await createMailSink();
  const folder = mkdtempSync(join(tmpdir(), 'recupera-people-'));
  const trust = mkdtempSync(join(tmpdir(), 'recupera-trust-'));
  writeFileSync(join(trust, 'root.cer'), sat.rootCertificate);
  writeFileSync(join(trust, 'issuing.cer'), sat.issuingCertificate);
  const curps = Array.from({ length: count }, (_, index) => curpOf(index));
  const people = curps.map((curp, index) => ({
    portal: 'impi',
    name: 'PERSONA DE MEDICION',
    curp,
    email: `antes${index}@example.mx`,
  }));
  const list = join(folder, 'people.json');
  writeFileSync(list, JSON.stringify(people));
  const certificates = curps.map((curp) => certificateOf(sat, curp));

  const who = (person: number) => person % count;
  return {
    environment: { DEMO_PEOPLE: list, EFIRMA_TRUST_DIR: trust, SMTP_URL: sink.url },
    script: [
      { say: { text: 'quiero recuperar mi cuenta del IMPI con e.firma' }, expect: /\/prerequisites$/ },
      { say: { text: 'sí, empezar' }, expect: /\/curp$/ },
      { say: (person) => ({ text: curps[who(person)] }), expect: /\/email$/ },
      { say: (person) => ({ text: emailOf(person) }), expect: /\/email-confirm$/ },
      { say: (person) => ({ text: emailOf(person) }), expect: /\/password$/ },
      { say: { value: { password: newPassword, confirmation: newPassword } }, expect: /\/efirma$/ },
      {
        say: (person, last) => {
          const signature = signText(last?.channelData?.challenge ?? '', sat.personPair);
          return { value: { certificate: certificates[who(person)], signature: signature.toString('base64') } };
        },
        expect: /\/code$/,
      },
      { say: async (person) => ({ text: await sink.codeFor(emailOf(person)) }), expect: /\/review$/ },
      { say: { text: 'sí' }, expect: /\/done$/ },
    ],
    mails: sink.count,
    close() {
      sink.close();
      for (const path of [folder, trust]) rmSync(path, { recursive: true });
    },
  };
}

const emailOf = (person: number) => `nueva${person}@example.mx`;

/** A valid CURP for each number below 28 × 12 × 90. */
function curpOf(index: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const [day, month, year] = [1 + (index % 28), 1 + (Math.floor(index / 28) % 12), 10 + Math.floor(index / 336)];
  const stem = `GOMA${two(year)}${two(month)}${two(day)}MDFNRN0`;
  return stem + checkDigit(stem);
}

function certificateOf(sat: SatLike, curp: string): string {
  const subject = fielSubject({ curp, rfc: `${curp.slice(0, 10)}AA1`, name: 'PERSONA DE MEDICION' });
  return sat.fiel({ subject }).toString('base64');
}
