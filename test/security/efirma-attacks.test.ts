import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import prompts from '../../locales/es-MX/prompts.json' with { type: 'json' };
import { openStore } from '../../services/store/open.ts';
import { demoDoors } from '../support/demo.ts';
import {
  type CertificateChanges,
  createSatLike,
  day,
  fielSubject,
  keyPassword,
  nameOids,
  type SatLike,
  sealExtensions,
} from '../support/efirma-fixtures.ts';
import { eventually } from '../support/eventually.ts';
import { challengeOf, impiPassword, leadTo, type Standing } from '../support/impi-efirma.ts';
import { placeOf, type Reply, signChallenge } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

const CURP = 'MEAL840217MDFNRC02';
const OWNER = { curp: CURP, rfc: 'MEAL840217AB1', name: 'LUCIA MENDOZA ARELLANO' };
const OTHER = { curp: 'NUSH790903HJCXLC08', rfc: 'NUSH790903AB1', name: 'HECTOR NUÑEZ SALAS' };

let sat: SatLike;
let trustDir: string;
let product: TestProduct;
let key: Buffer;
let strangeKey: Buffer;

beforeAll(async () => {
  sat = createSatLike(Date.now());
  trustDir = mkdtempSync(join(tmpdir(), 'recupera-trust-'));
  writeFileSync(join(trustDir, 'issuing.cer'), sat.issuingCertificate);
  writeFileSync(join(trustDir, 'root.cer'), sat.rootCertificate);
  product = await startProduct({ EFIRMA_TRUST_DIR: trustDir });
  key = await sat.keyFile();
  strangeKey = await sat.keyFile(keyPassword, sat.otherPair);
});
afterAll(async () => {
  await product.stop();
  rmSync(trustDir, { recursive: true });
});

let people = 0;
const atEfirma = (): Promise<Standing> => {
  people += 1;
  return leadTo('efirma', { url: product.url, curp: CURP, email: `ataque${people}@example.mx` });
};
const owned = (changes: CertificateChanges = {}) => sat.fiel({ subject: fielSubject(OWNER), ...changes });
const file = (name: string, bytes: Uint8Array) => ({ name, bytes });
const pem = (label: string, der: Buffer) =>
  Buffer.from(`-----BEGIN ${label}-----\n${der.toString('base64')}\n-----END ${label}-----\n`);

/** SEQUENCEs in SEQUENCEs, as deep as 8 KB allow. */
function nested(): Buffer {
  let der = Buffer.of(0x30, 0);
  while (der.length < 8_000) {
    const { length } = der;
    const head = length < 128 ? [0x30, length] : [0x30, 0x82, length >> 8, length & 255];
    der = Buffer.concat([Buffer.from(head), der]);
  }
  return der;
}

/** What the bot says about it: the sentence, up to its first number. */
const sentence = (reason: keyof typeof prompts) => prompts[reason].split('{')[0] ?? '';
const says = (replies: readonly Reply[]) => replies.at(-1)?.text;

/** The audit events so far, oldest first. */
async function auditTrail(): Promise<string[]> {
  const store = await openStore(`sqlite:${join(product.dataDir, 'recupera.sqlite')}`);
  const entries = await store.chain.read(0, 10_000);
  await store.close();
  return entries.map((entry) => entry.body);
}

test('the owner with the right files gets through', async () => {
  const { person, replies } = await atEfirma();
  const good = { certificate: owned(), key, password: keyPassword };
  expect(placeOf(await person.say(signChallenge(challengeOf(replies), good)))).toBe('impi-efirma/code');
});

describe('files that are none of an e.firma', () => {
  const files: [string, keyof typeof prompts, () => ReturnType<typeof file>[]][] = [
    ['noise', 'efirma.not-a-certificate', () => [file('a.cer', randomBytes(1_500)), file('a.key', randomBytes(1_500))]],
    ['nothing', 'efirma.not-a-certificate', () => [file('a.cer', new Uint8Array()), file('a.key', new Uint8Array())]],
    ['an empty key', 'efirma.not-a-key', () => [file('a.cer', owned()), file('a.key', new Uint8Array())]],
    ['half a certificate', 'efirma.not-a-certificate', () => [file('a.cer', owned().subarray(0, 700))]],
    ['a certificate and a half', 'efirma.not-a-certificate', () => [file('a.cer', Buffer.concat([owned(), owned()]))]],
    ['half a key', 'efirma.not-a-key', () => [file('a.cer', owned()), file('a.key', key.subarray(0, 700))]],
    ['deep nesting', 'efirma.not-a-certificate', () => [file('a.cer', nested()), file('a.key', nested())]],
    ['a certificate in PEM', 'efirma.not-a-certificate', () => [file('a.cer', pem('CERTIFICATE', owned()))]],
    ['an archive', 'efirma.not-a-certificate', () => [file('a.zip', Buffer.from('PK\x03\x04 a.cer a.key'))]],
    ['two certificates', 'efirma.two-of-a-kind', () => [file('a.cer', owned()), file('b.cer', owned())]],
    ['two keys', 'efirma.two-of-a-kind', () => [file('a.key', key), file('b.key', strangeKey)]],
    ['a picture of 10 MB', 'efirma.too-large', () => [file('a.cer', Buffer.alloc(10 << 20, 1)), file('a.key', key)]],
  ];
  it.each(files)('%s: %s, and the step stays', async (_name, reason, uploaded) => {
    const { person } = await atEfirma();
    const replies = await person.say({ files: uploaded() });
    expect(says(replies)?.startsWith(sentence(reason))).toBe(true);
    expect(placeOf(replies)).toBe('impi-efirma/efirma');
  });

  it('are told by what they are, not by their names', async () => {
    const { person } = await atEfirma();
    const replies = await person.say({ files: [file('a.key', owned()), file('../../a.cer', key)] });
    expect(placeOf(replies)).toBe('impi-efirma/key-password');
  });
});

