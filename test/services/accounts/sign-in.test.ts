import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Account } from '../../../services/accounts/account.ts';
import type { Portal } from '../../../services/accounts/portal.ts';
import { fakeHash, openDomain, type TestDomain } from '../../support/domain.ts';

let domain: TestDomain;

beforeEach(async () => {
  domain = await openDomain();
  await domain.seed({
    portal: 'icsoe',
    name: 'Jimena',
    curp: 'EOLJ880311MDFSRM04',
    email: 'j@example.mx',
    passwordHash: fakeHash('icsoe'),
  });
  await domain.seed({
    portal: 'pase',
    name: 'Fletes',
    clients: [{ number: '40020315' }],
    legacyPasswordHash: fakeHash('saed'),
  });
  await domain.seed({
    portal: 'pase',
    name: 'Samuel',
    clients: [{ number: '41104590', name: 'Samuel' }],
    email: 's@example.mx',
    passwordHash: fakeHash('pase'),
  });
});
afterEach(() => domain.close());

it.each([
  ['icsoe', 'EOLJ880311MDFSRM04', 'icsoe', true],
  ['icsoe', ' eolj880311mdfsrm04 ', 'icsoe', true],
  ['icsoe', 'j@example.mx', 'icsoe', false],
  ['icsoe', 'EOLJ880311MDFSRM04', 'wrong', false],
  ['impi', 'j@example.mx', 'icsoe', false],
  ['pase', '40020315', 'saed', true],
  ['pase', 's@example.mx', 'pase', true],
  ['pase', 'S@EXAMPLE.MX', 'pase', true],
  ['pase', '41104590', 'pase', false],
  ['pase', 'nobody@example.mx', 'pase', false],
  ['pase', '', '', false],
] as const)('%s, user "%s", password "%s": %s', async (portal, user, password, ok) => {
  expect((await domain.accounts.signIn(portal, user, password)).ok).toBe(ok);
});

it('offers the clients of a PASE account', async () => {
  expect(await domain.accounts.signIn('pase', 's@example.mx', 'pase')).toMatchObject({
    clients: [{ number: '41104590', name: 'Samuel' }],
  });
});

it('compares once and answers the same for unknown users and wrong passwords', async () => {
  const unknown = await domain.accounts.signIn('icsoe', 'XARA750909HDFNDL00', 'x');
  const wrong = await domain.accounts.signIn('icsoe', 'EOLJ880311MDFSRM04', 'x');

  expect(JSON.stringify(unknown)).toBe(JSON.stringify(wrong));
  expect(domain.compared).toEqual([undefined, fakeHash('icsoe')]);
});

it('counts before it compares: of 200 guesses at once 20 are compared, known user or not', async () => {
  for (const user of ['EOLJ880311MDFSRM04', 'XARA750909HDFNDL00']) {
    domain.compared.length = 0;
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => domain.accounts.signIn('icsoe', user, 'guess')),
    );
    expect(domain.compared).toHaveLength(20);
    expect(answers.filter((answer) => !answer.ok && answer.reason === 'too-many-attempts')).toHaveLength(180);
  }
});

it.each<[Portal, Partial<Account>, string[]]>([
  [
    'icsoe',
    { curp: 'SISS850315HSRSSN07' },
    ['SISS850315HSRSSN07', 'siss850315hsrssn07', ' ſıſſ850315HſRſſN07', 'ſISS850315HSRSSN07'],
  ],
  [
    'impi',
    { email: 'josé@example.mx' },
    ['jos\u00e9@example.mx', 'jose\u0301@example.mx', ' JOS\u00c9@example.mx ', 'JOSE\u0301@EXAMPLE.MX'],
  ],
  [
    'pase',
    { clients: [{ number: '50020315' }], legacyPasswordHash: fakeHash('x') },
    ['50020315', ' 50020315', '50020315\t', '\u00a050020315'],
  ],
])('%s: however the user is written, it has the same twenty attempts', async (portal, given, spellings) => {
  await domain.seed({ portal, name: 'Siss', passwordHash: fakeHash('x'), ...given });
  for (let guess = 0; guess < 40; guess += 1) {
    await domain.accounts.signIn(portal, spellings[guess % spellings.length] ?? '', 'guess');
  }
  expect(domain.compared).toEqual(Array(20).fill(fakeHash('x')));
});

it('lets the owner in again when the window has passed', async () => {
  for (let guess = 0; guess < 25; guess += 1) await domain.accounts.signIn('icsoe', 'EOLJ880311MDFSRM04', 'guess');
  domain.clock.at += 60 * 60_000;
  expect(await domain.accounts.signIn('icsoe', 'EOLJ880311MDFSRM04', 'icsoe')).toMatchObject({ ok: true });
});

it('does not hash endless passwords', async () => {
  expect(await domain.accounts.signIn('icsoe', 'EOLJ880311MDFSRM04', 'x'.repeat(100_000))).toMatchObject({ ok: false });
  expect(domain.compared).toEqual([]);
});
