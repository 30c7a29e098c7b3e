import { Worker } from 'node:worker_threads';
import { type OpenKeyOutcome, OpenKeyReply, type OpenKeyRequest } from './messages.ts';

/** Opens private keys away from the event loop. */
export interface KeyOpener {
  /**
   * Opens the key with the first of the passwords that fits and compares it with the certificate. The octets are copied,
   * and the copies wiped; the caller wipes its own. `timeout` also stands for a worker that died over the key.
   * Throws `KeyOpenerBusy` when too many keys wait, and when the opener is closed.
   */
  open(input: KeyToOpen): Promise<OpenKeyOutcome | 'timeout'>;
  close(): Promise<void>;
}

export interface KeyToOpen {
  /** A key file that passed the pre-parse. */
  readonly key: Uint8Array;
  /** DER. */
  readonly certificate: Uint8Array;
  /** The readings of one password, in the order to try. */
  readonly passwords: readonly Uint8Array[];
}

/** More keys wait than can be opened in time; the same check may be tried again later. */
export class KeyOpenerBusy extends Error {}

interface Job {
  readonly request: OpenKeyRequest;
  readonly resolve: (outcome: OpenKeyOutcome | 'timeout') => void;
  readonly reject: (error: Error) => void;
}

interface Slot {
  worker: Worker | undefined;
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
}

const workerFile = new URL('./worker.ts', import.meta.url);
/** A key takes about 2 ms, so a full queue is done within a second. */
const maxWaiting = 256;
const memory = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };

/** Workers start with the first key, are used again, and are replaced when one is stopped. */
export function createKeyOpener({ workers, timeoutMs }: { workers: number; timeoutMs: number }): KeyOpener {
  const slots: Slot[] = Array.from({ length: workers }, () => ({
    worker: undefined,
    job: undefined,
    timer: undefined,
  }));
  const waiting: Job[] = [];
  const stopping = new Set<Promise<void>>();
  let nextId = 0;
  let closed = false;

  function dispatch(): void {
    const slot = slots.find(({ job }) => job === undefined);
    const job = slot === undefined ? undefined : waiting.shift();
    if (slot === undefined || job === undefined) return;
    slot.job = job;
    slot.timer = setTimeout(() => stop(slot), timeoutMs);
    slot.worker ??= start(slot);
    slot.worker.ref();
    // Transferred, not copied: no second copy of the key stays behind in this thread.
    const { key, certificate, passwords } = job.request;
    slot.worker.postMessage(
      job.request,
      [key, certificate, ...passwords].map(({ buffer }) => buffer),
    );
  }

  function start(slot: Slot): Worker {
    const worker = new Worker(workerFile, { resourceLimits: memory, name: 'efirma-key', execArgv: [] });
    worker.on('message', (message: unknown) => {
      const reply = OpenKeyReply.safeParse(message);
      if (slot.worker !== worker || !reply.success) return;
      if (slot.job?.request.id === reply.data.id) settle(slot, reply.data.outcome);
    });
    worker.on('error', () => {
      if (slot.worker === worker) stop(slot);
    });
    return worker;
  }

  function stop(slot: Slot): void {
    const { worker } = slot;
    slot.worker = undefined;
    if (worker !== undefined) terminate(worker);
    settle(slot, 'timeout');
  }

  function terminate(worker: Worker): void {
    const stopped = worker.terminate().then(() => void stopping.delete(stopped));
    stopping.add(stopped);
  }

  function settle(slot: Slot, outcome: OpenKeyOutcome | 'timeout'): void {
    const { job } = slot;
    clearTimeout(slot.timer);
    slot.job = undefined;
    // An idle worker keeps no process alive.
    slot.worker?.unref();
    job?.resolve(outcome);
    dispatch();
  }

  return {
    open({ key, certificate, passwords }) {
      if (closed) return Promise.reject(new Error('The key opener is closed'));
      if (waiting.length >= maxWaiting) return Promise.reject(new KeyOpenerBusy('Too many keys wait to be opened'));
      const id = nextId++;
      // Buffers may share one pool of memory; a transfer needs memory of its own.
      const request = { id, key: own(key), certificate: own(certificate), passwords: passwords.map(own) };
      return new Promise((resolve, reject) => {
        waiting.push({ request, resolve, reject });
        dispatch();
      });
    },

    async close() {
      closed = true;
      for (const { request, reject } of waiting.splice(0)) {
        for (const bytes of [request.key, ...request.passwords]) bytes.fill(0);
        reject(new Error('The key opener is closed'));
      }
      for (const slot of slots) stop(slot);
      await Promise.all(stopping);
    },
  };
}

const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
