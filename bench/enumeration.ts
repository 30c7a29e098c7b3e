import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Channel } from './support/channel.ts';
import { directLine } from './support/direct-line.ts';
import { createMailSink } from './support/mail-sink.ts';
import { median } from './support/numbers.ts';
import { machine, print, table } from './support/print.ts';
import { startProduct } from './support/product-process.ts';

/**
 * Whether a stopwatch tells a known address from an unknown one: `node bench/enumeration.ts`. Pairs of people ask for a
 * new password, one with an account and one without, in random order within each pair, against the product as `npm start`
 * runs it. Two times are taken: until the notice arrives, and of the next message, sent at once, while the work that
 * differs is being done. AUC is the chance that a known one takes longer than an unknown one: 0.5 tells nothing.
 */
const { values: options } = parseArgs({
  options: { pairs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
const pairs = Number(options.pairs);

/** Below the cap of mails an hour, so that each request of a known one does send. */
const requestsEach = 4;
const warmupPairs = 50;
const people = Array.from({ length: Math.ceil((pairs + warmupPairs) / requestsEach) }, (_, index) => ({
  portal: 'pase',
  name: `Cliente ${index}`,
  clientNumber: String(50_000_000 + index),
  email: address('a', index),
}));

/** Known and unknown addresses have one length and one shape. */
function address(first: string, index: number): string {
  return `${first}${String(index).padStart(6, '0')}@example.mx`;
}

interface Timing {
  readonly notice: number;
  readonly next: number;
}

async function ask(channel: Channel, number: number, email: string): Promise<Timing> {
  const conversation = await channel.open(number);
  await conversation.greeting;
  await conversation.say({ text: 'olvidé la contraseña de mi correo de PASE corporativo' });
  const start = performance.now();
  const notice = await conversation.say({ text: email });
  const noticed = performance.now();
  await conversation.say({ text: 'gracias' });
  const end = performance.now();
  conversation.close();
  if (notice.at(-1)?.channelData?.step !== 'mail-sent') throw new Error('the notice did not come');
  return { notice: noticed - start, next: end - noticed };
}

async function measure(environment: Record<string, string>) {
  const server = await startProduct({ LOG_LEVEL: 'info', ...environment });
  const channel = directLine(server.url, 4, { greets: true });
  const random = generator(Number(options.seed));
  const known: Timing[] = [];
  const unknown: Timing[] = [];
  let conversations = 0;
  for (let pair = 0; pair < pairs + warmupPairs; pair += 1) {
    const own = people[pair % people.length]?.email ?? '';
    const sides = [
      { into: known, email: own },
      { into: unknown, email: address('z', pair % people.length) },
    ];
    if (random() < 0.5) sides.reverse();
    for (const { into, email } of sides) {
      conversations += 1;
      const timing = await ask(channel, conversations, email);
      if (pair >= warmupPairs) into.push(timing);
    }
  }
  await channel.close();
  await server.stop();
  return (['notice', 'next'] as const).map((what) => {
    const [left, right] = [known, unknown].map((timings) => timings.map((timing) => timing[what]));
    return { what, known: median(left ?? []), unknown: median(right ?? []), auc: auc(left ?? [], right ?? []) };
  });
}

/** The share of pairs in which the first is larger, ties counted half. */
function auc(first: readonly number[], second: readonly number[]): number {
  const sorted = second.toSorted((left, right) => left - right);
  const below = (value: number, orEqual: boolean) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = sorted[middle] ?? 0;
      if (there < value || (orEqual && there === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const wins = first.reduce((sum, value) => sum + (below(value, false) + below(value, true)) / 2, 0);
  return wins / (first.length * second.length);
}

/** Mulberry32: the same order in each run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A mail server that takes a second to say a word, and then is not there. */
async function slowMail(): Promise<{ url: string; close(): void }> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    setTimeout(() => socket.destroy(), 1_000);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const at = server.address();
      resolve(typeof at === 'object' && at !== null ? at.port : 0);
    });
  });
  return { url: `smtp://127.0.0.1:${port}`, close: () => server.close() };
}

const folder = mkdtempSync(join(tmpdir(), 'recupera-enumeration-'));
const file = join(folder, 'people.json');
writeFileSync(file, JSON.stringify(people));
const [sink, slow] = await Promise.all([createMailSink(), slowMail()]);
const states = {
  'mailbox of the demo': {},
  'mail server': { SMTP_URL: sink.url },
  'slow mail server': { SMTP_URL: slow.url },
  'no mail server': { SMTP_URL: 'smtp://127.0.0.1:9' },
};

print(`${machine()}\n${pairs} pairs each; times in milliseconds, medians\n`);
const rows: (string | number)[][] = [];
for (const [state, environment] of Object.entries(states)) {
  for (const { what, known, unknown, auc: chance } of await measure({ DEMO_PEOPLE: file, ...environment })) {
    rows.push([state, what, known, unknown, known - unknown, chance]);
  }
}
print(table(['mail', 'time of', 'known', 'unknown', 'difference', 'AUC'], rows));
sink.close();
slow.close();
rmSync(folder, { recursive: true, force: true });
