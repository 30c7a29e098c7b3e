import { mongo } from 'mongoose';
import { StoreError } from '../errors.ts';

export interface Renewal {
  /** The answer of a call; rejects as unreachable when the driver takes longer than all its own limits together. */
  answerOf<T>(call: Promise<T>): Promise<T>;
  /** Renews nothing any more, and waits for what is under way. */
  end(): Promise<void>;
}

/**
 * Connects anew when the driver waits for something that never comes.
 *
 * A command that the driver writes to a socket after its end, and before its `close` event, waits for a `drain` that never
 * fires (mongodb 7.9, `Connection.writeCommand`). When several connections end at once this befalls the look at a server
 * that does not stream its state, and from then on nobody looks for that server; it may befall any other call alone,
 * which then keeps its connection for good. Neither is told: both show as something that takes longer than it may.
 */
export function renewalOf(client: mongo.MongoClient, now = () => performance.now()): Renewal {
  const { connectTimeoutMS, heartbeatFrequencyMS } = client.options;
  const longestLookMs = 2 * unlessNever(connectTimeoutMS) + heartbeatFrequencyMS;
  const longestCallMs = longestCall(client.options);
  const lookingSince = new Map<string, number>();
  let renewing: Promise<void> | undefined;
  let ended = false;

  const told = ({ connectionId }: { connectionId: string }) => lookingSince.delete(connectionId);
  client.on('serverHeartbeatStarted', ({ connectionId }) => lookingSince.set(connectionId, now()));
  client.on('serverHeartbeatSucceeded', told);
  client.on('serverHeartbeatFailed', told);
  client.on('serverClosed', ({ address }) => lookingSince.delete(address));

  const stuck = () => [...lookingSince.values()].some((since) => now() - since > longestLookMs);

  async function renew(): Promise<void> {
    try {
      await client.close();
      await client.connect();
    } catch {
      // Nobody is there: the next call finds the client closed, and it is tried again.
    } finally {
      renewing = undefined;
    }
  }

  return {
    async answerOf(call) {
      try {
        return await within(call, longestCallMs);
      } catch (error) {
        if (!ended && (error instanceof NoAnswer || isClosed(error) || stuck())) renewing ??= renew();
        throw error;
      }
    },
    async end() {
      ended = true;
      await renewing;
    },
  };
}

/** A call looks for a server, waits for a connection, which may be a new one, and for the answer; and all of it once more. */
function longestCall(options: mongo.MongoOptions): number {
  const { serverSelectionTimeoutMS, waitQueueTimeoutMS, connectTimeoutMS, socketTimeoutMS } = options;
  const limits = [serverSelectionTimeoutMS, waitQueueTimeoutMS, connectTimeoutMS, socketTimeoutMS];
  return 2 * limits.reduce((sum, limit) => sum + unlessNever(limit), 0);
}

/** The driver's 0 is no limit. */
const unlessNever = (limit: number | undefined) => limit || Number.POSITIVE_INFINITY;

class NoAnswer extends StoreError {
  constructor() {
    super('unreachable', 'the database was asked, and the answer never came');
  }
}

async function within<T>(call: Promise<T>, ms: number): Promise<T> {
  if (ms === Number.POSITIVE_INFINITY) return call;
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new NoAnswer()), ms);
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** As a renewal leaves it that found nobody. */
const isClosed = (error: unknown) =>
  error instanceof mongo.MongoTopologyClosedError || error instanceof mongo.MongoNotConnectedError;
