import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ResetRequest } from '../../../services/requests/reset-request.ts';
import { capturista, customer, openReset, type TestReset } from '../../support/new-password.ts';

const { curp, email } = capturista;
const HOUR = 60 * 60_000;

let reset: TestReset;
beforeEach(async () => {
  reset = await openReset();
});
afterEach(() => reset.close());

const byCurp = (given: { curp?: string; email?: string } = {}): ResetRequest => ({
  by: 'curp',
  portal: 'icsoe',
  curp,
  email,
  ...given,
});
const byEmail = (address: string): ResetRequest => ({ by: 'email', portal: 'pase', email: address });
const mailCount = async (address: string) => (await reset.mailsTo(address)).length;

describe('a request that fits', () => {
  it('sends a link from ICSOE to the address on record', async () => {
    await reset.seed(capturista);
    await reset.ask(byCurp());
    const [mail] = await reset.mailsTo(email);
    expect(mail?.from).toBe('ICSOE IMSS <icsoe@imss.gob.mx>');
    expect(mail?.links).toEqual([
      expect.stringMatching(/^https:\/\/recupera\.example\/contrasena-nueva\?t=[\w-]{43}$/),
    ]);
    expect(mail?.text).toContain('sirve 1 hora');
    expect(await reset.audited()).toEqual(['link.sent', 'mail.sent']);
  });

  it.each([
    ['CURP and email in another spelling', byCurp({ curp: ` ${curp.toLowerCase()} `, email: ' JIMENA@Example.MX' })],
    ['a holder of an old link', { by: 'account', accountId: 'account-1' } as const],
  ])('fits with %s', async (_name, request) => {
    await reset.seed(capturista);
    await reset.ask(request);
    expect(await mailCount(email)).toBe(1);
  });

  it('at PASE goes to the email of the account', async () => {
    await reset.seed(customer);
    await reset.ask(byEmail('FERNANDA@example.mx'));
    expect((await reset.mailsTo(customer.email))[0]?.subject).toBe('Crea una contraseña nueva para el Portal PASE');
  });

  it('sends one mail when its job runs twice', async () => {
    await reset.seed(capturista);
    const job = reset.resetRequest({ id: 'turn', request: byCurp(), locale: 'es-MX', at: reset.clock.at });
    const handler = reset.handlers['reset-request'];
    await handler?.run([{ ...job, attempts: 1 }]);
    await handler?.run([{ ...job, attempts: 2 }]);
    await reset.runner.settle();
    expect(await mailCount(email)).toBe(1);
  });

  it('speaks the language of the conversation', async () => {
    await reset.seed(capturista);
    await reset.store.jobs.add([
      reset.resetRequest({ id: 'turn', request: byCurp(), locale: 'en', at: reset.clock.at }),
    ]);
    await reset.runner.settle();
    expect((await reset.mailsTo(email))[0]?.text).toContain('1 hour');
  });
});

describe('a request that fits nobody', () => {
  const frozen = { at: 1, by: 'somebody' };
  it.each([
    ['of nobody', [], byCurp(), 'no-match'],
    ['with another email', [capturista], byCurp({ email: 'otra@example.mx' }), 'no-match'],
    ['with another CURP', [capturista], byCurp({ curp: 'AAMB761024HMCLJR02' }), 'no-match'],
    ['of a frozen account', [{ ...capturista, frozen }], byCurp(), 'frozen'],
    ['of an account at another portal', [{ ...capturista, portal: 'impi' as const }], byCurp(), 'no-match'],
    [
      'of an account that has no password yet',
      [{ ...customer, passwordHash: undefined }],
      byEmail(customer.email),
      'pending',
    ],
    ['of a former address', [{ ...customer, contacts: ['antes@example.mx'] }], byEmail('antes@example.mx'), 'no-match'],
    [
      'of an account at the IMPI',
      [{ ...capturista, portal: 'impi' as const }],
      { by: 'account', accountId: 'account-1' } as const,
      'no-match',
    ],
    [
      'of an account that went to another',
      [{ ...customer, movedTo: 'x' }],
      { by: 'account', accountId: 'account-1' } as const,
      'no-match',
    ],
  ])('%s sends nothing and is audited', async (_name, accounts, request, reason) => {
    for (const account of accounts) await reset.seed(account as Parameters<TestReset['seed']>[0]);
    await reset.ask(request);
    for (const address of [email, customer.email, 'otra@example.mx', 'antes@example.mx']) {
      expect(await mailCount(address)).toBe(0);
    }
    const [entry] = await reset.store.chain.read(0, 10);
    expect(JSON.parse(entry?.body ?? '{}')).toMatchObject({ name: 'link.refused', reason });
  });
});

describe('many requests', () => {
  it('are five mails an hour, and five more in the next', async () => {
    await reset.seed(capturista);
    for (let count = 0; count < 12; count += 1) await reset.ask(byCurp());
    expect(await mailCount(email)).toBe(5);
    reset.clock.at += HOUR;
    await reset.ask(byCurp());
    expect(await mailCount(email)).toBe(6);
  });

  it.each([
    ['her CURP with other addresses', (count: number) => byCurp({ email: `x${count}@example.mx` })],
    ['her address with other CURPs', () => byCurp({ curp: 'AAMB761024HMCLJR02' })],
  ])('with %s leave the owner what she needs', async (_name, request) => {
    await reset.seed(capturista);
    for (let count = 0; count < 40; count += 1) await reset.ask(request(count));
    await reset.ask(byCurp());
    expect(await mailCount(email)).toBe(1);
  });

  it('of both leave her the links that they sent', async () => {
    await reset.seed(capturista);
    for (let count = 0; count < 40; count += 1) await reset.ask(byCurp());
    const statuses = await Promise.all(
      (await reset.mailsTo(email)).map(async ({ links: [link = ''] }) => {
        const { pathname, search } = new URL(link);
        return (await reset.browser().open(pathname + search)).status;
      }),
    );
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
  });

  it('are counted for unknown addresses as for known ones', async () => {
    for (let count = 0; count < 6; count += 1) await reset.ask(byCurp());
    const reasons = (await reset.store.chain.read(0, 10)).map(({ body }) => JSON.parse(body).reason);
    expect(reasons).toEqual([...Array(5).fill('no-match'), 'limit']);
  });

  it('stay refused when they are tried again', async () => {
    await reset.seed(capturista);
    for (let count = 0; count < 5; count += 1) await reset.ask(byCurp());
    await reset.store.jobs.add([
      reset.resetRequest({ id: 'sixth', request: byCurp(), locale: 'es-MX', at: reset.clock.at }),
    ]);
    const away = jest.spyOn(reset.store.jobs, 'add').mockRejectedValue(new Error('the store is away'));
    await reset.runner.settle();
    away.mockRestore();
    reset.clock.at += 60_000;
    await reset.runner.settle();
    const { reasons } = await reset.auditedReasons('link.refused');
    expect([reasons, (await reset.auditedReasons('link.sent')).reasons.length]).toEqual([['limit'], 5]);
  });
});

it('keeps nothing of what was given in the clear', async () => {
  await reset.seed(capturista);
  const job = reset.resetRequest({ id: 'turn', request: byCurp(), locale: 'es-MX', at: reset.clock.at });
  expect(JSON.stringify(job)).not.toMatch(/EOLJ|jimena/i);
  await reset.ask(byCurp());
  expect(JSON.stringify(await reset.store.chain.read(0, 10))).not.toMatch(/EOLJ|jimena/i);
});
