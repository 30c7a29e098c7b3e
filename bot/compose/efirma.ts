import { createEfirma, type Efirma } from '../../services/efirma/efirma.ts';
import { createOcspChecker } from '../../services/efirma/ocsp/checker.ts';
import { loadTrust } from '../../services/efirma/trust/load-trust.ts';
import type { Config } from '../config.ts';
import type { World } from './world.ts';

const ocspTimeoutMs = 8_000;

/** The checks of e.firmas. @param own authorities of the demo, which production never has. */
export async function composeEfirma(deps: {
  config: Config;
  world: Pick<World, 'now'>;
  own: Parameters<typeof loadTrust>[0]['own'];
}): Promise<Efirma> {
  const { config, world, own } = deps;
  const { limits } = config;
  const trust = await loadTrust({
    production: config.MODE !== 'demo',
    directory: config.EFIRMA_TRUST_DIR,
    pins: config.EFIRMA_TRUST_PINS?.split(','),
    own,
  });
  return createEfirma({
    trust,
    now: world.now,
    limits: {
      fileMaxBytes: limits.efirmaFileMaxBytes,
      keyMaxIterations: limits.keyMaxIterations,
      workerTimeoutMs: limits.efirmaWorkerTimeoutMs,
      challengeTtlMs: limits.challengeTtlMs,
    },
    ocsp: config.EFIRMA_OCSP_URL
      ? createOcspChecker({ url: config.EFIRMA_OCSP_URL, now: world.now, timeoutMs: ocspTimeoutMs })
      : undefined,
  });
}
