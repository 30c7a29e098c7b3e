import { jest } from '@jest/globals';
import { limits } from '../../bot/config.ts';
import handoff from '../../locales/es-MX/handoff.json' with { type: 'json' };
import { type Attacked, hour, minute, opening, startUnderAttack, told } from '../support/abuse.ts';
import { sitDown } from '../support/agent.ts';
import { channelIds } from '../support/channel-person.ts';
import type { Talk } from '../support/channel-talk.ts';

// What staff may do is limited as well: `test/bot/desk/attacks.test.ts`.
jest.setTimeout(60_000);

let product: Attacked;
beforeAll(async () => {
  product = await startUnderAttack();
});
afterAll(() => product.stop());
beforeEach(() => product.begin());

const withPeople = 'agent-handoff/with-agent';

/** Calls for a person; whether one was called. */
async function call(talk: Talk): Promise<boolean> {
  return (await talk.say('agente')).place === withPeople;
}

describe('calls for a person', () => {
  it('of one conversation have an end; the assistant goes on with it, and others call', async () => {
    const attacker = await product.enter('whatsapp');
    for (let calls = 0; calls < limits.handoffRequestsPerHour; calls += 1) {
      expect(await call(attacker)).toBe(true);
      await attacker.say('seguir con el asistente');
    }
    expect(await call(attacker)).toBe(false);
    expect(told(attacker)).toContain(opening(handoff['handoff.too-many']));
    expect((await attacker.say('ICSOE del IMSS')).place).toBe('icsoe-reset/curp');
    expect(await call(await product.enter('whatsapp'))).toBe(true);
    product.clock.forward(hour);
    expect(await call(attacker)).toBe(true);
  });

  it('of one address are as many as of an office, from however many conversations; others call', async () => {
    const address = '203.0.113.50';
    const talks: Talk[] = [];
    const desk = await sitDown(() => product.url, 'marisol.pineda');
    const before = (await desk.queue()).length;
    for (let calls = 0; calls < limits.handoffRequestsPerOriginPerHour; calls += 1) {
      const talk = await product.enter('web-chat', address);
      expect(await call(talk)).toBe(true);
      talks.push(talk);
    }
    const next = await product.enter('web-chat', address);
    expect(await call(next)).toBe(false);
    expect(told(next)).toContain(opening(handoff['handoff.too-many-there']));
    for (const channel of channelIds) expect(await call(await product.enter(channel))).toBe(true);
    // At the desk are those that were let through, and no others.
    expect((await desk.queue()).length - before).toBe(talks.length + channelIds.length);
    product.clock.forward(hour);
    expect(await call(await product.enter('web-chat', address))).toBe(true);
  });

  it.each(channelIds)('of all together hold nobody on %s up for longer than a minute', async (channel) => {
    const person = await product.enter(channel);
    product.others('handoff-request-overall', 'all', limits.handoffRequestsPerMinute);
    expect(await call(person)).toBe(false);
    expect(told(person)).toContain(opening(handoff['handoff.too-many-overall']));
    product.clock.forward(minute);
    expect(await call(person)).toBe(true);
  });
});
