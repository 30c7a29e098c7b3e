import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Every benchmark, one after the other, as `npm run bench` runs them. Fails when one of them does. */
const benches = ['efirma', 'routing', 'turns', 'load', 'start', 'page', 'enumeration', 'desk', 'whatsapp'];

for (const bench of benches) {
  process.stdout.write(`\n# ${bench}\n\n`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${bench}.ts`)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
