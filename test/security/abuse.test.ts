import { jest } from '@jest/globals';
import { limits } from '../../bot/config.ts';
import teams from '../../locales/es-MX/teams.json' with { type: 'json' };
import type { Store } from '../../services/store/store.ts';
import { channelIds } from '../support/channel-person.ts';
import { type Channels, startChannels } from '../support/channel-product.ts';
import type { Talk } from '../support/channel-talk.ts';
import { demoDoors } from '../support/demo.ts';
import { enter, signChallenge } from '../support/person.ts';

jest.setTimeout(60_000);

const minute = 60_000;
const hour = 60 * minute;

/** What attackers have done to the counters, besides what they do in a test: by how the key of a counter begins. */
const harm = { away: false, used: new Map<string, number>() };

/** Counters over those of the store that fail, or that others have used already. */
const harmed = (store: Store): Store => ({
  ...store,
  counters: {
    ...store.counters,
    async hit(key, options) {
      if (harm.away) throw new Error('the store is away');
      const begins = [...harm.used.keys()].find((beginning) => key.startsWith(beginning)) ?? key;
      const by = harm.used.get(begins);
      harm.used.delete(begins);
      return store.counters.hit(key, by === undefined ? options : { ...options, by });
    },
  },
});

let channels: Channels;
let demo: ReturnType<typeof demoDoors>;
beforeAll(async () => {
  channels = await startChannels({ size: 80, around: harmed });
  demo = demoDoors(channels.url);
});
afterAll(() => channels.stop());
/** Each test begins with windows of its own. */
beforeEach(() => {
  harm.away = false;
  harm.used.clear();
  channels.product.clock.forward(hour + 1);
});

/** Others take so many of a limit, as the next one is counted. */
const others = (rule: string, key: string, points: number) => void harm.used.set(`limit:${rule}:${key}`, points + 1);

const generate = async (address: string) => {
  const headers = { 'x-forwarded-for': address };
  const { status, headers: answered } = await fetch(`${channels.url}/v3/directline/tokens/generate`, {
    method: 'POST',
    headers,
  });
  return { status, retryAfter: Number(answered.get('retry-after')) };
};

/** Until nothing is due any more within a moment. What waits for the end of its minute is left. */
async function settled(): Promise<void> {
  for (let round = 0; round < 1_000; round += 1) {
    const { oldestDueAt } = await channels.product.store.jobs.depth();
    if (oldestDueAt === undefined || oldestDueAt > channels.product.clock.now() + minute / 3) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('jobs are left');
}

async function sayAll(talk: Talk, said: readonly string[]): Promise<void> {
  for (const text of said) await talk.say(text);
}

/** So many conversations, spread over all channels. */
const crowdOf = (count: number, work: (talk: Talk) => Promise<void>) =>
  Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const talk = await channels.enter(channelIds[index % channelIds.length] ?? 'web-chat');
      await work(talk);
    }),
  );

