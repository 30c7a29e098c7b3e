import { jest } from '@jest/globals';
import { limits } from '../../bot/config.ts';
import letter from '../../locales/es-MX/letter.json' with { type: 'json' };
import move from '../../locales/es-MX/move.json' with { type: 'json' };
import pase from '../../locales/es-MX/pase.json' with { type: 'json' };
import prompts from '../../locales/es-MX/prompts.json' with { type: 'json' };
import {
  type Attacked,
  askStatus,
  hour,
  letterFor,
  minute,
  opening,
  sayAll,
  startUnderAttack,
  toClientPassword,
  told,
} from '../support/abuse.ts';
import { type ChannelId, channelIds } from '../support/channel-person.ts';
import { enter, signChallenge } from '../support/person.ts';

jest.setTimeout(120_000);

let product: Attacked;
beforeAll(async () => {
  product = await startUnderAttack();
});
afterAll(() => product.stop());
beforeEach(() => product.begin());

const attacker = '203.0.113.60';
const wrong = { password: 'NoEsEsta77' };

describe('the present password of a PASE user', () => {
  const tooMany = opening(pase['client-password.too-many']);
  const saed = () => product.crowd.take('saed');
  /** Stands at the secure field of a user. */
  const at = (clientNumber: string, channel: ChannelId, address?: string) =>
    product.entered(channel, toClientPassword(clientNumber), address);

  /** Uses up the common share with wrong passwords, from one address and two conversations. */
  async function saturate(clientNumber: string): Promise<void> {
    const talks = [await at(clientNumber, 'web-chat', attacker), await at(clientNumber, 'web-chat', attacker)];
    for (let tries = 0; tries < limits.signInMaxAttempts; tries += 1) await talks[tries % 2]?.answer(wrong);
  }

  it('is proved by its owner on any channel at any minute, while others use up the tries of every hour', async () => {
    const { clientNumber, legacyPassword: password } = saed();
    for (const [channel, minutes] of [
      ['web-chat', 0],
      ['whatsapp', 29],
      ['teams', 58],
    ] as const) {
      const begun = product.clock.now();
      await saturate(clientNumber);
      product.clock.forward(minutes * minute);
      const guesser = await at(clientNumber, 'web-chat', attacker);
      await guesser.answer({ password });
      expect(guesser.last().place).toBe('pase-migration/client-password');
      expect(told(guesser)).toContain(tooMany);
      const owner = await at(clientNumber, channel);
      expect((await owner.answer({ password })).place).toBe('pase-migration/email');
      product.clock.forward(hour - (product.clock.now() - begun));
    }
  });

  it('is compared no more often than both shares allow, however many come for the first time; the hour ends it', async () => {
    const { clientNumber, legacyPassword: password } = saed();
    product.others('sign-in', 'pase:', limits.signInMaxAttempts);
    const guesser = await at(clientNumber, 'web-chat', attacker);
    await guesser.answer(wrong);
    // The guesser came before as well: by the last try that others left, or out of the reserve.
    product.others('sign-in-reserve', 'pase:', limits.signInReservedAttempts);
    for (const channel of channelIds) {
      const newcomer = await at(clientNumber, channel);
      await newcomer.answer({ password });
      expect(told(newcomer)).toContain(tooMany);
    }
    product.clock.forward(hour);
    const owner = await at(clientNumber, 'teams');
    expect((await owner.answer({ password })).place).toBe('pase-migration/email');
  });

  it('cannot be tried again by who had their first try, until the hour is over, which trying does not prolong', async () => {
    const { clientNumber, legacyPassword: password } = saed();
    await saturate(clientNumber);
    const owner = await at(clientNumber, 'whatsapp');
    const answer = async (values: { password: string }) => {
      await owner.say('formulario');
      return owner.answer(values);
    };
    expect(told(owner)).not.toContain(tooMany);
    expect((await answer(wrong)).place).toBe('pase-migration/client-password');
    expect(told(owner)).not.toContain(tooMany);
    for (const wait of [0, 30, 29]) {
      product.clock.forward(wait * minute);
      await answer({ password });
      expect(told(owner)).toContain(tooMany);
    }
    product.clock.forward(minute);
    expect((await answer({ password })).place).toBe('pase-migration/email');
  });

  it('is guessed from one conversation so often, whatever users it names; others go on', async () => {
    const guesser = await at(saed().clientNumber, 'teams');
    product.others('pase-sign-in', guesser.conversationId, limits.paseSignInsPerHour);
    await guesser.answer(wrong);
    expect(told(guesser)).toContain(tooMany);
    const { clientNumber, legacyPassword: password } = saed();
    expect((await (await at(clientNumber, 'teams')).answer({ password })).place).toBe('pase-migration/email');
  });
});

