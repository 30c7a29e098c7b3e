import { jest } from '@jest/globals';
import move from '../../locales/es-MX/move.json' with { type: 'json' };
import pase from '../../locales/es-MX/pase.json' with { type: 'json' };
import prompts from '../../locales/es-MX/prompts.json' with { type: 'json' };
import {
  type Attacked,
  askStatus,
  letterFor,
  minute,
  opening,
  sayAll,
  startUnderAttack,
  toClientPassword,
  told,
} from '../support/abuse.ts';
import { sitDown } from '../support/agent.ts';
import { leadTo, textOf } from '../support/impi-efirma.ts';
import { placeOf, signChallenge } from '../support/person.ts';
import { plainBrowser } from '../support/served.ts';

jest.setTimeout(60_000);

/** The last column of the table of limits in `docs/threat-model.md`. */
let product: Attacked;
beforeAll(async () => {
  product = await startUnderAttack();
});
afterAll(() => product.stop());
beforeEach(() => product.begin());

const GOOD = 'Lluvia-Verde:48';
const password = { password: GOOD, confirmation: GOOD };

describe('closed: while counters do not answer', () => {
  it('no conversation is opened from an address', async () => {
    expect((await product.whileAway(() => product.generate('203.0.113.40'))).status).toBe(429);
    expect((await product.generate('203.0.113.40')).status).toBe(200);
  });

  it('no folio is looked up', async () => {
    const { curp } = product.crowd.take('impi');
    const owner = await product.entered('teams', letterFor(curp, 'aparte@example.mx'));
    const ask = askStatus(owner.last().folio ?? '', curp);
    await product.whileAway(() => sayAll(owner, ask));
    expect(owner.last().place).toBe('case-status/refused');
    await sayAll(owner, ask);
    expect(owner.last().place).toBe('case-status/done');
  });

  it('no password of PASE is compared', async () => {
    const { clientNumber, legacyPassword } = product.crowd.take('saed');
    const owner = await product.entered('web-chat', toClientPassword(clientNumber));
    const right = { password: legacyPassword };
    await product.whileAway(() => owner.answer(right));
    expect(owner.last().place).toBe('pase-migration/client-password');
    expect(told(owner)).toContain(opening(pase['client-password.too-many']));
    expect((await owner.answer(right)).place).toBe('pase-migration/email');
  });

  it('no e.firma is checked, and no code is sent', async () => {
    const { curp } = product.crowd.take('impi');
    const email = 'sin-contadores@example.mx';
    const efirma = product.crowd.efirma(curp);
    const { person, replies } = await leadTo('efirma', { url: product.url, curp, email });
    const signed = signChallenge(replies.at(-1)?.channelData.challenge ?? '', efirma);
    const refused = await product.whileAway(() => person.say(signed));
    expect(placeOf(refused)).toBe('impi-efirma/efirma');
    expect(textOf(refused)).toContain(opening(prompts['efirma.too-many']));
    const again = signChallenge(refused.at(-1)?.channelData.challenge ?? '', efirma);
    expect(placeOf(await person.say(again))).toBe('impi-efirma/code');
    await product.settled();
    const resent = await product.whileAway(() => person.say('reenviar código'));
    expect(textOf(resent)).toContain(opening(prompts['code.blocked']));
    await product.settled();
    expect(await product.demo.mailbox(email)).toHaveLength(1);
    expect(textOf(await person.say('reenviar código'))).toContain(opening(prompts['code.resent']));
  });

  it('no code of a move is shown, and none is tried', async () => {
    const tooMany = opening(move['move.too-many']);
    const owner = await product.entered('whatsapp', ['olvidé mi contraseña de ICSOE']);
    const ask = 'seguir en otro dispositivo';
    await product.whileAway(() => owner.say(ask));
    expect(told(owner)).toContain(tooMany);
    await owner.say(ask);
    const [code = ''] = /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(told(owner)) ?? [];
    const there = await product.enter('teams');
    await product.whileAway(() => there.say(code));
    expect(told(there)).toContain(tooMany);
    await there.say(code);
    expect(told(there)).toContain(opening(move['move.confirm-there']));
  });

  it('an agent is shown no masked field', async () => {
    const { curp } = product.crowd.take('icsoe');
    await product.entered('whatsapp', ['olvidé mi contraseña de ICSOE', curp, 'agente']);
    const agent = await sitDown(() => product.url, 'marisol.pineda');
    const [{ id } = { id: '' }] = await agent.queue();
    await agent.act(id, 'claim');
    const reveal = () => agent.act(id, 'reveal', { field: 'curp', reason: 'La lee en voz alta' });
    expect((await product.whileAway(reveal)).status).toBe(429);
    expect(await reveal()).toMatchObject({ status: 200, body: { value: curp } });
  });
});

describe('open: while counters do not answer', () => {
  it('who is in a conversation goes on, and those of channels that know their people begin', async () => {
    const talk = await product.enter('teams');
    await product.whileAway(async () => {
      expect((await talk.say('ICSOE del IMSS')).place).toBe('icsoe-reset/curp');
      expect((await product.enter('whatsapp')).greeting.said).not.toEqual([]);
    });
  });

  it('a person can be called', async () => {
    const talk = await product.enter('web-chat');
    expect((await product.whileAway(() => talk.say('agente'))).place).toBe('agent-handoff/with-agent');
  });

  it('a mailed link still sets a password', async () => {
    const { curp, email } = product.crowd.take('icsoe');
    await product.entered('whatsapp', ['olvidé mi contraseña de ICSOE', curp, email]);
    await product.settled();
    const { pathname, search } = new URL((await product.demo.mailbox(email)).at(-1)?.links[0] ?? '');
    const saved = await product.whileAway(async () => {
      const browser = plainBrowser(product.url);
      const { html } = await browser.open(pathname + search);
      const field = /name="link" value="([^"]+)"/.exec(html)?.[1] ?? '';
      const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1] ?? '';
      return browser.post(action, { link: field, ...password });
    });
    expect(saved.status).toBe(200);
    expect(await product.demo.signIn('icsoe', curp, GOOD)).toBe(true);
  });
});

it('mails wait while counters do not answer, also those of links asked for meanwhile, and none is lost', async () => {
  const { curp, email } = product.crowd.take('icsoe');
  const talk = await product.entered('whatsapp', ['olvidé mi contraseña de ICSOE', curp]);
  await product.whileAway(async () => {
    expect((await talk.say(email)).place).toBe('icsoe-reset/mail-sent');
    await product.uncounted('mail');
    expect(await product.demo.mailbox(email)).toEqual([]);
  });
  product.clock.forward(minute);
  await product.settled();
  expect(await product.demo.mailbox(email)).toHaveLength(1);
});