describe('new conversations', () => {
  it('are counted by address; others are not touched, and the hour is not prolonged by asking on', async () => {
    const attacker = '203.0.113.7';
    const answers = await Promise.all(
      Array.from({ length: limits.conversationsPerAddressPerHour + 5 }, () => generate(attacker)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(limits.conversationsPerAddressPerHour);
    for (const { retryAfter } of answers.filter(({ status }) => status !== 200)) {
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(hour / 1000);
    }
    expect((await generate('203.0.113.8')).status).toBe(200);
    channels.product.clock.forward(59 * minute);
    expect((await generate(attacker)).status).toBe(429);
    channels.product.clock.forward(minute + 1);
    expect((await generate(attacker)).status).toBe(200);
  });

  it('of an IPv6 network are one address', async () => {
    others('conversation-start', '2001:db8:1:2::/64', limits.conversationsPerAddressPerHour);
    expect((await generate('2001:db8:1:2::1')).status).toBe(429);
    expect((await generate('2001:db8:1:2:ffff::9')).status).toBe(429);
    expect((await generate('2001:db8:1:3::1')).status).toBe(200);
  });

  it('that fill one channel leave the others open, and nobody waits longer than a minute', async () => {
    others('conversation-start-channel', 'web-chat', limits.conversationsPerChannelPerMinute);
    expect(await generate('203.0.113.20')).toMatchObject({ status: 429 });
    expect((await generate('203.0.113.21')).retryAfter).toBeLessThanOrEqual(60);
    expect((await channels.enter('teams')).greeting.said).not.toEqual([]);
    channels.product.clock.forward(minute);
    expect((await generate('203.0.113.21')).status).toBe(200);
  });

  it('over all channels are bounded', async () => {
    others('conversation-start-overall', 'all', limits.conversationsPerMinute);
    expect((await generate('203.0.113.30')).status).toBe(429);
    expect((await generate('203.0.113.31')).status).toBe(429);
    channels.product.clock.forward(minute);
    expect((await generate('203.0.113.30')).status).toBe(200);
  });

  it('one too many of WhatsApp is not acknowledged, so that it comes again', async () => {
    const phone = channels.graph.phone({ waId: '5215599990001' });
    const known = await channels.enter('whatsapp');
    channels.product.clock.forward(minute);
    others('conversation-start-channel', 'whatsapp', limits.conversationsPerChannelPerMinute);
    const message = [{ type: 'text', text: { body: 'hola' } }, { wamid: 'wamid.again' }] as const;
    expect((await phone.sends(...message))[0]).toBeGreaterThanOrEqual(500);
    // Who is in a conversation already goes on.
    expect((await known.say('ICSOE del IMSS')).place).toBe('icsoe-reset/curp');
    channels.product.clock.forward(minute);
    expect(await phone.sends(...message)).toEqual([200]);
    await phone.hears('choose');
  });

  it('one too many of Teams is told to write again', async () => {
    others('conversation-start-channel', 'teams', limits.conversationsPerChannelPerMinute);
    const user = channels.product.user();
    expect((await user.post({ type: 'message', text: 'hola' })).status).toBe(200);
    expect(user.messages().map(({ text }) => text)).toEqual([teams['teams.not-kept']]);
    channels.product.clock.forward(minute);
    expect((await user.say('ICSOE del IMSS')).at(-1)).toMatchObject({ step: 'curp' });
  });
});

describe('messages', () => {
  it.each(['whatsapp', 'teams'] as const)('of one conversation on %s keep nobody else waiting', async (channel) => {
    const attacker = await channels.enter(channel);
    const victim = await channels.enter(channel);
    const flood = Array.from({ length: limits.messagesPerConversationPerMinute + 20 }, (_, index) =>
      attacker.person.say(`hola ${index}`),
    );
    expect((await victim.say('ICSOE del IMSS')).place).toBe('icsoe-reset/curp');
    await Promise.all(flood);
    await settled();
    const log = await channels.product.store.conversations.log(attacker.conversationId, 0, 1_000);
    const theirs = log.filter(({ activity }) => JSON.stringify(activity).includes('"text":"hola '));
    expect(theirs.length).toBeLessThanOrEqual(limits.messagesPerConversationPerMinute);
    expect(theirs.length).toBeGreaterThan(limits.messagesPerConversationPerMinute / 2);
  });
});

describe('mails to one mailbox', () => {
  it('are capped, whoever asks from wherever; after the hour the owner gets theirs', async () => {
    const { curp, email } = channels.crowd.take('icsoe');
    await crowdOf(12, (talk) => sayAll(talk, ['olvidé mi contraseña de ICSOE', curp, email]));
    await settled();
    const links = await demo.mailbox(email);
    // What attackers ask for goes to the owner, and works.
    expect(links).toHaveLength(limits.mailsPerRecipientPerHour);
    channels.product.clock.forward(hour);
    const owner = await channels.enter('whatsapp');
    await sayAll(owner, ['olvidé mi contraseña de ICSOE', curp, email]);
    await settled();
    expect(await demo.mailbox(email)).toHaveLength(limits.mailsPerRecipientPerHour + 1);
  });

  it('are counted together however the address is written', async () => {
    const written = Array.from({ length: 9 }, (_, index) =>
      index % 2 ? `bombar.deada+${index}@gmail.com` : `b${'.'.repeat(index ? 1 : 0)}ombardeada+x${index}@gmail.com`,
    );
    let next = 0;
    await crowdOf(written.length, async (talk) => {
      const email = written[next++] ?? '';
      const curp = channels.crowd.people.icsoe[next]?.curp ?? '';
      const start = ['no tengo e.firma y quiero cambiar el correo de mi cuenta del IMPI', 'sí', curp, 'Ana Gómez Mora'];
      await sayAll(talk, [...start, email, email, 'sí']);
      expect(talk.last().place).toBe('impi-letter/awaiting-visit');
    });
    await settled();
    const mails = await Promise.all(written.map((email) => demo.mailbox(email)));
    expect(mails.flat()).toHaveLength(limits.mailsPerRecipientPerHour);
  });
});

describe('guesses', () => {
  it('at one folio are bounded over all conversations, and its owner asks again after the hour', async () => {
    const owner = await channels.enter('whatsapp');
    const { curp = '' } = channels.crowd.people.icsoe[70] ?? {};
    const start = ['no tengo e.firma y quiero cambiar el correo de mi cuenta del IMPI', 'sí', curp, 'Ana Gómez Mora'];
    await sayAll(owner, [...start, 'folio@example.mx', 'folio@example.mx', 'sí']);
    const folio = owner.last().folio ?? '';
    others('case-look-up-folio', folio, limits.caseLookUpsPerFolioPerHour);
    const ask = (talk: Talk) => sayAll(talk, ['quiero ver cómo va mi trámite', folio, curp]);
    const attacker = await channels.enter('teams');
    await ask(attacker);
    expect(attacker.last().place).toBe('case-status/refused');
    await ask(owner);
    expect(owner.last().place).toBe('case-status/refused');
    channels.product.clock.forward(hour);
    await ask(owner);
    expect(owner.last().place).toBe('case-status/done');
  });

  it('at the password of a user end with the hour, which further guesses do not prolong', async () => {
    const { clientNumber, legacyPassword: password } = channels.crowd.take('saed');
    const start = ['quiero pasar mi usuario SAED a mi correo', clientNumber];
    const [attacker, owner] = [await channels.enter('teams'), await channels.enter('whatsapp')];
    for (const talk of [attacker, owner]) await sayAll(talk, start);
    harm.used.set('sign-in:pase:', limits.signInMaxAttempts);
    const guess = async () => {
      await attacker.say('formulario');
      return attacker.answer({ password: 'NoEsEsta77' });
    };
    await guess();
    const proves = async () => {
      await owner.say('formulario');
      return owner.answer({ password });
    };
    expect((await proves()).place).toBe('pase-migration/client-password');
    channels.product.clock.forward(30 * minute);
    await guess();
    channels.product.clock.forward(29 * minute);
    await guess();
    expect((await proves()).place).toBe('pase-migration/client-password');
    channels.product.clock.forward(minute);
    expect((await proves()).place).toBe('pase-migration/email');
  });

  it('from one conversation are bounded; others ask on', async () => {
    const attacker = await channels.enter('whatsapp');
    others('case-look-up', attacker.conversationId, limits.caseLookUpsPerHour - 1);
    const ask = (talk: Talk) =>
      sayAll(talk, ['quiero ver cómo va mi trámite', 'IMPI-2026-987654', 'GOMA850315HDFNRN07']);
    await ask(attacker);
    expect(attacker.last().place).toBe('case-status/folio');
    await sayAll(attacker, ['IMPI-2026-987655']);
    expect(attacker.last().place).toBe('case-status/refused');
    const other = await channels.enter('web-chat');
    await ask(other);
    expect(other.last().place).toBe('case-status/folio');
  });
});

describe('while counters do not answer', () => {
  it('no conversation is opened from the web, nothing is looked up, and who is in a conversation goes on', async () => {
    const talk = await channels.enter('teams');
    harm.away = true;
    expect((await generate('203.0.113.40')).status).toBe(429);
    await sayAll(talk, ['quiero ver cómo va mi trámite', 'IMPI-2026-987654', 'GOMA850315HDFNRN07']);
    expect(talk.last().place).toBe('case-status/refused');
    expect((await talk.say('ICSOE del IMSS')).place).toBe('icsoe-reset/curp');
    // Those of other channels are known to them by more than an address.
    expect((await channels.enter('whatsapp')).greeting.said).not.toEqual([]);
    harm.away = false;
    expect((await generate('203.0.113.40')).status).toBe(200);
  });

  it('mails wait, and none is lost', async () => {
    const { curp, email } = channels.crowd.take('icsoe');
    const talk = await channels.enter('whatsapp');
    await sayAll(talk, ['olvidé mi contraseña de ICSOE', curp]);
    harm.away = true;
    expect((await talk.say(email)).place).toBe('icsoe-reset/mail-sent');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await demo.mailbox(email)).toEqual([]);
    harm.away = false;
    channels.product.clock.forward(minute);
    await settled();
    expect(await demo.mailbox(email)).toHaveLength(1);
  });
});

it('an owner with an e.firma gets through while attackers hold everything that bears their name', async () => {
  const { curp } = channels.crowd.take('impi');
  const efirma = channels.crowd.efirma(curp);
  const theirs = channels.crowd.efirma(channels.crowd.take('impi').curp);
  const email = 'duena@example.mx';
  const start = ['recuperar mi cuenta del IMPI con e.firma', 'sí', curp, email, email];
  await crowdOf(6, async (talk) => {
    others('efirma-check', talk.conversationId, limits.efirmaChecksPerHour);
    await sayAll(talk, start);
    await talk.answer({ password: 'Ladrona-Mala:73', confirmation: 'Ladrona-Mala:73' });
    const { value } = signChallenge(await talk.person.challenge(), theirs);
    await talk.answer(value);
    expect(talk.last().place).toBe('impi-efirma/efirma');
    await talk.say('agente');
  });
  const owner = await enter(channels.url);
  for (const said of start) await owner.say(said);
  const asked = await owner.say({ value: { password: 'Lluvia-Verde:48', confirmation: 'Lluvia-Verde:48' } });
  await owner.say(signChallenge(asked.at(-1)?.channelData.challenge ?? '', efirma));
  const { codes } = await demo.mailTo(email, (mail) => mail.codes.length > 0);
  await owner.say(codes[0] ?? '');
  await owner.say('sí');
  expect(await demo.signIn('impi', email, 'Lluvia-Verde:48')).toBe(true);
});
