import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import en from '../../../locales/en/mail.json' with { type: 'json' };
import es from '../../../locales/es-MX/mail.json' with { type: 'json' };
import type { Mail, MailTemplate } from '../../../services/mail/mail.ts';
import { MailRefused, MailTemplate as Templates } from '../../../services/mail/mail.ts';
import { templates } from '../../../services/mail/templates.ts';
import { openDomain, type TestDomain } from '../../support/domain.ts';

let domain: TestDomain;
beforeEach(async () => {
  domain = await openDomain();
});
afterEach(() => domain.close());

const LINK = 'https://recupera.example/x?t=abc&y=1';
const all = {
  code: '012345',
  ttl: '10 minutos',
  name: 'Ana',
  when: '21 de noviembre',
  email: 'a•••@example.mx',
  link: LINK,
  folio: 'IMPI-2026-000123',
  deadline: '21 de diciembre',
  reason: 'la identificación no es legible',
  client: '7723',
};
const paramsOf = (template: MailTemplate) =>
  Object.fromEntries(Object.entries(all).filter(([key]) => key === 'name' || templates[template].params.includes(key)));

let sent = 0;
async function send(template: MailTemplate, more: object = {}): Promise<Mail[]> {
  sent += 1;
  const order = { to: 'ana@example.mx', portal: 'impi', at: domain.clock.at, params: paramsOf(template) } as const;
  await domain.store.jobs.add([domain.mailJob({ id: `mail:${sent}`, template, ...order, ...more })]);
  await domain.runner.settle();
  return domain.mailsTo('ana@example.mx');
}

