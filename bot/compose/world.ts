import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** What cannot be computed: time and chance. Tests bring their own. */
export interface World {
  readonly now: () => number;
  readonly newId: () => string;
  readonly randomBytes: (size: number) => Buffer;
  /** Uniform in [0, max). */
  readonly randomInt: (max: number) => number;
}

export const realWorld: World = { now: Date.now, newId: randomUUID, randomBytes, randomInt: (max) => randomInt(max) };
