/** Stops asking a service that keeps failing, so that nobody waits for its timeouts. */
export interface Breaker {
  /** False while the service is left alone. */
  mayTry(): boolean;
  record(succeeded: boolean): void;
}

/** Opens after `failures` failures in a row, for `pauseMs`; then one success closes it, and one failure opens it again. */
export function createBreaker(options: { failures: number; pauseMs: number; now: () => number }): Breaker {
  let failed = 0;
  let openUntil = 0;
  return {
    mayTry: () => options.now() >= openUntil,
    record(succeeded) {
      failed = succeeded ? 0 : failed + 1;
      if (failed >= options.failures) openUntil = options.now() + options.pauseMs;
    },
  };
}