describe.each(['es-MX', 'en'] as const)('in %s', (locale) => {
  it.each(Templates.options)(
    '%s is whole: no hole, code and link where they belong, nothing loaded',
    async (template) => {
      const [mail] = await send(template, { locale });
      const params = paramsOf(template);
      expect(mail?.subject).toMatch(/\S/);
      const words = `${mail?.subject}${mail?.text}${mail?.html.replace(/<style>.*<\/style>/s, '')}`;
      expect(words).not.toMatch(/[{}]|undefined|null/);
      expect(mail?.codes).toEqual('code' in params ? ['012345'] : []);
      expect(mail?.links).toEqual('link' in params ? [LINK] : []);
      if ('link' in params) {
        expect(mail?.text).toContain(LINK);
        expect(mail?.html).toContain('href="https://recupera.example/x?t=abc&amp;y=1"');
      }
      expect(mail?.html).not.toMatch(/<img|<script|<link|url\(|@import|src=/i);
      expect(mail?.html).toContain('prefers-color-scheme:dark');
      expect(mail?.html).toContain(`<html lang="${locale}">`);
    },
  );
});

it('says the same things in both languages', () => {
  expect(Object.keys(en)).toEqual(Object.keys(es));
  for (const [key, sentence] of Object.entries(es)) {
    const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    expect([key, holes(Object.entries(en).find(([other]) => other === key)?.[1] ?? '')]).toEqual([
      key,
      holes(sentence),
    ]);
  }
});

it('asks the person not to share a code, and says why they get the mail', async () => {
  const [mail] = await send('code');
  expect(mail?.text).toContain('No compartas este código');
  expect(mail?.text).toContain('Recibes este correo porque');
});

it('of the PASE activation has the button of the guide', async () => {
  const [mail] = await send('pase-activate', { portal: 'pase' });
  expect(mail?.html).toContain('>Sí, ésta es mi dirección de correo electrónico</a>');
});

it.each([
  ['icsoe', 'ICSOE IMSS <icsoe@imss.gob.mx>'],
  ['impi', 'Recupera <no-responder@recupera.example>'],
])('of %s comes from %s', async (portal, from) => {
  const [mail] = await send('icsoe-reset', { portal });
  expect(mail?.from).toBe(from);
});

describe('what anybody can fill in', () => {
  it('stays text in HTML and one line in the subject', async () => {
    const [mail] = await send('set-password', {
      params: { ...paramsOf('set-password'), name: '<script>alert(1)</script>', folio: 'X\r\nBcc: all@example.mx' },
    });
    expect(mail?.html).not.toContain('<script');
    expect(mail?.html).toContain('&lt;script&gt;');
    expect(mail?.subject).not.toMatch(/[\r\n]/);
  });

  it.each([
    'a@example.mx\r\nBcc: b@example.mx',
    'a@example.mx, b@example.mx',
    'Ana <a@example.mx>',
    'a b@example.mx',
    '"a"@example.mx',
    'a@example.mx\u2028x',
    'a@b@c',
    'nobody',
    `${'a'.repeat(250)}@example.mx`,
  ])('is no address: %j', (to) => {
    const order = { id: 'm', to, portal: 'impi', template: 'code', params: paramsOf('code'), at: 0 } as const;
    expect(() => domain.mailJob(order)).toThrow('not one mailbox');
  });
});

it('is not ordered without what its sentences need', () => {
  const order = { id: 'm', to: 'a@example.mx', portal: 'impi', template: 'code', params: {}, at: 0 } as const;
  expect(() => domain.mailJob(order)).toThrow('mail code lacks code, ttl');
});

it('rests unreadable, as a job and in the mailbox', async () => {
  const job = domain.mailJob({
    id: 'm1',
    to: 'ana@example.mx',
    portal: 'impi',
    template: 'code',
    params: paramsOf('code'),
    at: domain.clock.at,
  });
  await domain.store.jobs.add([job]);
  await domain.runner.settle();
  const rests = JSON.stringify([job, await domain.store.documents.list('mail', { limit: 9 })]);
  expect(rests).toContain('sealed');
  for (const secret of ['012345', 'ana@', 'Tu código']) expect(rests).not.toContain(secret);
});

describe('the hourly cap of a mailbox', () => {
  const spellings = ['ana@example.mx', 'ANA@example.mx', 'ana+1@example.mx', 'ana+2@Example.mx'];

  it('holds for codes and links however the address is written, and suppressed ones count', async () => {
    for (let count = 0; count < 12; count += 1) await send('code', { to: spellings[count % 4] });
    const arrived = await Promise.all([...new Set(spellings.map((s) => s.toLowerCase()))].map(domain.mailsTo));
    expect(arrived.flat()).toHaveLength(5);
    expect((await domain.audited()).filter((name) => name === 'mail.suppressed')).toHaveLength(7);

    domain.clock.at += 60 * 60_000;
    expect((await send('code')).length).toBeGreaterThan(0);
  });

  it('filled with what anybody can cause, lets the codes of who proved themself through, and a link of each kind', async () => {
    for (let count = 0; count < 9; count += 1) await send('letter-filed');
    for (let count = 0; count < 9; count += 1) await send('icsoe-reset');
    for (let count = 0; count < 9; count += 1) await send('pase-reset');
    for (let count = 0; count < 9; count += 1) await send('code');
    const mails = await domain.mailsTo('ana@example.mx');
    expect(mails.filter(({ codes }) => codes.length > 0)).toHaveLength(5);
    expect(mails.filter(({ links }) => links.length > 0)).toHaveLength(2);
    expect(mails).toHaveLength(5 + 2 + 5);
  });

  it('holds also for mails that waited because nobody could count them', async () => {
    const away = jest.spyOn(domain.store.counters, 'hit').mockRejectedValue(new Error('the store is away'));
    for (let count = 0; count < 9; count += 1) await send('letter-filed');
    for (let minute = 0; minute < 10; minute += 1) {
      domain.clock.at += 60_000;
      await domain.runner.settle();
    }
    expect(await domain.mailsTo('ana@example.mx')).toEqual([]);
    away.mockRestore();
    domain.clock.at += 10 * 60_000;
    await domain.runner.settle();
    expect(await domain.mailsTo('ana@example.mx')).toHaveLength(5);
  });

  it('holds for a mail that is tried again because nobody could note that it was held back', async () => {
    for (let count = 0; count < 5; count += 1) await send('code');
    const order = { to: 'ana@example.mx', portal: 'impi', template: 'code', at: domain.clock.at } as const;
    await domain.store.jobs.add([domain.mailJob({ id: 'over', ...order, params: paramsOf('code') })]);
    const away = jest.spyOn(domain.store.jobs, 'add').mockRejectedValue(new Error('the store is away'));
    await domain.runner.settle();
    away.mockRestore();
    domain.clock.at += 60_000;
    await domain.runner.settle();
    expect(await domain.mailsTo('ana@example.mx')).toHaveLength(5);
    expect((await domain.audited()).filter((name) => name === 'mail.suppressed')).toHaveLength(1);
  });

  it('never holds back a notice of a change', async () => {
    for (let count = 0; count < 8; count += 1) await send('code');
    for (let count = 0; count < 8; count += 1) await send('account-changed');
    expect((await domain.mailsTo('ana@example.mx')).filter((mail) => mail.codes.length === 0)).toHaveLength(8);
  });
});

it('has no more mails under way than its server takes, and sends each of them once', async () => {
  const delivered: string[] = [];
  let under = 0;
  let most = 0;
  const own = await openDomain({
    mailer: {
      atOnce: 3,
      async send({ id }) {
        under += 1;
        most = Math.max(most, under);
        await new Promise(setImmediate);
        under -= 1;
        delivered.push(id);
      },
    },
  });
  const order = { to: 'ana@example.mx', portal: 'impi', template: 'account-changed', at: own.clock.at } as const;
  const ids = Array.from({ length: 20 }, (_, index) => `m${index}`);
  await own.store.jobs.add(ids.map((id) => own.mailJob({ id, ...order, params: paramsOf('account-changed') })));
  await own.runner.settle();
  expect([delivered.toSorted(), most]).toEqual([ids.toSorted(), 3]);
  await own.close();
});

describe('when the mail server is down', () => {
  it('a mail is tried until it goes out, once, without using up the cap', async () => {
    const delivered: Mail[] = [];
    let broken = true;
    const own = await openDomain({
      mailer: {
        async send(mail) {
          if (broken) throw new Error('connection refused');
          delivered.push(mail);
        },
      },
    });
    const order = { to: 'ana@example.mx', portal: 'impi', template: 'code', at: own.clock.at } as const;
    await own.store.jobs.add([own.mailJob({ id: 'm1', ...order, params: paramsOf('code') })]);
    for (let minute = 0; minute < 30; minute += 1) {
      await own.runner.settle();
      own.clock.at += 60_000;
    }
    broken = false;
    own.clock.at += 5 * 60_000;
    await own.runner.settle();
    await own.runner.settle();

    expect(delivered.map(({ id }) => id)).toEqual(['m1']);
    expect(JSON.stringify(own.reports)).not.toContain('012345');
    await own.close();
  });
});

describe('when the mail server refuses a mail', () => {
  const minute = 60_000;
  const hour = 60 * minute;

  /** Sends one notice through a server that refuses it until it is told otherwise. */
  async function refusing(noSuchMailbox: boolean) {
    const server = { refuses: true, tries: 0, delivered: 0 };
    const own = await openDomain({
      mailer: {
        async send() {
          server.tries += 1;
          if (server.refuses) throw new MailRefused(noSuchMailbox);
          server.delivered += 1;
        },
      },
    });
    const order = { to: 'ana@example.mx', portal: 'impi', template: 'account-changed', at: own.clock.at } as const;
    await own.store.jobs.add([own.mailJob({ id: 'm1', ...order, params: paramsOf('account-changed') })]);
    /** Lets time pass, as a process sees it that looks every minute. */
    async function pass(ms: number) {
      for (const end = own.clock.at + ms; own.clock.at <= end; own.clock.at += minute) await own.runner.settle();
      await own.runner.settle();
    }
    return { own, server, pass };
  }

  it('for a mailbox that does not exist it is given up at once, and the audit trail says so', async () => {
    const { own, server, pass } = await refusing(true);
    await pass(hour);
    expect(server.tries).toBe(1);
    expect((await own.audited()).filter((name) => name.startsWith('mail.'))).toEqual(['mail.failed']);
    expect(own.reports.map(({ what }) => what)).toContain('hopeless');
    await own.close();
  });

  it('for what may pass it goes out when that has passed, hours later', async () => {
    const { own, server, pass } = await refusing(false);
    await pass(26 * hour);
    server.refuses = false;
    await pass(hour);
    expect(server.delivered).toBe(1);
    expect(server.tries).toBeLessThan(65);
    expect(await own.audited()).toEqual(['mail.failed', 'notice.sent']);
    await own.close();
  });

  it('and never takes it, it is given up after two days, told once', async () => {
    const { own, server, pass } = await refusing(false);
    await pass(50 * hour);
    const tries = server.tries;
    server.refuses = false;
    await pass(5 * hour);
    expect([server.tries, server.delivered]).toEqual([tries, 0]);
    expect(await own.audited()).toEqual(['mail.failed']);
    await own.close();
  });
});
