import type { JobHandler } from '../../services/jobs/handler.ts';
import { createRunner, type Runner } from '../../services/jobs/runner.ts';
import type { Store } from '../../services/store/store.ts';
import type { Config } from '../config.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Logger } from './log.ts';
import type { World } from './world.ts';

/** Renewed three times within itself: longer than a database takes to choose a primary, and a dead process not long. */
const leaseMs = 30_000;
const pollMs = 1_000;
const capacity = 200;

/** Whoever does the jobs of this process. */
export function composeJobs(deps: {
  config: Config;
  store: Store;
  world: World;
  handlers: Readonly<Record<string, JobHandler>>;
  metrics: Metrics;
  log: Logger;
}): Runner {
  const { config, store, world, handlers, metrics, log } = deps;
  return createRunner({
    jobs: store.jobs,
    handlers,
    owner: world.newId(),
    now: world.now,
    leaseMs,
    maxBackoffMs: config.limits.jobMaxBackoffMs,
    capacity,
    after: (ms, call) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    pollMs,
    report: (event) => {
      metrics.job(event);
      if (event.what !== 'done') log.warn(event, 'job not done');
    },
  });
}
