import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../bot/compose/log.ts';
import { readConfig } from '../../bot/config.ts';
import { createProduct } from '../../bot/product.ts';
import { openStore } from '../../services/store/open.ts';
import { builtDesk, builtPages } from './built-assets.ts';
import { testClock } from './clock.ts';

/** The product in this process, on a free port that survives a restart, in demo mode, with a clock the test moves. */
export async function startProduct(
  environment: Record<string, string> = {},
  open: typeof openStore = openStore,
  log = createLog('silent'),
) {
  const dataDir = mkdtempSync(join(tmpdir(), 'recupera-product-'));
  const clock = testClock();
  let port = 0;
  const start = async () => {
    const settings = readConfig({
      DATA_DIR: dataDir,
      PORT: String(port),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      ...environment,
    });
    // Look-ups hide behind a random pause; tests that do not measure it need not wait for it.
    const config = { ...settings, limits: { ...settings.limits, lookUpDelayMs: { from: 0, to: 1 } } };
    const world = { now: clock.now, newId: randomUUID, randomBytes, randomInt: (max: number) => randomInt(max) };
    const product = await createProduct({
      config,
      world,
      log,
      open,
      assets: builtPages,
      deskAssets: builtDesk,
    });
    ({ port } = await product.listen());
    return { product, url: `http://127.0.0.1:${port}` };
  };
  let running = await start();
  return {
    clock,
    dataDir,
    get url() {
      return running.url;
    },
    /** Stops the product and starts it again on the same data. */
    async restart(meanwhile: () => void = () => {}) {
      await running.product.stop();
      meanwhile();
      running = await start();
    },
    async stop() {
      await running.product.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type TestProduct = Awaited<ReturnType<typeof startProduct>>;
