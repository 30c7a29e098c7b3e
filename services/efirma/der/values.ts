import { type DerNode, Tag } from './reader.ts';

/** The dotted form of an OBJECT IDENTIFIER, or undefined when the element is something else. */
export function oidOf(node: DerNode | undefined): string | undefined {
  if (node?.tag !== Tag.oid) return undefined;
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const value of node.contents) {
    arc = (arc << 7n) | BigInt(value & 0x7f);
    if (value >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first = 0n, ...rest] = arcs;
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [root, first - root * 40n, ...rest].join('.');
}

/** A small non-negative INTEGER, or undefined when the element is something else or does not fit 31 bits. */
export function smallIntegerOf(node: DerNode | undefined): number | undefined {
  if (node?.tag !== Tag.integer || node.contents.length > 4) return undefined;
  if ((node.contents[0] ?? 0) >= 0x80) return undefined;
  return node.contents.reduce((value, octet) => value * 256 + octet, 0);
}

/** The octets of a non-negative INTEGER without the sign octet, or undefined. */
export function unsignedOf(node: DerNode | undefined): Uint8Array | undefined {
  if (node?.tag !== Tag.integer || (node.contents[0] ?? 0) >= 0x80) return undefined;
  return node.contents[0] === 0 ? node.contents.subarray(1) : node.contents;
}

/** Contents of an OCTET STRING, or undefined. */
export function octetsOf(node: DerNode | undefined): Uint8Array | undefined {
  return node?.tag === Tag.octetString ? node.contents : undefined;
}

/** Contents of a BIT STRING of whole octets, or undefined. */
export function wholeBitsOf(node: DerNode | undefined): Uint8Array | undefined {
  return node?.tag === Tag.bitString && node.contents[0] === 0 ? node.contents.subarray(1) : undefined;
}

/** Milliseconds since 1970 of a UTCTime or GeneralizedTime in the DER form (seconds, `Z`), or undefined. */
export function timeOf(node: DerNode | undefined): number | undefined {
  if (node?.tag !== Tag.utcTime && node?.tag !== Tag.generalizedTime) return undefined;
  const text = String.fromCharCode(...node.contents.subarray(0, 16));
  const match =
    node.tag === Tag.utcTime
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
      : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  // RFC 5280 4.1.2.5.1: two digits from 50 belong to the last century.
  const fullYear = node.tag === Tag.generalizedTime ? year : year < 50 ? 2000 + year : 1900 + year;
  const at = Date.UTC(fullYear, month - 1, day, hour, minute, second);
  return Number.isNaN(at) ? undefined : at;
}

/** True when both hold the same octets. For public values: the time taken tells where they differ. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}
