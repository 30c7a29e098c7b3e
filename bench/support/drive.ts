import type { Channel, Conversation, Reply } from './channel.ts';
import { percentile } from './numbers.ts';
import type { ServerProcess } from './server-process.ts';

/** What a person says in one turn, and how the last reply to it must read: `procedure/step` or, without one, its text. */
export interface Line {
  readonly say: Activity | ((person: number, last: Reply | undefined) => Activity | Promise<Activity>);
  readonly expect: RegExp;
}
export type Activity = Record<string, unknown>;

export interface DriveOptions {
  readonly server: ServerProcess;
  readonly channel: Channel;
  /** The lines of one conversation, by the number of the person. */
  readonly script: readonly Line[];
  /** Conversations at the same time; each starts over with a new person when it is done. */
  readonly concurrency: number;
  /** No conversation begins after this time, or after so many conversations. */
  readonly until: { readonly ms?: number; readonly conversations?: number };
  /** The number of the first person. */
  readonly firstPerson: number;
}

export interface Driven {
  readonly turns: number;
  readonly conversations: number;
  readonly errors: readonly string[];
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly driverCpuSeconds: number;
  /** From the message to the last reply to it, in milliseconds. */
  readonly latencies: readonly number[];
  /** From opening a conversation to its end, in milliseconds. */
  readonly durations: readonly number[];
  /** The number of the next person. */
  readonly nextPerson: number;
}

/** A closed loop: each person speaks when the reply to what they said before has arrived. */
export async function drive(options: DriveOptions): Promise<Driven> {
  const { server, concurrency, until } = options;
  const latencies: number[] = [];
  const durations: number[] = [];
  const errors: string[] = [];
  let person = options.firstPerson;
  const lastPerson = person + (until.conversations ?? Number.POSITIVE_INFINITY);
  const startedAt = performance.now();
  const endsAt = startedAt + (until.ms ?? Number.POSITIVE_INFINITY);
  const cpuBefore = server.cpuSeconds();
  const ownBefore = process.cpuUsage();

  async function people(): Promise<void> {
    while (performance.now() < endsAt && person < lastPerson) {
      const number = person;
      person += 1;
      const began = performance.now();
      try {
        await converse(options, number, latencies);
        durations.push(performance.now() - began);
      } catch (error) {
        errors.push(error instanceof Error ? error.message : String(error));
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, people));

  const own = process.cpuUsage(ownBefore);
  return {
    turns: latencies.length,
    conversations: durations.length,
    errors,
    seconds: (performance.now() - startedAt) / 1_000,
    cpuSeconds: server.cpuSeconds() - cpuBefore,
    driverCpuSeconds: (own.user + own.system) / 1e6,
    latencies,
    durations,
    nextPerson: person,
  };
}

async function converse({ channel, script }: DriveOptions, person: number, latencies: number[]): Promise<void> {
  const conversation: Conversation = await channel.open(person);
  try {
    await conversation.greeting;
    let last: Reply | undefined;
    for (const { say, expect } of script) {
      const activity = typeof say === 'function' ? await say(person, last) : say;
      const sentAt = performance.now();
      last = (await conversation.say(activity)).at(-1);
      latencies.push(performance.now() - sentAt);
      const place = placeOf(last);
      if (!expect.test(place)) throw new Error(`expected ${expect}, got ${place.replace(/\d+/g, '#').slice(0, 80)}`);
    }
  } finally {
    conversation.close();
  }
}

function placeOf(reply: Reply | undefined): string {
  const { procedure, step } = reply?.channelData ?? {};
  return procedure === undefined ? (reply?.text ?? '') : `${procedure}/${step}`;
}

/** The figures of a run. */
export function figuresOf({ turns, seconds, cpuSeconds, driverCpuSeconds, latencies }: Driven) {
  return {
    turnsPerSecond: turns / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    cpuPer1000Turns: (cpuSeconds / turns) * 1_000,
    serverCores: cpuSeconds / seconds,
    driverCores: driverCpuSeconds / seconds,
  };
}
