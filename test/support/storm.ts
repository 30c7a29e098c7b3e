import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { verifyChain } from '../../services/audit/verify-chain.ts';
import { createCrowd } from './crowd.ts';
import { findSecrets, type Inside, lookInside } from './inside.ts';
import { type MailCatcher, startMailCatcher } from './mail-catcher.ts';
import { patiently } from './patient.ts';
import { placeOf, type Reply } from './person.ts';
import { startInstance } from './product-process.ts';
import { seededRandom } from './random.ts';
import { type Actor, createActor, type Stage } from './scripts/actor.ts';
import { endingOf } from './scripts/ending.ts';
import type { Script } from './scripts/script.ts';
import { startTcpDoor } from './tcp-door.ts';

export interface StormOptions {
  readonly seed: number;
  /** How often a process is killed. */
  readonly kills: number;
  /** What people do, each lane one after the other until the killing is over. */
  readonly lanes: readonly Script[];
  /** Processes over the same data. SQLite allows one. */
  readonly instances: number;
  /** A `mongodb://` server, reached through a door that is shut at times. Without it the data is SQLite. */
  readonly mongo?: { readonly port: number; readonly database: string };
  /** How often the mail server goes away for a while. */
  readonly mailOutages: number;
  /** How often the store goes away for a while: MongoDB behind its shut door, SQLite locked by somebody else. */
  readonly storeOutages: number;
  readonly print: (line: string) => void;
}

export interface StormReport {
  readonly people: number;
  readonly kills: number;
  /** Messages that were sent again, some long after. */
  readonly duplicates: number;
  readonly mails: { readonly mails: number; readonly repeated: number; readonly refused: number };
  readonly storeOutages: number;
  /** Changes and mails that are missing, and those there are too many of, each with whose. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Where a person did not get to the end. */
  readonly stranded: readonly string[];
  readonly auditWhole: boolean;
  readonly secretsAtRest: readonly string[];
}

const THINKS_MS = 40;
/**
 * How long a process lives: until people did about so many things, each of them, and a moment more; so that killing leaves
 * room to go on, however slow the machine is. When nothing is done, it is killed all the same.
 */
const LIVES = { acts: 2, andMs: 150, atMostMs: 4_000 };
const OUTAGE_EVERY_MS = { from: 600, to: 4_200 };
const OUTAGE_MS = { from: 300, to: 2_000 };
const REPEATS = 0.35;
const LATE_MS = 600;

/**
 * People go through procedures over Direct Line, repeating and delaying what they send, while processes are killed where
 * they stand and started again, and mail server and store go away and come back. Afterwards the data is compared with
 * what each person was promised.
 */
