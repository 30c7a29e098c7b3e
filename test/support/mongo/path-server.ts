import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { WayToMongo } from './server.ts';

const ATTEMPTS = 150;
const PAUSE_MS = 200;

/** The `mongod` of this machine, on an empty folder. */
export const pathServer: WayToMongo = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'recupera-mongod-'));
  const port = await freePort();
  const child = spawn('mongod', ['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1', '--quiet'], {
    stdio: 'ignore',
  });
  child.unref();
  const stop = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', stop);
  let ended: string | undefined;
  child.once('error', () => {
    ended = 'not on the path';
  });
  child.once('exit', (code) => {
    ended = `it ended with ${code}`;
  });
  for (let left = ATTEMPTS; !(await answers(port)); left -= 1) {
    if (ended === undefined && left === 0) ended = 'it does not listen';
    if (ended !== undefined) {
      stop();
      throw new Error(ended);
    }
    await pause(PAUSE_MS);
  }
  return `mongodb://127.0.0.1:${port}`;
};

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