describe('folios', () => {
  const tooMany = opening(letter['status.too-many']);

  it('can be asked about by their owner, who comes for the first time, while others use up every hour', async () => {
    const { curp } = product.crowd.take('impi');
    const filed = await product.entered('whatsapp', letterFor(curp, 'folio@example.mx'));
    const folio = filed.last().folio ?? '';
    for (const channel of channelIds) {
      const guesser = await product.enter('web-chat', attacker);
      await sayAll(guesser, askStatus(folio, 'GOMA850315HDFNRN07'));
      expect(guesser.last().place).toBe('case-status/folio');
      product.others('case-look-up-folio', folio, limits.caseLookUpsPerFolioPerHour);
      await sayAll(guesser, ['cancelar', ...askStatus(folio, curp)]);
      expect(guesser.last().place).toBe('case-status/refused');
      expect(told(guesser)).toContain(tooMany);
      const owner = await product.entered(channel, askStatus(folio, curp));
      expect(owner.last().place).toBe('case-status/done');
      await sayAll(owner, askStatus(folio, curp));
      expect(owner.last().place).toBe('case-status/refused');
      product.clock.forward(hour);
    }
  });

  it('are asked about no more often than both shares allow; the hour ends it', async () => {
    const { curp } = product.crowd.take('impi');
    const folio = (await product.entered('teams', letterFor(curp, 'folio2@example.mx'))).last().folio ?? '';
    product.others('case-look-up-folio', folio, limits.caseLookUpsPerFolioPerHour);
    product.others('case-look-up-folio-reserve', folio, limits.caseLookUpsReservedPerFolioPerHour);
    const owner = await product.entered('whatsapp', askStatus(folio, curp));
    expect(owner.last().place).toBe('case-status/refused');
    product.clock.forward(hour);
    await sayAll(owner, askStatus(folio, curp));
    expect(owner.last().place).toBe('case-status/done');
  });

  it('are tried from one conversation so often; others ask on', async () => {
    const guesser = await product.enter('whatsapp');
    product.others('case-look-up', guesser.conversationId, limits.caseLookUpsPerHour - 1);
    await sayAll(guesser, askStatus('IMPI-2026-987654', 'GOMA850315HDFNRN07'));
    expect(guesser.last().place).toBe('case-status/folio');
    await guesser.say('IMPI-2026-987655');
    expect(guesser.last().place).toBe('case-status/refused');
    const other = await product.entered('web-chat', askStatus('IMPI-2026-987654', 'GOMA850315HDFNRN07'));
    expect(other.last().place).toBe('case-status/folio');
  });
});

