import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';

/**
 * Every benchmark but that of growth, one after the other, as `npm run bench` runs them, each with as much effort as leaves
 * all of them a quarter of an hour. Fails when one of them does, or does not end.
 */
const benches: readonly (readonly [name: string, ...args: string[]])[] = [
  ['page'],
  ['efirma'],
  ['routing'],
  ['board'],
  ['turns', '--repeats', '2'],
  ['load'],
  ['start', '3'],
  ['enumeration', '--pairs', '300'],
  ['desk'],
  ['whatsapp', '--repeats', '1'],
];
const atMostMs = 10 * 60_000;

const ends: string[] = [];
for (const [bench, ...args] of benches) {
  process.stdout.write(`\n# ${[bench, ...args].join(' ')}\n\n`);
  const began = performance.now();
  const file = join(import.meta.dirname, `${bench}.ts`);
  const { status } = spawnSync(process.execPath, [file, ...args], { stdio: 'inherit', timeout: atMostMs });
  const seconds = Math.round((performance.now() - began) / 1_000);
  ends.push(`${bench}: ${status === 0 ? 'well' : 'FAILED'}, ${seconds} s, load average ${loadavg()[0]?.toFixed(1)}`);
  if (status !== 0) process.exitCode = 1;
}
process.stdout.write(`\n${ends.join('\n')}\n`);
