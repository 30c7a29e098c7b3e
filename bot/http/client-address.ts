import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Answers the address of the person behind a request. */
export type ClientAddress = (request: AddressedRequest) => string;

/** As much of an `IncomingMessage` as tells where it came from. */
export interface AddressedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * Reads `X-Forwarded-For` only as far as it was written by trusted proxies: from the right, the first address that is
 * not one of them. What a client writes there itself is never reached.
 *
 * @param trusted addresses and networks (`10.0.0.0/8`), comma separated, and the word `loopback`. Throws on others.
 */
export function clientAddressBehind(trusted: string | undefined): ClientAddress {
  const proxies = trustedProxies(trusted);
  const isProxy = (address: string) => proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (request) => {
    const peer = plain(request.socket.remoteAddress ?? '');
    const forwarded = request.headers['x-forwarded-for'];
    if (forwarded === undefined || isIP(peer) === 0 || !isProxy(peer)) return peer;
    let nearest = peer;
    for (const hop of String(forwarded).split(',').reverse()) {
      const address = plain(hop.trim());
      if (isIP(address) === 0) return nearest;
      nearest = address;
      if (!isProxy(address)) return address;
    }
    return nearest;
  };
}

/** What a limit counts: the address, or for IPv6 its /64 network, all of which belongs to one customer. */
export function limitedAddress(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

function trustedProxies(trusted: string | undefined): BlockList {
  const list = new BlockList();
  for (const entry of (trusted ?? '').split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    if (entry === 'loopback') {
      list.addSubnet('127.0.0.0', 8, 'ipv4');
      list.addAddress('::1', 'ipv6');
      continue;
    }
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** IPv4 as such, also where the socket is a dual-stack one. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');