describe('certificates of something else', () => {
  const moral = () =>
    fielSubject(OWNER)
      .filter((part) => part.oid !== nameOids.serialNumber)
      .map((part) => (part.oid === nameOids.uniqueIdentifier ? { ...part, value: 'EKU9003173C9' } : part));
  const seal = () => [...fielSubject(OWNER), { oid: nameOids.organizationalUnit, value: 'Sucursal 1' }];
  const certificates: [string, keyof typeof prompts, () => Buffer][] = [
    ['a seal for invoices', 'efirma.csd', () => owned({ subject: seal(), extensions: sealExtensions() })],
    ['a company', 'efirma.moral', () => owned({ subject: moral() })],
    ['one that ended', 'efirma.expired', () => owned({ notAfter: Date.now() - day })],
    ['one that has not begun', 'efirma.not-yet-valid', () => owned({ notBefore: Date.now() + day })],
    ['an unknown authority', 'efirma.untrusted', () => createSatLike(Date.now(), 'AC AJENA').fiel()],
    ['an authority that only has the name of the trusted one', 'efirma.untrusted', () => impostor()],
    ['a holder who signs for himself', 'efirma.untrusted', () => owned({ issuer: selfMade() })],
    ['another person', 'efirma.curp-mismatch', () => sat.fiel({ subject: fielSubject(OTHER) })],
    ['somebody else’s key', 'efirma.bad-signature', () => owned({ pair: sat.otherPair })],
    ['noise', 'efirma.not-a-certificate', () => randomBytes(900)],
  ];
  const selfMade = () => ({ name: fielSubject(OWNER), key: sat.personPair.privateKey });
  function impostor(): Buffer {
    const fake = createSatLike(Date.now());
    return fake.fiel({ subject: fielSubject(OWNER), pair: sat.personPair });
  }

  it.each(certificates)('%s: %s, audited, and nothing changed', async (_name, reason, certificate) => {
    const { person, replies } = await atEfirma();
    const before = (await auditTrail()).length;
    const signed = signChallenge(challengeOf(replies), { certificate: certificate(), key, password: keyPassword });
    const refused = await person.say(signed);
    expect(says(refused)?.startsWith(sentence(reason))).toBe(true);
    expect(placeOf(refused)).toBe('impi-efirma/efirma');
    const event = await refusalAfter(before, reason.replace('efirma.', ''));
    expect(event).not.toContain(CURP);
    expect(await demoDoors(product.url).signIn('impi', `ataque${people}@example.mx`, impiPassword)).toBe(false);
  });

  it('a certificate of one and a key of another are told apart after an upload too', async () => {
    const { person } = await atEfirma();
    await person.say({ files: [file('a.cer', owned()), file('b.key', strangeKey)] });
    const replies = await person.say({ value: { keyPassword } });
    expect([placeOf(replies), says(replies)]).toEqual(['impi-efirma/efirma', prompts['efirma.key-mismatch']]);
  });
});

describe('signatures', () => {
  it('over the text of another conversation, a used one or a late one are refused, and the next right one counts', async () => {
    const good = { certificate: owned(), key, password: keyPassword };
    const elsewhere = await atEfirma();
    const { person, replies } = await atEfirma();
    const foreign = await person.say(signChallenge(challengeOf(elsewhere.replies), good));
    expect(says(foreign)).toContain(prompts['efirma.bad-signature']);
    const used = await person.say(signChallenge(challengeOf(replies), good));
    expect(says(used)).toContain(prompts['efirma.bad-signature']);
    product.clock.forward(5 * 60_000);
    const late = await person.say(signChallenge(challengeOf(used), good));
    expect(says(late)).toContain(prompts['efirma.challenge-expired']);
    expect(placeOf(await person.say(signChallenge(challengeOf(late), good)))).toBe('impi-efirma/code');
  });
});

/** The event of a refusal, which is written after the answer: asked for until it is there. */
async function refusalAfter(count: number, reason: string): Promise<string> {
  return eventually(async () => {
    const later = (await auditTrail()).slice(count);
    return later.find((body) => body.includes('"efirma.refused"') && body.includes(`"${reason}"`));
  }, `an audit event of ${reason}`);
}
