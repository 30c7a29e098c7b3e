import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { verifyChain } from '../../services/audit/verify-chain.ts';
import { createCrowd } from '../support/crowd.ts';
import { findSecrets, type Inside, lookInside } from '../support/inside.ts';
import { type MortalProduct, startMortalProduct } from '../support/mortal-product.ts';
import type { Reply } from '../support/person.ts';
import { type Actor, createActor, newcomer, type Stage } from '../support/scripts/actor.ts';
import { expectEnding } from '../support/scripts/expect-ending.ts';
import type { Act, Deaths, Saying, Script } from '../support/scripts/script.ts';
import type { Seen } from '../support/served.ts';

/** How many writes lie between two deaths. Odd, so that the last write reaches the disk every other time. */
const strides: Readonly<Record<Deaths, number>> = { all: 1, some: 5 };
const HOUR = 60 * 60_000;

const crowd = await createCrowd(120);
let mortal: MortalProduct;
let inside: Inside;
const secrets = new Set<string>();

beforeAll(async () => {
  mortal = await startMortalProduct(crowd.environment);
  inside = await lookInside(mortal.dataDir, mortal.clock.now);
});
afterAll(async () => {
  await inside.close();
  await mortal.stop();
  crowd.close();
});

const nameOf = (act: Act) => ('page' in act ? act.page : act.step);
const deadlyOf = (scripts: readonly Script[]) =>
  scripts.flatMap((script) => {
    const { acts } = script.cast(newcomer(crowd, () => ''));
    return acts.flatMap((act) => (act.deaths ? [[script.name, nameOf(act), act.deaths, script] as const] : []));
  });

/** Half the life of a Direct Line token and of a proof, and a little more. */
const A_WHILE = 20 * 60_000;

/** People whose process dies on their way, at each turn in which something is decided; `late` also when it is down for long. */
export function itSurvives(
  scripts: readonly Script[],
  late: { readonly script: Script; readonly where: string },
): void {
  it.each(deadlyOf(scripts))(
    '%s, whose process dies at %s, goes on and is done once',
    async (_script, where, deaths, script) => {
      let countdown = 1;
      for (let died = true; died; countdown += strides[deaths]) {
        died = await survives(script, where, countdown, countdown % 2 === 0);
      }
      expect(countdown).toBeGreaterThan(1 + strides[deaths]);
    },
  );

  it(`${late.script.name} is done once when the process comes back after the proof became too old`, async () => {
    for (let countdown = 1; countdown <= 9; countdown += 1) {
      expect(await survives(late.script, late.where, countdown, false, A_WHILE)).toBe(true);
    }
  });

  it('the audit chain is whole', async () => {
    expect(await verifyChain(inside.store.chain)).toMatchObject({ ok: true });
  });

  it('no secret rests in the data', () => {
    expect(secrets.size).toBeGreaterThan(100);
    expect(findSecrets(mortal.dataDir, secrets)).toEqual([]);
  });
}

/** A whole procedure with a death on the way; answers whether it came to that. */
async function survives(
  script: Script,
  where: string,
  countdown: number,
  written: boolean,
  pause = 0,
): Promise<boolean> {
  mortal.clock.forward(HOUR);
  const actor = await createActor(script, crowd, () => mortal.url);
  const death = { due: true, came: false };
  await actor.go(stageOf(where, countdown, written, death, pause));
  await mortal.settled();
  await expectEnding(actor, inside);
  for (const secret of actor.me.secrets) secrets.add(secret);
  return death.came;
}

function stageOf(
  where: string,
  countdown: number,
  written: boolean,
  death: { due: boolean; came: boolean },
  pause: number,
): Stage {
  const isDue = (act: Act) => death.due && nameOf(act) === where && act.deaths !== undefined;
  return {
    async before(act) {
      if ('page' in act || isDue(act)) await mortal.settled();
    },
    async say(actor, act) {
      if (!isDue(act)) return actor.hear(await actor.person.say(await act.say(actor.me)));
      death.due = false;
      death.came = await sayThroughDeath(actor, act, countdown, written, pause);
    },
    async post(_actor, act, post) {
      if (!isDue(act)) return post();
      death.due = false;
      let seen: Seen | undefined;
      death.came = await mortal.throughDeath(countdown, written, async () => {
        seen = await post();
      });
      return death.came || seen === undefined ? post() : seen;
    },
  };
}

/** Sends, survives the death of the process, and sends the same message again, as a client does that got no answer. */
async function sayThroughDeath(
  { person, me, hear }: Actor,
  act: Saying,
  countdown: number,
  written: boolean,
  pause: number,
) {
  const id = randomUUID();
  mortal.clock.forward(pause);
  await person.refresh();
  const said = await act.say(me);
  let replies: Reply[] | undefined;
  const died = await mortal.throughDeath(
    countdown,
    written,
    async () => {
      replies = await person.say(said, id);
    },
    pause,
  );
  await person.refresh();
  await person.send(said, id);
  hear(replies ?? (await person.listen()));
  return died;
}
