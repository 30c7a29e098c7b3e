import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { composeDomain } from '../../bot/compose/domain.ts';
import { createLog } from '../../bot/compose/log.ts';
import { composeWhatsApp } from '../../bot/compose/whatsapp.ts';
import { readConfig } from '../../bot/config.ts';
import { loadKeys } from '../../services/seal/keys.ts';
import { openStore } from '../../services/store/open.ts';
import { startGraphDouble } from './graph-double.ts';
import { lookInside } from './inside.ts';
import { startProduct } from './product.ts';

/** The product in this process, connected to a double of the Cloud API, its log and its data open to the test. */
export async function startWhatsApp(environment: Record<string, string> = {}) {
  const lines: string[] = [];
  const sink = new Writable({
    write(line, _, done) {
      lines.push(String(line));
      done();
    },
  });
  const started: { clock?: { now: () => number } } = {};
  const graph = await startGraphDouble({ now: () => (started.clock?.now ?? Date.now)() });
  const settings = { ...graph.environment, ...environment };
  const product = await startProduct(settings, openStore, createLog('debug', sink));
  const { clock, dataDir, url } = product;
  started.clock = clock;
  graph.connect(url);
  const inside = await lookInside(dataDir, clock.now);
  const { store } = inside;
  const world = { now: clock.now, newId: randomUUID, randomBytes, randomInt: (max: number) => randomInt(max) };
  const config = readConfig({ DATA_DIR: dataDir, ...settings });
  /** The channel once more over the same data: to look, not to receive. */
  const looking = composeWhatsApp({
    config,
    store,
    world,
    domain: composeDomain({ config, keys: loadKeys({ dataDir }), store, world, publicUrl: url }),
    door: { receive: () => Promise.reject(new Error('nothing is received here')) },
    kick: () => {},
    secureForm: () => Promise.reject(new Error('nothing is sent from here')),
    publicUrl: url,
    report: () => {},
    log: createLog('silent'),
  });
  if (!looking) throw new Error('WhatsApp is not set up');

  return {
    url,
    clock,
    graph,
    store,
    lines,
    ticksOf: looking.ticksOf,
    windowEndsAt: looking.windowEndsAt,
    /** What the log says about WhatsApp. */
    reports: () =>
      lines
        .filter((line) => line.includes('"whatsapp'))
        .map((line): { what?: string; error?: number; reason?: string } => JSON.parse(line)),
    async stop() {
      await graph.close();
      await inside.close();
      await product.stop();
    },
  };
}
export type TestWhatsApp = Awaited<ReturnType<typeof startWhatsApp>>;
