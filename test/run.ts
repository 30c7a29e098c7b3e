/**
 * The whole check, as `npm test` runs it: types, lint, then every test. Ends with Jest's own summary and, last, one
 * line `N passed, N failed`, in which the type check and the linter count as one each. What could not be tested on this
 * machine is said just before it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const Summary = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ status: z.string(), title: z.string() })) })),
});

const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 4 * 2 ** 30;

const bin = join(import.meta.dirname, '..', 'node_modules', '.bin');
const folder = mkdtempSync(join(scratch(), 'recupera-tests-'));
const summaryFile = join(folder, 'summary.json');

const gates = [run('tsc', ['--noEmit']), run('biome', ['check', '.'])];
const kept = `--cacheDirectory=${join(tmpdir(), 'recupera-jest')}`;
run('jest', ['--json', `--outputFile=${summaryFile}`, kept, ...process.argv.slice(2)], {
  NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  TMPDIR: folder,
  KEPT_BETWEEN_RUNS: tmpdir(),
});
const tests = readSummary();
rmSync(folder, { recursive: true, force: true });

for (const title of tests.skipped) process.stdout.write(`\n!!! SKIPPED: ${title}\n`);
const failed = gates.filter((ok) => !ok).length + tests.failed;
process.stdout.write(`${gates.filter(Boolean).length + tests.passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/**
 * Where tests lay their data: in memory where the machine lends enough of it, since every commit waits for the disk, and
 * hundreds of products are started. A process that is killed loses nothing there either.
 */
function scratch(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ENOUGH_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

function run(command: string, args: readonly string[], environment: Record<string, string> = {}): boolean {
  process.stdout.write(`\n> ${command}\n`);
  const { status } = spawnSync(join(bin, command), args, {
    // Jest prints its JSON on standard output besides the file; its readable report goes to standard error.
    stdio: ['ignore', command === 'jest' ? 'ignore' : 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  });
  return status === 0;
}

/** A suite that could not even be loaded has no tests to fail, and counts as one failure. */
function readSummary(): { passed: number; failed: number; skipped: string[] } {
  try {
    const summary = Summary.parse(JSON.parse(readFileSync(summaryFile, 'utf8')));
    const broken = summary.numFailedTests === 0 ? summary.numFailedTestSuites : 0;
    const skipped = summary.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .flatMap(({ status, title }) => (status === 'pending' ? [title] : []));
    return { passed: summary.numPassedTests, failed: summary.numFailedTests + broken, skipped };
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
}
