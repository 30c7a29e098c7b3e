import { jest } from '@jest/globals';
import { limits } from '../../bot/config.ts';
import teams from '../../locales/es-MX/teams.json' with { type: 'json' };
import { type Attacked, hour, minute, startUnderAttack } from '../support/abuse.ts';
import { findSecrets } from '../support/inside.ts';

jest.setTimeout(60_000);

let product: Attacked;
beforeAll(async () => {
  product = await startUnderAttack();
});
afterAll(() => product.stop());
beforeEach(() => product.begin());

describe('new conversations', () => {
  it('are counted by address; others are not touched, and the hour is not prolonged by asking on', async () => {
    const attacker = '203.0.113.7';
    const answers = await Promise.all(
      Array.from({ length: limits.conversationsPerAddressPerHour + 5 }, () => product.generate(attacker)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(limits.conversationsPerAddressPerHour);
    for (const { retryAfter } of answers.filter(({ status }) => status !== 200)) {
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(hour / 1000);
    }
    expect((await product.generate('203.0.113.8')).status).toBe(200);
    product.clock.forward(59 * minute);
    expect((await product.generate(attacker)).status).toBe(429);
    product.clock.forward(minute + 1);
    expect((await product.generate(attacker)).status).toBe(200);
  });

  it('of an IPv6 network are one address', async () => {
    product.others('conversation-start', '', limits.conversationsPerAddressPerHour);
    expect((await product.generate('2001:db8:1:2::1')).status).toBe(429);
    expect((await product.generate('2001:db8:1:2:ffff::9')).status).toBe(429);
    expect((await product.generate('2001:db8:1:3::1')).status).toBe(200);
  });

  it('that fill one channel leave the others open, and nobody waits longer than a minute', async () => {
    product.others('conversation-start-channel', 'web-chat', limits.conversationsPerChannelPerMinute);
    expect(await product.generate('203.0.113.20')).toMatchObject({ status: 429 });
    expect((await product.generate('203.0.113.21')).retryAfter).toBeLessThanOrEqual(60);
    expect((await product.enter('teams')).greeting.said).not.toEqual([]);
    product.clock.forward(minute);
    expect((await product.generate('203.0.113.21')).status).toBe(200);
  });

  it('over all channels are bounded', async () => {
    product.others('conversation-start-overall', 'all', limits.conversationsPerMinute);
    expect((await product.generate('203.0.113.30')).status).toBe(429);
    expect((await product.generate('203.0.113.31')).status).toBe(429);
    product.clock.forward(minute);
    expect((await product.generate('203.0.113.30')).status).toBe(200);
  });

  it('one too many of WhatsApp is not acknowledged, so that it comes again', async () => {
    const phone = product.graph.phone({ waId: '5215599990001' });
    const known = await product.enter('whatsapp');
    product.clock.forward(minute);
    product.others('conversation-start-channel', 'whatsapp', limits.conversationsPerChannelPerMinute);
    const message = [{ type: 'text', text: { body: 'hola' } }, { wamid: 'wamid.again' }] as const;
    expect((await phone.sends(...message))[0]).toBeGreaterThanOrEqual(500);
    // Who is in a conversation already goes on.
    expect((await known.say('ICSOE del IMSS')).place).toBe('icsoe-reset/curp');
    product.clock.forward(minute);
    expect(await phone.sends(...message)).toEqual([200]);
    await phone.hears('choose');
  });

  it('one too many of Teams is told to write again', async () => {
    product.others('conversation-start-channel', 'teams', limits.conversationsPerChannelPerMinute);
    const user = product.product.user();
    expect((await user.post({ type: 'message', text: 'hola' })).status).toBe(200);
    expect(user.messages().map(({ text }) => text)).toEqual([teams['teams.not-kept']]);
    product.clock.forward(minute);
    expect((await user.say('ICSOE del IMSS')).at(-1)).toMatchObject({ step: 'curp' });
  });

  it('say whence they came, and the address is kept nowhere', async () => {
    const address = '203.0.113.99';
    const [first, second] = [await product.enter('web-chat', address), await product.enter('web-chat', address)];
    const other = await product.enter('web-chat', '203.0.113.98');
    const originOf = async (id: string) => (await product.product.store.conversations.get(id))?.origin ?? '';
    const origin = await originOf(first.conversationId);
    expect(origin).toMatch(/^[\w-]{43}$/);
    expect(await originOf(second.conversationId)).toBe(origin);
    expect(await originOf(other.conversationId)).not.toBe(origin);
    expect(findSecrets(product.product.dataDir, [address])).toEqual([]);
  });
});

describe('messages', () => {
  it.each(['web-chat', 'whatsapp', 'teams'] as const)(
    'of one conversation on %s keep nobody else waiting',
    async (channel) => {
      const attacker = await product.enter(channel);
      const victim = await product.enter(channel);
      const flood = Array.from({ length: limits.messagesPerConversationPerMinute + 20 }, (_, index) =>
        attacker.person
          .say(`hola ${index}`)
          .catch((error: Error) => expect(error.message).toContain('TooManyRequests')),
      );
      expect((await victim.say('ICSOE del IMSS')).place).toBe('icsoe-reset/curp');
      await Promise.all(flood);
      await product.settled();
      const log = await product.product.store.conversations.log(attacker.conversationId, 0, 1_000);
      const theirs = log.filter(({ activity }) => JSON.stringify(activity).includes('"text":"hola '));
      expect(theirs.length).toBeLessThanOrEqual(limits.messagesPerConversationPerMinute);
      expect(theirs.length).toBeGreaterThan(limits.messagesPerConversationPerMinute / 2);
    },
  );
});
