import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createEfirmaSignIn, type EfirmaSignIn } from '../../../services/accounts/efirma-sign-in.ts';
import { createEfirma, type Efirma } from '../../../services/efirma/efirma.ts';
import { fakeHash, openDomain, type TestDomain } from '../../support/domain.ts';
import {
  createSatLike,
  fielSubject,
  type KeyPair,
  person,
  signText,
  testLimits,
  testNow,
} from '../../support/efirma-fixtures.ts';

const sat = createSatLike();
const other = { curp: 'EOLJ880311MDFSRM04', rfc: 'EOLJ880311AB1', name: 'JIMENA ESCOBEDO LARA' };
const certificate = sat.fiel();
const othersCertificate = sat.fiel({ subject: fielSubject(other), pair: sat.otherPair });
const words = { portalName: 'ICSOE del IMSS', purpose: 'iniciar sesión' };
const refused = { ok: false, reason: 'refused' };

let domain: TestDomain;
let efirma: Efirma;
let door: EfirmaSignIn;
let accountId: string;

beforeEach(async () => {
  domain = await openDomain();
  domain.clock.at = testNow;
  efirma = createEfirma({
    trust: sat.trust,
    now: () => domain.clock.at,
    limits: testLimits,
    keyOpener: { open: () => Promise.reject(new Error('no key is opened here')), close: async () => {} },
  });
  door = createEfirmaSignIn({
    accounts: domain.accounts,
    efirma,
    counters: domain.store.counters,
    now: () => domain.clock.at,
    pseudonym: domain.pseudonymOf('efirma-sign-in'),
  });
  accountId = await domain.seed({
    portal: 'icsoe',
    name: 'Rosa',
    curp: person.curp,
    email: 'rosa@example.mx',
    passwordHash: fakeHash('icsoe'),
  });
});
afterEach(() => domain.close());

const challenge = async () => (await door.newChallenge(words)).text;
const signed = (text: string, pair: KeyPair = sat.personPair) => ({
  challenge: text,
  signature: signText(text, pair),
  certificate,
  curp: person.curp,
});

it('lets the owner in, however the CURP is spelt', async () => {
  expect(await door.signIn(signed(await challenge()))).toEqual({ ok: true, accountId, name: 'Rosa' });
  expect(await door.signIn({ ...signed(await challenge()), curp: ' gomr850312mdfmrs07 ' })).toMatchObject({ ok: true });
});

it('says in its text what is signed, and nobody’s name', async () => {
  const text = await challenge();
  expect(text).toContain('Inicio de sesión en ICSOE del IMSS.');
  expect(text).not.toMatch(/Recuperación|CURP|Folio/);
});

it('takes a challenge once: a replayed one is refused, for as long as anybody keeps it', async () => {
  const attempt = signed(await challenge());
  await door.signIn(attempt);
  for (const wait of [0, testLimits.challengeTtlMs - 1, testLimits.challengeTtlMs, 30 * 24 * 60 * 60_000]) {
    domain.clock.at = testNow + wait;
    await domain.store.counters.forget(domain.clock.at, 1_000);
    expect(await door.signIn(attempt)).toEqual(refused);
  }
});

it('of 50 attempts at once with one challenge lets one in', async () => {
  const attempt = signed(await challenge());
  const answers = await Promise.all(Array.from({ length: 50 }, () => door.signIn(attempt)));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
});

it('uses a challenge up with a wrong attempt as well', async () => {
  const text = await challenge();
  expect(await door.signIn(signed(text, sat.otherPair))).toEqual(refused);
  expect(await door.signIn(signed(text))).toEqual(refused);
});

it('refuses a challenge that is too old', async () => {
  const attempt = signed(await challenge());
  domain.clock.at += testLimits.challengeTtlMs;
  expect(await door.signIn(attempt)).toEqual(refused);
});

it('refuses a text it never gave out, at the first try and at the second', async () => {
  const { text } = efirma.newChallenge({ ...words, occasion: 'sign-in' });
  expect([await door.signIn(signed(text)), await door.signIn(signed(text))]).toEqual([refused, refused]);
});

it('refuses the signature over a text for a recovery', async () => {
  const recovery = efirma.newChallenge({ ...words, curp: person.curp, folio: 'ICSOE-2026-000001' });
  expect(await door.signIn(signed(recovery.text))).toEqual(refused);
  const signature = signText(recovery.text, sat.personPair);
  expect(await door.signIn({ ...signed(await challenge()), signature })).toEqual(refused);
});

it('answers alike for another person’s e.firma, an unknown CURP and a frozen account', async () => {
  await domain.seed({ portal: 'icsoe', name: 'Jimena', curp: other.curp, passwordHash: fakeHash('x') });
  const theirs = async (curp: string) => {
    const text = await challenge();
    return door.signIn({
      challenge: text,
      signature: signText(text, sat.otherPair),
      certificate: othersCertificate,
      curp,
    });
  };
  expect(await theirs(person.curp)).toEqual(refused);
  expect(await theirs(other.curp)).toMatchObject({ ok: true, name: 'Jimena' });

  await domain.accounts.freeze({ accountId, applicationId: 'link', at: domain.clock.at });
  expect(await door.signIn(signed(await challenge()))).toEqual(refused);
  const stranger = { ...person, curp: 'XARA750909HDFNDL00' };
  const text = await challenge();
  const unknown = { ...signed(text), certificate: sat.fiel({ subject: fielSubject(stranger) }), curp: stranger.curp };
  expect(await door.signIn(unknown)).toEqual(refused);
});

it('does not open accounts of another portal', async () => {
  await domain.seed({ portal: 'impi', name: 'Jimena', curp: other.curp, email: 'j@example.mx' });
  const text = await challenge();
  const signature = signText(text, sat.otherPair);
  const attempt = { challenge: text, signature, certificate: othersCertificate, curp: other.curp };
  expect(await door.signIn(attempt)).toEqual(refused);
});

it('leaves the password door as it is, also after many refusals', async () => {
  for (let attempt = 0; attempt < 25; attempt += 1) await door.signIn(signed(await challenge(), sat.otherPair));
  expect(await domain.accounts.signIn('icsoe', person.curp, 'icsoe')).toMatchObject({ ok: true, accountId });
  expect(await door.signIn(signed(await challenge()))).toMatchObject({ ok: true });
});
