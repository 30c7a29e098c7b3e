import { type Keys, loadKeys } from '../../services/seal/keys.ts';
import type { Config } from '../config.ts';

/** The keys of the settings, retired ones included: the same for the product and for every command on its data. */
export const keysOf = (config: Config): Keys =>
  loadKeys({
    signingKey: config.SIGNING_KEY,
    sealingKey: config.SEALING_KEY,
    indexKey: config.INDEX_KEY,
    retiredSigningKeys: config.SIGNING_KEYS_RETIRED,
    retiredSealingKeys: config.SEALING_KEYS_RETIRED,
    dataDir: config.MODE === 'demo' ? config.DATA_DIR : undefined,
  });
