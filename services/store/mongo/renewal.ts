import type { mongo } from 'mongoose';
import { StoreError } from '../errors.ts';

export interface Renewal {
  /** The answer of a call; rejects as unreachable when the driver was renewed and the answer has not come. */
  answerOf<T>(call: Promise<T>): Promise<T>;
  /** Renews nothing any more, and waits for what is under way. */
  end(): Promise<void>;
}

/**
 * Connects anew when the driver waits for something that never comes.
 *
 * A command that the driver writes to a socket after its end, and before its `close` event, waits for a `drain` that never
 * fires (mongodb 7.8 and 7.9, `Connection.writeCommand`). When several connections end at once this befalls the look at a
 * server that does not stream its state, and from then on nobody looks for that server; it may befall any other command
 * alone, which then keeps its connection for good. Neither is told: both show as something that lasts longer than the
 * driver's own limits allow.
 */
export function renewalOf(client: mongo.MongoClient, now = () => performance.now()): Renewal {
  const looks = new Map<string, number>();
  const commands = new Map<string, number>();
  const calls = new Set<(reason: StoreError) => void>();
  let renewing: Promise<void> | undefined;
  let lost = false;
  let ended = false;

  client.on('serverHeartbeatStarted', ({ connectionId }) => looks.set(connectionId, now()));
  client.on('serverHeartbeatSucceeded', looked);
  client.on('serverHeartbeatFailed', looked);
  client.on('serverClosed', ({ address }) => looks.delete(address));
  client.on('connectionCheckedOut', (event) => commands.set(keyOf(event), now()));
  client.on('connectionCheckedIn', (event) => commands.delete(keyOf(event)));
  client.on('connectionPoolClosed', ({ address }) => {
    for (const key of commands.keys()) if (key.startsWith(`${address} `)) commands.delete(key);
  });

  function looked({ connectionId }: { connectionId: string }): void {
    looks.delete(connectionId);
    renewIfCaught();
  }

  const { connectTimeoutMS, heartbeatFrequencyMS, socketTimeoutMS } = client.options;
  const longestLookMs = 2 * unlessNever(connectTimeoutMS) + heartbeatFrequencyMS;
  // The driver closes a connection that was silent for so long, a moment later.
  const longestCommandMs = 1.25 * unlessNever(socketTimeoutMS);

  function renewIfCaught(): void {
    const caught = lost || lasts(looks, longestLookMs) || lasts(commands, longestCommandMs);
    if (caught && !ended) renewing ??= renew();
  }

  const lasts = (begun: ReadonlyMap<string, number>, longestMs: number) =>
    [...begun.values()].some((since) => now() - since > longestMs);

  async function renew(): Promise<void> {
    const before = [...calls];
    try {
      await client.close();
      await client.connect();
      lost = false;
    } catch {
      // Nobody is there: the next call that fails has it tried again.
      lost = true;
    } finally {
      renewing = undefined;
      for (const giveUp of before) {
        calls.delete(giveUp);
        giveUp(new StoreError('unreachable', 'the database was asked, and no answer came'));
      }
    }
  }

  return {
    answerOf: (call) =>
      new Promise((resolve, reject) => {
        calls.add(reject);
        call.then(resolve, reject).finally(() => calls.delete(reject));
        call.catch(renewIfCaught);
      }),
    async end() {
      ended = true;
      await renewing;
    },
  };
}

/** A connection of a pool carries one command at a time. */
const keyOf = ({ address, connectionId }: { address: string; connectionId: number | '<monitor>' }) =>
  `${address} ${connectionId}`;

/** The driver's 0 is no limit. */
const unlessNever = (limit: number | undefined) => limit || Number.POSITIVE_INFINITY;
