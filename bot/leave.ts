/** Whoever has work under way that can be finished, or given back. */
export interface Busy {
  /** Takes nothing more from this moment on; resolves when what is under way is done. */
  stop(): Promise<void>;
  /** Gives back what is under way still, for others to do at once. */
  letGo(): Promise<void>;
}

/** What a process has to do before it leaves. */
export interface Leaving {
  /** Answers the requests under way, for at most so long. */
  readonly closeServer: (graceMs: number) => Promise<void>;
  readonly turns: Busy;
  readonly jobs: Busy;
  /** Lets go of everything else. */
  readonly close: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** When each part is over at the latest, as shares of the whole time. */
const requestsUntil = 0.5;
const workUntil = 0.8;
const givenBackUntil = 0.9;

/**
 * Leaves in order, and in time whatever hangs: a mail server, the database, a client. Whoever is told to go is killed soon
 * after; what is finished or given back before that waits for no lease, and no mail is sent twice for it.
 */
export async function leaveWithin(ms: number, { closeServer, turns, jobs, close, onError }: Leaving): Promise<void> {
  const began = performance.now();
  const doneUntil = (share: number, work: Promise<unknown>) =>
    doneWithin(began + share * ms - performance.now(), work.catch(onError));

  // At once: what requests bring about from now on is for others, or for the next start.
  const jobsDone = jobs.stop().catch(onError);
  await doneUntil(requestsUntil, closeServer(requestsUntil * ms));
  const isDone = await doneUntil(workUntil, Promise.all([turns.stop(), jobsDone]));
  const giveBack = (busy: Busy) => busy.letGo().catch(onError);
  if (!isDone) await doneUntil(givenBackUntil, Promise.all([turns, jobs].map(giveBack)));
  await doneUntil(1, close());
}

async function doneWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(resolve, Math.max(0, ms), false);
  const isDone = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return isDone;
}
