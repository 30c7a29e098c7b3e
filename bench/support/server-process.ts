import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A server under measurement, in a process of its own so that its work can be told from the driver's. */
export interface ServerProcess {
  readonly url: string;
  /** From the start of the process until it said where it listens, in milliseconds. */
  readonly listeningMs: number;
  /** User and system time of all its threads since it began, in seconds (in ticks of 10 ms). */
  cpuSeconds(): number;
  /** Resident memory, now and at its highest, in MiB. */
  memory(): { readonly now: number; readonly peak: number };
  /** Stops it gracefully. */
  stop(): Promise<void>;
}

const ticksPerSecond = 100;
const stopWithinMs = 20_000;

/**
 * Starts `node ...command`, which has to print a line of JSON with its `port` once it listens. Reads `/proc`, so it needs
 * Linux. Rejects with what the process printed when it ends before.
 */
export async function startServer(
  command: readonly string[],
  environment: Record<string, string> = {},
): Promise<ServerProcess> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, command, {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const port = await portOf(child);
  const proc = (file: string) => readFileSync(`/proc/${child.pid}/${file}`, 'utf8');
  return {
    url: `http://127.0.0.1:${port}`,
    listeningMs: performance.now() - startedAt,
    cpuSeconds: () => cpuOf(proc('stat')),
    memory: () => ({ now: mebibytes(proc('status'), 'VmRSS'), peak: mebibytes(proc('status'), 'VmHWM') }),
    stop: () => stop(child),
  };
}

function portOf(child: ChildProcess): Promise<number> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the process has no output to read');
  return new Promise((resolve, reject) => {
    const printed: string[] = [];
    createInterface({ input: stdout }).on('line', (line) => {
      printed.push(line);
      const [, port] = /^\{.*"port":(\d+)/.exec(line) ?? [];
      if (port !== undefined) resolve(Number(port));
    });
    stderr.on('data', (chunk: Buffer) => {
      printed.push(chunk.toString());
      process.stderr.write(chunk);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the server ended early:\n${printed.join('\n')}`)));
  });
}

/** Fields 14 and 15 of proc_pid_stat(5), counted after the name, which may hold blanks. */
function cpuOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function mebibytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const cut = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await ended;
  clearTimeout(cut);
}
