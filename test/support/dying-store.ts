import type { Store } from '../../services/store/store.ts';

/** When the process of the test dies: at which write, and whether that write still reached the disk. */
export interface Death {
  /** Writes still to come before it; set by the test, counted down by the store. */
  countdown: number;
  readonly written: boolean;
  happened: boolean;
  /** Told when it happens. */
  readonly toll?: () => void;
}

const writes = {
  conversations: ['accept', 'take', 'commit', 'append', 'release'],
  documents: ['insert', 'replace'],
  jobs: ['add', 'claim', 'done', 'retry'],
  chain: ['append'],
  counters: ['hit', 'next'],
} as const;

/**
 * A store whose process dies at a chosen write: the write happens or not, its answer never arrives, and nothing that the
 * process does afterwards reaches the disk.
 */
export function dyingStore(store: Store, death: Death): Store {
  const gone = () => Promise.reject(new Error('this process has died'));
  const watch = <Part extends object>(part: Part, methods: readonly string[]): Part =>
    new Proxy(part, {
      get(target, name, receiver) {
        const method: unknown = Reflect.get(target, name, receiver);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          if (death.happened) return gone();
          if (!methods.includes(String(name))) return method.apply(target, args);
          death.countdown -= 1;
          if (death.countdown !== 0) return method.apply(target, args);
          death.happened = true;
          if (death.written) await method.apply(target, args);
          death.toll?.();
          return gone();
        };
      },
    });
  return {
    conversations: watch(store.conversations, writes.conversations),
    documents: watch(store.documents, writes.documents),
    // `onAdded` is no promise, and is left as it is.
    jobs: { ...watch(store.jobs, writes.jobs), onAdded: store.jobs.onAdded },
    chain: watch(store.chain, writes.chain),
    counters: watch(store.counters, writes.counters),
    ping: store.ping,
    close: store.close,
  };
}
