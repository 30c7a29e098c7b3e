import { describe, expect, test } from '@jest/globals';
import { clientAddressBehind, limitedAddress } from '../../../bot/http/client-address.ts';

const addressOf = (trusted: string | undefined, peer: string, forwarded?: string) =>
  clientAddressBehind(trusted)({
    socket: { remoteAddress: peer },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  });

describe('the address of a client', () => {
  test.each<[string, string | undefined, string, string | undefined, string]>([
    ['without a proxy is its own', undefined, '203.0.113.7', undefined, '203.0.113.7'],
    ['is not what it claims', undefined, '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['is what a trusted proxy says', 'loopback', '127.0.0.1', '198.51.100.1', '198.51.100.1'],
    [
      'is what a trusted proxy says over a dual-stack socket',
      'loopback',
      '::ffff:127.0.0.1',
      '198.51.100.1',
      '198.51.100.1',
    ],
    ['is what a trusted proxy says over IPv6', 'loopback', '::1', '2001:db8::1', '2001:db8::1'],
    ['is not what it wrote before the proxy did', 'loopback', '127.0.0.1', '10.9.9.9, 198.51.100.1', '198.51.100.1'],
    [
      'is the first behind a row of proxies',
      '10.0.0.0/8, loopback',
      '127.0.0.1',
      '1.1.1.1, 198.51.100.1, 10.0.0.2',
      '198.51.100.1',
    ],
    ['is the farthest proxy when all are', '10.0.0.0/8', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['is the nearest known one before nonsense', 'loopback', '127.0.0.1', 'unknown, <script>', '127.0.0.1'],
  ])('%s', (_name, trusted, peer, forwarded, expected) => {
    expect(addressOf(trusted, peer, forwarded)).toBe(expected);
  });

  test('cannot be read behind a proxy that is no address', () => {
    expect(() => clientAddressBehind('the-proxy')).toThrow();
  });
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1::', '2001:db8:1:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('limits count %s as %s', (address, counted) => {
  expect(limitedAddress(address)).toBe(counted);
});
