import { expect, it } from '@jest/globals';
import { mongo } from 'mongoose';
import { storeErrorOf } from '../../../../services/store/mongo/driver-errors.ts';

const named = (name: string) => Object.assign(new Error('x'), { name });
const coded = (code: string | number) => Object.assign(new Error('x'), { code });

it.each([
  ['a network that failed', new mongo.MongoNetworkError('x')],
  ['a socket that the other side has ended', coded('EPIPE')],
  ['a socket that was reset', coded('ECONNRESET')],
  ['a pool without a free connection', named('MongoWaitQueueTimeoutError')],
  ['no server', named('MongooseServerSelectionError')],
])('%s is a database that does not answer', (_what, error) => {
  expect(storeErrorOf(error)).toMatchObject({ name: 'StoreError', code: 'unreachable' });
});

it.each([
  ['a refusal of an index', new mongo.MongoServerError({ message: 'x', code: 11_000 })],
  ['a fault of our own', new TypeError('x')],
  ['another code', coded('ERR_INVALID_ARG_TYPE')],
])('%s stays what it is', (_what, error) => {
  expect(storeErrorOf(error)).toBe(error);
});
