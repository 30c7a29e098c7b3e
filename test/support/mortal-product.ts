import { openStore } from '../../services/store/open.ts';
import type { Store } from '../../services/store/store.ts';
import { dyingStore } from './dying-store.ts';
import { startProduct } from './product.ts';

/** Jobs due later than this are no business of the turn that wrote them, as reminders are not. */
const SOON_MS = 10 * 60_000;
const NEVER = Number.POSITIVE_INFINITY;

export type MortalProduct = Awaited<ReturnType<typeof startMortalProduct>>;

/** A product whose process can be made to die at a chosen write, and which is started again on the same data. */
export async function startMortalProduct(environment: Record<string, string> = {}) {
  const death = { countdown: NEVER, written: false, happened: false, toll: () => {} };
  const wakes = new Set<() => void>();
  let disk: Store | undefined;
  const product = await startProduct(environment, async (...args) => {
    disk = await openStore(...args);
    const store = dyingStore(disk, death);
    const onAdded: Store['jobs']['onAdded'] = (listener) => {
      wakes.add(listener);
      const stop = store.jobs.onAdded(listener);
      return () => {
        wakes.delete(listener);
        stop();
      };
    };
    return { ...store, jobs: { ...store.jobs, onAdded } };
  });
  const disarm = () => Object.assign(death, { countdown: NEVER, written: false, happened: false });

  /** Until all jobs that are due soon are done, or the process has died; the clock moves to those that wait. */
  async function settled(): Promise<void> {
    for (let round = 0; round < 5_000 && !death.happened && disk !== undefined; round += 1) {
      const { oldestDueAt } = await disk.jobs.depth();
      const now = product.clock.now();
      if (oldestDueAt === undefined || oldestDueAt > now + SOON_MS) return;
      if (oldestDueAt > now) product.clock.forward(oldestDueAt - now + 1);
      for (const wake of wakes) wake();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  return {
    product,
    clock: product.clock,
    dataDir: product.dataDir,
    get url() {
      return product.url;
    },
    settled,
    /**
     * Lets the process die at the `countdown`-th write from now on while `work` goes on, settles what it left, and starts
     * the process again `downMs` later. Answers whether it died; whatever `work` throws is the business of the dead.
     */
    async throughDeath(
      countdown: number,
      written: boolean,
      work: () => Promise<unknown>,
      downMs = 0,
    ): Promise<boolean> {
      const died = new Promise<void>((resolve) => {
        Object.assign(death, { countdown, written, happened: false, toll: resolve });
      });
      const working = work().catch(() => undefined);
      await Promise.race([working, died]);
      await settled();
      if (!death.happened) {
        disarm();
        await working;
        return false;
      }
      await product.restart(() => {
        disarm();
        product.clock.forward(downMs);
      });
      await working;
      return true;
    },
    stop: () => product.stop(),
  };
}
