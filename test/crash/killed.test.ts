import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { verifyChain } from '../../services/audit/verify-chain.ts';
import { createCrowd } from '../support/crowd.ts';
import { findSecrets, type Inside, lookInside } from '../support/inside.ts';
import { patiently, patientStage } from '../support/patient.ts';
import { type ProductProcess, startProductProcess } from '../support/product-process.ts';
import { type Actor, createActor } from '../support/scripts/actor.ts';
import { endingOf, expectEnding } from '../support/scripts/expect-ending.ts';
import { icsoeReset } from '../support/scripts/icsoe.ts';
import { bySignature } from '../support/scripts/impi.ts';

const SEED = 20_261_121;
const KILLS = 4;
const LANES = [bySignature, icsoeReset, bySignature, icsoeReset];
const THINKS_MS = 40;
const LIVES_MS = { from: 200, to: 1_400 };

const random = mulberry32(SEED);
let product: ProductProcess;
let inside: Inside;
const crowd = await createCrowd(150);

beforeAll(async () => {
  product = await startProductProcess(crowd.environment);
  inside = await lookInside(product.dataDir, Date.now);
});
afterAll(async () => {
  await inside.close();
  await product.stop();
  crowd.close();
});

it('loses and doubles nothing for people on their way when its process is killed', async () => {
  const actors: Actor[] = [];
  let kills = 0;
  let failed = false;

  /** One person after the other, until the killing is over. */
  async function lane(script: (typeof LANES)[number]): Promise<void> {
    while (kills < KILLS && !failed) {
      const actor = await patiently(() => createActor(script, crowd, () => product.url));
      actors.push(actor);
      await actor.go(patientStage(() => random() * THINKS_MS));
    }
  }

  async function killer(): Promise<void> {
    for (; kills < KILLS && !failed; kills += 1) {
      const lives = LIVES_MS.from + random() * (LIVES_MS.to - LIVES_MS.from);
      await new Promise((resolve) => setTimeout(resolve, lives));
      await product.killAndStart();
    }
  }

  const everybody = [killer(), ...LANES.map(lane)].map((each) =>
    each.catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  await Promise.allSettled(everybody);
  await Promise.all(everybody);
  await jobsDone();
  const { lost, doubled } = await tally(actors);
  process.stdout.write(`seed ${SEED}: ${actors.length} people, ${kills} kills, ${lost} lost, ${doubled} doubled\n`);
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
  for (const actor of actors) await expectEnding(actor, inside);
  expect(actors.length).toBeGreaterThanOrEqual(LANES.length);
  expect(await verifyChain(inside.store.chain)).toMatchObject({ ok: true });
  expect(
    findSecrets(
      product.dataDir,
      actors.flatMap(({ me }) => [...me.secrets]),
    ),
  ).toEqual([]);
});

/** Until the process has done whatever it was left to do. */
async function jobsDone(): Promise<void> {
  for (let round = 0; round < 600 && (await inside.store.jobs.depth()).waiting > 0; round += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Changes and mails that are missing, and those that are there too often. */
async function tally(actors: readonly Actor[]): Promise<{ lost: number; doubled: number }> {
  const sum = { lost: 0, doubled: 0 };
  for (const actor of actors) {
    const seen = flat(await endingOf(actor, inside));
    const due = flat(actor.ending);
    sum.lost += due.filter((each) => !seen.includes(each)).length;
    sum.doubled += Math.max(0, seen.length - due.filter((each) => seen.includes(each)).length);
  }
  return sum;
}

/** What was done, or was to be done. */
interface Deeds {
  readonly accounts: readonly (readonly [unknown, readonly string[]])[];
  readonly mails: Readonly<Record<string, readonly string[]>>;
}

const flat = ({ accounts, mails }: Deeds) => [
  ...accounts.flatMap(([, changes]) => changes.map((what) => `account: ${what}`)),
  ...Object.entries(mails).flatMap(([address, all]) => all.map((template) => `${address}: ${template}`)),
];

/** Numbers in [0, 1) that are the same for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
