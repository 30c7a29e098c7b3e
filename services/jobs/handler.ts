import type { Job } from '../store/store.ts';

/**
 * Does the jobs of one kind, however long that takes. May see the same job again (the process died, or was not heard of for
 * too long): the second time must change nothing. To reject means "all of these again later".
 */
export interface JobHandler {
  run(jobs: readonly Job[]): Promise<void>;
  /** How many jobs one call takes; 1 where absent. */
  readonly batch?: number;
  /** How many of these jobs a process has under way at the same time, where what does them takes no more. */
  readonly atOnce?: number;
}

/** Thrown for a job that can be done in `afterMs`, and not before: somebody else holds it, or asked for a pause. */
export class PostponedJob extends Error {
  override readonly name = 'PostponedJob';
  readonly afterMs: number;
  constructor(message: string, afterMs: number) {
    super(message);
    this.afterMs = afterMs;
  }
}

/** Thrown for a job that no repetition will mend: it is reported and put aside. */
export class HopelessJob extends Error {
  override readonly name = 'HopelessJob';
}