export async function storm(options: StormOptions): Promise<StormReport> {
  const { seed, mongo, print } = options;
  const random = seededRandom(seed);
  const within = ({ from, to }: { from: number; to: number }) => from + random() * (to - from);
  const crowd = await createCrowd(60 + options.kills * 20);
  const dataDir = mkdtempSync(join(tmpdir(), 'recupera-storm-'));
  const mails = await startMailCatcher();
  const storeDoor = mongo && (await startTcpDoor(() => [mongo.port]));
  const storeUrl = storeDoor && mongo && `mongodb://127.0.0.1:${storeDoor.port}/${mongo.database}`;
  const environment = {
    ...crowd.environment,
    DATA_DIR: dataDir,
    SMTP_URL: mails.url,
    ...(storeUrl && { STORE_URL: storeUrl }),
  };
  const instances = [await startInstance(environment)];
  while (instances.length < options.instances) instances.push(await startInstance(environment));
  const front = await startTcpDoor(() => instances.map(({ port }) => port));
  const url = () => `http://127.0.0.1:${front.port}`;

  const actors: Actor[] = [];
  const counts = { kills: 0, duplicates: 0, storeOutages: 0 };
  let over = false;
  let acts = 0;
  const stage = stormStage({
    random,
    extraTries: 6 + 2 * options.kills,
    act: () => (acts += 1),
    duplicate: () => (counts.duplicates += 1),
  });

  async function lane(script: Script): Promise<void> {
    while (!over) {
      const actor = await createActor(script, crowd, url, mails, patiently);
      actors.push(actor);
      await actor.go(stage.stage);
    }
  }

  async function aLife(): Promise<void> {
    const enough = acts + random() * LIVES.acts * options.lanes.length;
    const until = Date.now() + LIVES.atMostMs;
    while (acts < enough && Date.now() < until && !over) await pause(5);
    await pause(random() * LIVES.andMs);
  }

  async function killer(): Promise<void> {
    while (counts.kills < options.kills && !over) {
      await aLife();
      const victim = instances[Math.floor(random() * instances.length)];
      await victim?.killAndStart();
      counts.kills += 1;
      if (counts.kills % 25 === 0) print(`${counts.kills} kills, ${actors.length} people\n`);
    }
    over = true;
  }

  async function outages(times: number, goAway: () => void, comeBack: () => void): Promise<void> {
    for (let count = 0; count < times && !over; count += 1) {
      await pause(within(OUTAGE_EVERY_MS));
      goAway();
      await pause(within(OUTAGE_MS));
      comeBack();
    }
  }

  const inside = await lookInside(dataDir, Date.now, storeUrl);
  const away = storeDoor ? { begin: storeDoor.shut, end: storeDoor.open, close() {} } : lockedFile(dataDir);
  try {
    const everybody = [
      killer(),
      ...options.lanes.map(lane),
      outages(options.mailOutages, mails.goAway, mails.comeBack),
      outages(
        options.storeOutages,
        () => {
          counts.storeOutages += 1;
          away.begin();
        },
        away.end,
      ),
    ].map((each) =>
      each.catch((error: unknown) => {
        over = true;
        throw error;
      }),
    );
    await Promise.allSettled(everybody);
    await Promise.all(everybody);
    await stage.settle();
    await jobsDone(inside);
    return { ...(await tally(actors, inside)), ...counts, ...(await restOf({ actors, inside, dataDir, mails })) };
  } finally {
    away.close();
    await inside.close();
    await Promise.all(instances.map((instance) => instance.stop()));
    await front.close();
    await storeDoor?.close();
    await mails.close();
    crowd.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Nobody else can write into a SQLite file while this holds it. */
function lockedFile(dataDir: string) {
  const db = new DatabaseSync(join(dataDir, 'recupera.sqlite'), { timeout: 5_000 });
  return {
    begin: () => db.exec('BEGIN IMMEDIATE'),
    end: () => db.exec('COMMIT'),
    close() {
      db.close();
    },
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A client that repeats what got no answer, and at times what got one: at once, or long after. */
function stormStage({
  random,
  extraTries,
  act: count,
  duplicate,
}: {
  random: () => number;
  extraTries: number;
  act: () => void;
  duplicate: () => void;
}) {
  const late: Promise<void>[] = [];
  const stage: Stage = {
    extraTries,
    before: () => pause(random() * THINKS_MS),
    after: async () => count(),
    async say({ person, me, hear }, act) {
      const id = randomUUID();
      const said = await patiently(async () => act.say(me));
      const send = () => patiently(() => person.send(said, id));
      if (random() < REPEATS) {
        duplicate();
        late.push(pause(random() < 0.5 ? 0 : random() * LATE_MS).then(send));
      }
      await send();
      hear(await patiently<Reply[]>(() => person.listen()));
    },
    open: ({ me }, act) => patiently(() => act.open(me)),
    post: (_actor, _act, post) => patiently(post),
  };
  return { stage, settle: () => Promise.all(late) };
}

/** Until the processes have done whatever they were left to do. */
async function jobsDone({ store }: Inside): Promise<void> {
  for (let round = 0; round < 1_200; round += 1) {
    const { oldestDueAt } = await patiently(() => store.jobs.depth());
    // What is due in days, as the reminders of a letter, is not waited for.
    if (oldestDueAt === undefined || oldestDueAt > Date.now() + 10 * 60_000) return;
    await pause(50);
  }
}

async function tally(actors: readonly Actor[], inside: Inside) {
  const [lost, doubled, stranded]: string[][] = [[], [], []];
  for (const actor of actors) {
    const whose = (what: string) => `${actor.script.name}, person ${actor.me.number}: ${what}`;
    if (placeOf(actor.me.replies) !== actor.script.ends) stranded?.push(whose(placeOf(actor.me.replies)));
    const seen = flat(await endingOf(actor, inside));
    for (const what of flat(actor.ending)) {
      const index = seen.indexOf(what);
      if (index < 0) lost?.push(whose(what));
      else seen.splice(index, 1);
    }
    doubled?.push(...seen.map(whose));
  }
  return { people: actors.length, lost: lost ?? [], doubled: doubled ?? [], stranded: stranded ?? [] };
}

async function restOf(all: { actors: readonly Actor[]; inside: Inside; dataDir: string; mails: MailCatcher }) {
  const { actors, inside, dataDir, mails } = all;
  await inside.dumpTo(dataDir);
  const secrets = actors.flatMap(({ me }) => [...me.secrets]);
  return {
    mails: mails.figures(),
    auditWhole: (await verifyChain(inside.store.chain)).ok,
    secretsAtRest: findSecrets(dataDir, secrets),
  };
}

/** What was done, or was to be done. */
interface Deeds {
  readonly accounts: readonly (readonly [unknown, readonly string[]])[];
  readonly mails: Readonly<Record<string, readonly string[]>>;
  readonly signIns: readonly (readonly [string, string, string, boolean])[];
}

const flat = ({ accounts, mails, signIns }: Deeds) => [
  ...accounts.flatMap(([, changes]) => changes.map((what) => `account: ${what}`)),
  ...Object.entries(mails).flatMap(([address, all]) => all.map((template) => `${address}: ${template}`)),
  ...signIns.map(([portal, user, , works]) => `${portal}, ${user}: ${works ? 'signs in' : 'is refused'}`),
];
