import type { Job } from '../store/store.ts';

/** The jobs that a process has under way, each with the claim under which it is ours. */
export interface HeldJobs {
  size(): number;
  countOf(kind: string): number;
  /** Notes claimed jobs; answers those to be run. One that still runs here is not run beside itself: it has a new claim. */
  take(claimed: readonly Job[]): Job[];
  /** The present claims of these jobs, or of all; without those that were lost. */
  claims(jobs?: readonly Job[]): Job[];
  /** These claims are ours no more. What runs goes on, and can neither finish its job nor give it back. */
  lose(claims: readonly Job[]): void;
  /** The runs of these jobs are over. */
  leave(jobs: readonly Job[]): void;
}

export function createHeldJobs(): HeldJobs {
  /** `run` is the job as it was when its run began. */
  const held = new Map<string, { readonly run: Job; claim: Job | undefined }>();

  return {
    size: () => held.size,
    countOf: (kind) => [...held.values()].filter((entry) => entry.run.kind === kind).length,
    take: (claimed) =>
      claimed.filter((job) => {
        const present = held.get(job.id);
        if (present) present.claim = job;
        else held.set(job.id, { run: job, claim: job });
        return present === undefined;
      }),
    claims: (jobs) =>
      (jobs ? jobs.map(({ id }) => held.get(id)) : [...held.values()]).flatMap((entry) => entry?.claim ?? []),
    lose(claims) {
      for (const claim of claims) {
        const entry = held.get(claim.id);
        if (entry?.claim === claim) entry.claim = undefined;
      }
    },
    leave(jobs) {
      for (const job of jobs) if (held.get(job.id)?.run === job) held.delete(job.id);
    },
  };
}
