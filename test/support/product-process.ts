import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const main = join(import.meta.dirname, '..', '..', 'bot', 'main.ts');

export type ProductProcess = Awaited<ReturnType<typeof startProductProcess>>;

/** The product as `npm start` runs it, in a process that can be killed and started again on the same data and port. */
export async function startProductProcess(environment: Record<string, string>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'recupera-process-'));
  const instance = await startInstance({ DATA_DIR: dataDir, ...environment });
  return {
    dataDir,
    url: `http://127.0.0.1:${instance.port}`,
    killAndStart: instance.killAndStart,
    async stop() {
      await instance.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type Instance = Awaited<ReturnType<typeof startInstance>>;

/** As whoever supervises processes does. */
const STARTS = 5;

/** One process of the product over data that others may share. */
export async function startInstance(environment: Record<string, string>) {
  let port = 0;
  let child = await start();

  async function start(): Promise<ChildProcess> {
    const started = spawn(process.execPath, [main], {
      env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    port = await portOf(started);
    return started;
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  return {
    port,
    /** Kills the process where it stands, and starts another; again, when the store is away just then. */
    async killAndStart() {
      await end('SIGKILL');
      for (let left = STARTS; ; left -= 1) {
        try {
          child = await start();
          return;
        } catch (error) {
          if (left <= 1) throw error;
        }
      }
    },
    stop: () => end('SIGTERM'),
  };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the product ended before it listened')));
    if (child.stdout === null) return reject(new Error('the product prints nothing'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, port] = /^\{.*"port":(\d+)/.exec(line) ?? [];
      if (port !== undefined) resolve(Number(port));
    });
  });
}
