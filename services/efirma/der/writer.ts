import { Tag } from './reader.ts';

/** Writes one DER element; several parts are joined as its contents. */
export function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const header = lengthOctets(length);
  const written = new Uint8Array(1 + header.length + length);
  written[0] = tag;
  written.set(header, 1);
  let at = 1 + header.length;
  for (const part of parts) {
    written.set(part, at);
    at += part.length;
  }
  return written;
}

export const sequence = (...parts: readonly Uint8Array[]) => element(Tag.sequence, ...parts);
export const set = (...parts: readonly Uint8Array[]) => element(Tag.set, ...parts);
export const octets = (bytes: Uint8Array) => element(Tag.octetString, bytes);
export const nothing = () => element(Tag.nullValue);
export const truth = () => element(Tag.boolean, Uint8Array.of(0xff));

/** A BIT STRING; `unused` is the number of padding bits in the last octet. */
export const bits = (bytes: Uint8Array, unused = 0) => element(Tag.bitString, Uint8Array.of(unused), bytes);

/** An INTEGER from big-endian octets of a non-negative number. */
export function unsigned(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((value) => value !== 0);
  const minimal = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  return (minimal[0] ?? 0) >= 0x80 ? element(Tag.integer, Uint8Array.of(0), minimal) : element(Tag.integer, minimal);
}

/** An INTEGER from a non-negative number below 2^32. */
export function integer(value: number): Uint8Array {
  return unsigned(Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff));
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(Tag.oid, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

/** A string with the given tag: UTF-8 octets for UTF8String, Latin-1 for every other. */
export function text(tag: number, value: string): Uint8Array {
  const latin1 = () => Uint8Array.from(value, (character) => character.charCodeAt(0));
  return element(tag, tag === Tag.utf8String ? new TextEncoder().encode(value) : latin1());
}

/** UTCTime until 2049, GeneralizedTime after, as RFC 5280 4.1.2.5 wants. `at` in milliseconds. */
export function time(at: number): Uint8Array {
  const digits = new Date(at).toISOString().slice(0, 19).replace(/\D/g, '');
  const year = Number(digits.slice(0, 4));
  if (year < 2050) return text(Tag.utcTime, `${digits.slice(2)}Z`);
  return text(Tag.generalizedTime, `${digits}Z`);
}

/** An element with an explicit context tag around it. */
export const explicit = (number: number, ...parts: readonly Uint8Array[]) => element(0xa0 | number, ...parts);

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  if (length < 0x10000) return [0x82, length >> 8, length & 0xff];
  return [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
}

function base128(arc: number): number[] {
  const groups = [arc & 0x7f];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}
