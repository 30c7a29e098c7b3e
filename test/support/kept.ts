import { tmpdir } from 'node:os';

/** Where what is expensive to fetch or unpack waits for the next run; the other folder for temporary files goes with its run. */
export const keptFolder = process.env.KEPT_BETWEEN_RUNS ?? tmpdir();
