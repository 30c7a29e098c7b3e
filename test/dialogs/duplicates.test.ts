import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startCrowdProduct } from '../support/crowd-product.ts';
import type { Reply } from '../support/person.ts';
import { type Actor, createActor, type Stage } from '../support/scripts/actor.ts';
import { scripts } from '../support/scripts/all.ts';
import { expectEnding } from '../support/scripts/expect-ending.ts';
import type { Act } from '../support/scripts/script.ts';

const started = await startCrowdProduct(20);
const { crowd, product, inside } = started;
afterAll(() => started.stop());

const calmBefore = async (act: Act) => {
  if ('page' in act) await product.settled();
};

const once: Stage = { before: calmBefore };

/** Each message twice at the same moment and once more after its answer, under one id; each form twice at once. */
const repeated: Stage = {
  before: calmBefore,
  async say({ person, me, hear }, act) {
    const id = randomUUID();
    const said = await act.say(me);
    await Promise.all([person.send(said, id), person.send(said, id)]);
    hear(await person.listen());
    await person.send(said, id);
  },
  async post(_actor, _act, post) {
    const [first, second] = await Promise.all([post(), post()]);
    expect([second.status, second.url.pathname]).toEqual([first.status, first.url.pathname]);
    return post();
  },
};

/** Two messages with ids of their own at once, wherever something is decided. */
const together: Stage = {
  before: calmBefore,
  async say({ person, me, hear }, act) {
    const said = await act.say(me);
    if (!act.deaths) return hear(await person.say(said));
    await Promise.all([person.send(said), person.send(said)]);
    const replies: Reply[] = [];
    while (replies.filter(endsTurn).length < 2) replies.push(...(await person.listen()));
    const end = replies.findIndex(endsTurn) + 1;
    hear(isOver(replies[end - 1]) ? replies.slice(0, end) : replies);
  },
};

const endsTurn = (reply: Reply) => reply.inputHint !== 'ignoringInput';
const isOver = (reply: Reply | undefined) => reply?.inputHint === 'acceptingInput';

describe.each(scripts.map((script) => [script.name, script] as const))('%s', (_name, script) => {
  async function through(stage: Stage): Promise<Actor> {
    const actor = await createActor(script, crowd, () => product.url);
    await actor.go(stage);
    await product.settled();
    await expectEnding(actor, inside);
    return actor;
  }

  it('takes a message that comes again as one, with one answer', async () => {
    const calm = await through(once);
    const eager = await through(repeated);
    expect(await shapeOf(eager)).toEqual(await shapeOf(calm));
  });

  it('answers two messages at once one after the other, and does once what is asked twice', async () => {
    await through(together);
  });
});

/** Who wrote, and at which step the bot stood, message by message. */
async function shapeOf({ person }: Actor) {
  const { activities } = JSON.parse(await person.history());
  return activities.map((activity: { from: { role?: string }; channelData?: { step?: string } }) => [
    activity.from.role,
    activity.channelData?.step,
  ]);
}
