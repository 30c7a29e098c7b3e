import { afterAll, expect, it } from '@jest/globals';
import type { AuditBody } from '../../services/audit/audit-job.ts';
import { verifyChain } from '../../services/audit/verify-chain.ts';
import { startCrowdProduct } from '../support/crowd-product.ts';
import { enter } from '../support/person.ts';
import { createActor, newcomer } from '../support/scripts/actor.ts';
import { scripts } from '../support/scripts/all.ts';
import { refusals } from '../support/scripts/refusals.ts';
import { goldenRefusals, goldenSuccesses } from './golden-audit.ts';

const started = await startCrowdProduct(20);
const { crowd, product, inside } = started;
afterAll(() => started.stop());

it.each(scripts.map((script) => [script.name, script] as const))('audits %s', async (name, script) => {
  const heard = await listener();
  const actor = await createActor(script, crowd, () => product.url);
  await actor.go({
    before: (act) => ('page' in act ? product.settled() : Promise.resolve()),
    after: (act) => heard.turn('page' in act ? act.page : act.step),
  });
  expect(heard.turns).toEqual(goldenSuccesses[name]);
});

it.each(Object.entries(refusals))('audits %s', async (name, refused) => {
  const heard = await listener();
  const me = newcomer(crowd, () => product.url);
  const person = await enter(product.url);
  for (const [step, say] of Object.entries(refused(me))) {
    const said = await say(me);
    if (said !== undefined) me.replies = await person.say(said);
    await heard.turn(step);
  }
  expect(heard.turns).toEqual(goldenRefusals[name]);
});

it('knows every scenario it is compared with, and no other', () => {
  expect(Object.keys(goldenSuccesses)).toEqual(scripts.map(({ name }) => name));
  expect(Object.keys(goldenRefusals)).toEqual(Object.keys(refusals));
});

it('names nobody in the chain, and leaves it whole', async () => {
  const { texts } = await inside.eventsAfter(0);
  const written = texts.join('\n');
  expect(texts.length).toBeGreaterThan(100);
  expect(written).not.toMatch(/@|[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d/);
  for (const word of ['Gómez', 'López', 'Prueba', 'Tinajero', 'Hinojosa']) expect(written).not.toContain(word);
  for (const { clientNumber } of [...crowd.people.pase, ...crowd.people.saed])
    expect(written).not.toContain(clientNumber);
  expect(await verifyChain(inside.store.chain)).toMatchObject({ ok: true });
});

/** Notes what is audited from now on, turn by turn. What one turn causes has no promised order, so it is sorted. */
async function listener() {
  await product.settled();
  let { seq } = await inside.eventsAfter(0);
  const turns: Record<string, string[]> = {};
  return {
    turns,
    async turn(step: string): Promise<void> {
      await product.settled();
      const { events, seq: last } = await inside.eventsAfter(seq);
      seq = last;
      if (events.length > 0) turns[step] = [...(turns[step] ?? []), ...events.map(inWords).sort()];
    },
  };
}

const inWords = ({ name, reason }: AuditBody) => (reason === undefined ? name : `${name} (${reason})`);
