import { mongo } from 'mongoose';
import { StoreError } from '../errors.ts';

const DUPLICATE_KEY = 11_000;
/** A majority did not confirm the write in time. */
const NOT_CONFIRMED = 64;

/** Whether a unique index refused the write. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

/** Whether unique indexes, and nothing else, refused some of the documents of an unordered write. */
export function areDuplicates(error: unknown): boolean {
  if (!(error instanceof mongo.MongoBulkWriteError)) return isDuplicate(error);
  const refused = [error.writeErrors].flat();
  return refused.length > 0 && refused.every(({ code }) => code === DUPLICATE_KEY);
}

/**
 * The error as the product knows it: `unreachable` when the database did not answer, or not as reliably as asked. What was
 * asked may have been written then. The driver's own messages name hosts at most, never content; other errors pass.
 */
export function storeErrorOf(error: unknown): unknown {
  if (!isUnreachable(error)) return error;
  return new StoreError(
    'unreachable',
    `the database does not answer (${error.name}): is it up, and may this machine reach it?`,
  );
}

function isUnreachable(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (unreachable.some((kind) => error instanceof kind) || unreachableNames.has(error.name)) return true;
  if ('code' in error && lostSocket.has(error.code)) return true;
  if (error instanceof mongo.MongoBulkWriteError && [error.writeErrors].flat().length === 0) {
    // It stands for the failure of the trip, or of its confirmation, and not for an answer.
    if (error.code === undefined || error.code === NOT_CONFIRMED) return true;
  }
  return error instanceof mongo.MongoError && labels.some((label) => error.hasErrorLabel(label));
}

const unreachable = [
  mongo.MongoNetworkError,
  mongo.MongoServerSelectionError,
  mongo.MongoNotConnectedError,
  mongo.MongoTopologyClosedError,
  mongo.MongoClientClosedError,
  mongo.MongoServerClosedError,
  mongo.MongoWriteConcernError,
];

/** A connection that ends while a command is being written is told as it is, not in the driver's own kinds. */
const lostSocket: ReadonlySet<unknown> = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/** Of kinds that are not handed out. */
const unreachableNames: ReadonlySet<string> = new Set([
  'MongooseServerSelectionError',
  'MongoWaitQueueTimeoutError',
  'MongoPoolClosedError',
]);

/** Given by the server to what a change of primary interrupts, and by the driver to a connection that was taken away. */
const labels = ['RetryableWriteError', 'PoolRequestedRetry'];
