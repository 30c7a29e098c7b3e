import { loadavg } from 'node:os';
import { directLine } from './direct-line.ts';
import { drive } from './drive.ts';
import { inspectHeap } from './heap.ts';
import { print, table } from './print.ts';
import { startProduct } from './product-process.ts';
import { dialogTurns, fourTimes } from './scripts.ts';

const POINTS = 10;
const script = fourTimes(dialogTurns);

/** The memory of the product after each tenth of so many turns, garbage collected. */
export async function measureHour(turns: number) {
  const heap = await inspectHeap();
  const server = await startProduct({}, [heap.flag]);
  const channel = directLine(server.url, 64, { greets: true });
  const rows = [];
  const conversations = Math.ceil(turns / POINTS / script.length);
  let firstPerson = 1;
  let errors = 0;
  for (let point = 1; point <= POINTS; point += 1) {
    const driven = await drive({
      server,
      channel,
      script,
      concurrency: 16,
      until: { conversations },
      firstPerson,
    });
    firstPerson = driven.nextPerson;
    errors += driven.errors.length;
    const cpu = (1_000 * driven.cpuSeconds) / driven.turns;
    const memory = await heap.afterCollection();
    rows.push({ turns: point * conversations * script.length, ...memory, cpu, load: loadavg()[0] ?? 0 });
  }
  await channel.close();
  await server.stop();
  print(`\nThe product over ${turns} turns; MiB after a collection, CPU ms a turn; ${errors} errors:\n`);
  print(
    table(
      Object.keys(rows[0] ?? {}),
      rows.map((row) => Object.values(row)),
    ),
  );
  return { errors, rows };
}