describe('e.firmas', () => {
  const toEfirma = (curp: string, email: string) => [
    'recuperar mi cuenta del IMPI con e.firma',
    'sí',
    curp,
    email,
    email,
  ];
  const password = { password: 'Ladrona-Mala:73', confirmation: 'Ladrona-Mala:73' };

  it('are checked so often for one conversation, which goes on within the hour; others are not held up', async () => {
    const { curp } = product.crowd.take('impi');
    const [own, foreign] = [product.crowd.efirma(curp), product.crowd.efirma(product.crowd.take('impi').curp)];
    const talk = await product.entered('teams', toEfirma(curp, 'firmas@example.mx'));
    await talk.answer(password);
    const sign = async (efirma: typeof own) => talk.answer(signChallenge(await talk.person.challenge(), efirma).value);
    product.others('efirma-check', talk.conversationId, limits.efirmaChecksPerHour - 1);
    await sign(foreign);
    expect(told(talk)).not.toContain(opening(prompts['efirma.too-many']));
    await sign(own);
    expect([talk.last().place, told(talk)]).toEqual([
      'impi-efirma/efirma',
      expect.stringContaining(opening(prompts['efirma.too-many'])),
    ]);
    const other = await product.entered('web-chat', toEfirma(curp, 'firmas2@example.mx'));
    await other.answer(password);
    await other.answer(signChallenge(await other.person.challenge(), own).value);
    expect(other.last().place).toBe('impi-efirma/code');
    product.clock.forward(hour);
    await talk.say('formulario');
    await sign(own);
    expect(talk.last().place).toBe('impi-efirma/code');
  });

  it('let their owner through while attackers hold everything that bears their name', async () => {
    const { curp } = product.crowd.take('impi');
    const efirma = product.crowd.efirma(curp);
    const theirs = product.crowd.efirma(product.crowd.take('impi').curp);
    const email = 'duena@example.mx';
    const start = toEfirma(curp, email);
    await product.crowdOf(6, async (talk) => {
      product.others('efirma-check', talk.conversationId, limits.efirmaChecksPerHour);
      await sayAll(talk, start);
      await talk.answer(password);
      await talk.answer(signChallenge(await talk.person.challenge(), theirs).value);
      expect(talk.last().place).toBe('impi-efirma/efirma');
      await talk.say('agente');
    });
    const owner = await enter(product.url);
    for (const said of start) await owner.say(said);
    const asked = await owner.say({ value: { password: 'Lluvia-Verde:48', confirmation: 'Lluvia-Verde:48' } });
    await owner.say(signChallenge(asked.at(-1)?.channelData.challenge ?? '', efirma));
    const { codes } = await product.demo.mailTo(email, (mail) => mail.codes.length > 0);
    await owner.say(codes[0] ?? '');
    await owner.say('sí');
    expect(await product.demo.signIn('impi', email, 'Lluvia-Verde:48')).toBe(true);
  });
});

describe('codes that move a conversation', () => {
  const ask = 'seguir en otro dispositivo';
  const inWords = /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/;
  const tooMany = opening(move['move.too-many']);
  const busy = (channel: ChannelId) => product.entered(channel, ['olvidé mi contraseña de ICSOE']);

  it('are shown so often an hour in one conversation; others move', async () => {
    const talk = await busy('whatsapp');
    for (let shown = 0; shown < limits.movesPerHour; shown += 1) {
      await talk.say(ask);
      expect(told(talk)).toMatch(inWords);
    }
    await talk.say(ask);
    expect(told(talk)).toContain(tooMany);
    await (await busy('teams')).say(ask);
    product.clock.forward(hour);
    await talk.say(ask);
    expect(told(talk)).toMatch(inWords);
  });

  it('are tried so often an hour from one conversation, also the right one; whoever has it goes on elsewhere', async () => {
    const owner = await busy('web-chat');
    await owner.say(ask);
    const [code = ''] = inWords.exec(told(owner)) ?? [];
    const guesser = await product.enter('teams');
    for (let tries = 0; tries < limits.movesPerHour; tries += 1) {
      await guesser.say(`ACDE-${'34679'[tries % 5]}FGH`);
      expect(told(guesser)).toContain(opening(move['move.no-match']));
    }
    await guesser.say(code);
    expect(told(guesser)).toContain(tooMany);
    const phone = await product.enter('whatsapp');
    await phone.say(code);
    expect(told(phone)).toContain('Falta un paso');
  });
});
