import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openSqlite } from '../../../../services/store/sqlite/index.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary.ts';

let folder: TemporaryFolder;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await folder.remove();
});

it('loses nothing it acknowledged when its process is killed, and the lock dies with the process', async () => {
  const { acknowledged, kill } = await acceptInAnotherProcess(400);
  await kill();

  const store = await openSqlite({ path: folder.path, exclusive: true });
  const log = await store.conversations.log('c1', 0);
  const kept = new Set(log.map(({ activity }) => JSON.stringify(activity)));
  expect(acknowledged.length).toBeGreaterThanOrEqual(400);
  expect(acknowledged.filter((text) => !kept.has(JSON.stringify({ text })))).toEqual([]);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
  const last = acknowledged.at(-1) ?? '';
  const again = await store.conversations.accept('c1', { messageId: last, activity: {}, at: 0 });
  expect(again.outcome).toBe('duplicate');
  expect(await store.conversations.take('c1', { owner: 'o', now: 0, leaseMs: 1 })).toMatchObject({ messageId: 'm0-0' });
  await store.close();
});

it('refuses a second process that wants to serve, and lets a tool read and write beside the first', async () => {
  const { kill } = await acceptInAnotherProcess(1);

  await expect(openSqlite({ path: folder.path, exclusive: true })).rejects.toMatchObject({
    name: 'StoreError',
    code: 'in-use',
  });
  const tool = await openSqlite({ path: folder.path });
  expect((await tool.conversations.get('c1'))?.lastSeq).toBeGreaterThan(0);
  expect(await tool.documents.insert('case', 'x', {})).toEqual({ ok: true, version: 1 });
  await tool.close();
  await kill();
});

it('refuses a second store that wants to serve within one process, until the first is closed', async () => {
  const first = await openSqlite({ path: folder.path, exclusive: true });

  await expect(openSqlite({ path: folder.path, exclusive: true })).rejects.toMatchObject({ code: 'in-use' });
  await first.close();

  const second = await openSqlite({ path: folder.path, exclusive: true });
  await expect(second.ping()).resolves.toBeUndefined();
  await second.close();
});

/** Starts the process and waits until it has acknowledged `count` messages. */
async function acceptInAnotherProcess(count: number) {
  const script = join(import.meta.dirname, 'accepting-process.ts');
  const started = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, folder.path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  const exited = once(started, 'exit');
  const acknowledged: string[] = [];
  const lines = createInterface({ input: started.stdout });
  const ended = once(lines, 'close');
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      acknowledged.push(line);
      if (acknowledged.length === count) resolve();
    });
    started.on('exit', (code) => reject(new Error(`the process ended by itself with ${code}`)));
  });
  return {
    acknowledged,
    async kill() {
      started.kill('SIGKILL');
      await Promise.all([exited, ended]);
    },
  };
}
