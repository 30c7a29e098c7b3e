import { afterEach, beforeEach, describe } from '@jest/globals';
import type { Store } from '../../services/store/store.ts';
import { chainContract } from './store/chain.ts';
import { conversationContract } from './store/conversations.ts';
import { counterContract } from './store/counters.ts';
import { documentContract } from './store/documents.ts';
import { instancesContract } from './store/instances.ts';
import { jobContract } from './store/jobs.ts';
import { leaseContract } from './store/leases.ts';
import { lifeContract } from './store/life.ts';

/** An empty store of an engine, and the ways a test ends or restarts it. */
export interface OpenedStore {
  readonly store: Store;
  /** Closes the store and opens it again on the same data. */
  reopen(): Promise<Store>;
  /** Opens the same data once more, beside the store that is open, as another process does. */
  another(): Promise<Store>;
  /** Closes whatever is open and deletes the data. */
  dispose(): Promise<void>;
}

/** What the parts of the suite use: the store of the running test, which changes with a restart. */
export interface Subject {
  readonly store: Store;
  restart(): Promise<void>;
  /** A second opening of the same data; closed with the test. */
  another(): Promise<Store>;
}

/** What `services/store/store.ts` promises, for any engine. `open` gives each test an empty store of its own. */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`store contract: ${name}`, () => {
    let opened: OpenedStore;
    let current: Store;
    let others: Store[] = [];
    const subject: Subject = {
      get store() {
        return current;
      },
      async restart() {
        current = await opened.reopen();
      },
      async another() {
        const other = await opened.another();
        others.push(other);
        return other;
      },
    };

    beforeEach(async () => {
      opened = await open();
      current = opened.store;
    });
    afterEach(async () => {
      await Promise.all(others.map((other) => other.close()));
      others = [];
      await opened.dispose();
    });

    conversationContract(subject);
    leaseContract(subject);
    documentContract(subject);
    jobContract(subject);
    chainContract(subject);
    counterContract(subject);
    lifeContract(subject);
    instancesContract(subject);
  });
}
