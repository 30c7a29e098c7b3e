import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { createLog } from '../../bot/compose/log.ts';
import { readConfig } from '../../bot/config.ts';
import { createProduct } from '../../bot/product.ts';
import { openStore } from '../../services/store/open.ts';
import { builtDesk, builtPages } from '../support/built-assets.ts';
import { demoDoors } from '../support/demo.ts';
import { enter } from '../support/person.ts';

/** A mail server that takes connections, and says nothing. */
async function startMuteServer() {
  const { promise: called, resolve } = Promise.withResolvers<void>();
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    sockets.push(socket);
    resolve();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    called,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

it('leaves in time while a mail hangs, and others can send that mail at once', async () => {
  const mute = await startMuteServer();
  const dataDir = mkdtempSync(join(tmpdir(), 'recupera-stop-'));
  const settings = readConfig({ DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', SMTP_URL: mute.url });
  const limits = { ...settings.limits, lookUpDelayMs: { from: 0, to: 1 }, drainMs: 1_000 };
  const product = await createProduct({
    config: { ...settings, limits },
    world: { now: Date.now, newId: randomUUID, randomBytes, randomInt: (max: number) => randomInt(max) },
    log: createLog('silent'),
    assets: builtPages,
    deskAssets: builtDesk,
  });
  const { port } = await product.listen();
  const url = `http://127.0.0.1:${port}`;
  const owner = (await demoDoors(url).people()).find(({ portal }) => portal === 'icsoe');
  const person = await enter(url);
  await person.listen();
  for (const said of ['olvidé mi contraseña del ICSOE', owner?.curp ?? '', owner?.email ?? '']) await person.say(said);
  await mute.called;

  const began = performance.now();
  await product.stop();
  expect(performance.now() - began).toBeLessThan(limits.drainMs + 500);

  const store = await openStore(`sqlite:${join(dataDir, 'recupera.sqlite')}`);
  const left = await store.jobs.claim({ owner: 'another', now: Date.now(), leaseMs: 1_000, limit: 100 });
  expect(left.map(({ kind }) => kind)).toContain('mail');
  await store.close();
  mute.close();
  rmSync(dataDir, { recursive: true, force: true });
});
