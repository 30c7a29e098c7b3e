/** One element of a DER document. `contents` and `raw` are views of the bytes given, not copies. */
export interface DerNode {
  /** The whole identifier octet: class, constructed bit and number (the long form of tags is refused). */
  readonly tag: number;
  /** Bytes after the header. */
  readonly contents: Uint8Array;
  /** Header and contents. */
  readonly raw: Uint8Array;
  /** Elements inside a constructed one; empty for a primitive one. */
  readonly children: readonly DerNode[];
}

export type DerResult = { ok: true; node: DerNode } | { ok: false; problem: string };

/** Identifier octets this project meets. */
export const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  nullValue: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Deepest nesting of real certificates and keys is 8; 16 leaves room (reference for the cap: 31 KB of nested headers). */
const maxDepth = 16;
/** A certificate of 8 KiB has about 150 elements. */
const maxNodes = 4_096;

/**
 * Reads exactly one DER element that fills `bytes` to the last octet. Stricter than BER and than most X.509 parsers:
 * definite minimal lengths, no long tags, no constructed strings, minimal integers, bounded depth and number of elements.
 * Never throws.
 */
export function readDer(bytes: Uint8Array): DerResult {
  try {
    const budget = { nodes: maxNodes };
    const node = readNode(bytes, 0, 0, budget);
    if (node.raw.length !== bytes.length) return { ok: false, problem: 'trailing bytes' };
    return { ok: true, node };
  } catch (error) {
    if (error instanceof DerProblem) return { ok: false, problem: error.message };
    throw error;
  }
}

class DerProblem extends Error {}

function readNode(bytes: Uint8Array, start: number, depth: number, budget: { nodes: number }): DerNode {
  if (depth > maxDepth) throw new DerProblem('too deep');
  budget.nodes -= 1;
  if (budget.nodes < 0) throw new DerProblem('too many elements');

  const tag = octet(bytes, start);
  if ((tag & 0x1f) === 0x1f) throw new DerProblem('long tag');
  const { length, headerLength } = readLength(bytes, start + 1);
  const from = start + 1 + headerLength;
  const to = from + length;
  if (to > bytes.length) throw new DerProblem('truncated');

  const contents = bytes.subarray(from, to);
  const constructed = (tag & 0x20) !== 0;
  if (!constructed) checkPrimitive(tag, contents);
  else checkConstructed(tag);

  const children: DerNode[] = [];
  if (constructed) {
    let at = from;
    const inside = bytes.subarray(0, to);
    while (at < to) {
      const child = readNode(inside, at, depth + 1, budget);
      children.push(child);
      at += child.raw.length;
    }
  }
  return { tag, contents, raw: bytes.subarray(start, to), children };
}

function readLength(bytes: Uint8Array, at: number): { length: number; headerLength: number } {
  const first = octet(bytes, at);
  if (first < 0x80) return { length: first, headerLength: 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 3) throw new DerProblem('length form');
  let length = 0;
  for (let index = 1; index <= count; index += 1) length = length * 256 + octet(bytes, at + index);
  const shortest = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
  if (count !== shortest) throw new DerProblem('length not minimal');
  return { length, headerLength: 1 + count };
}

function checkConstructed(tag: number): void {
  const universal = (tag & 0xc0) === 0;
  if (universal && tag !== Tag.sequence && tag !== Tag.set) throw new DerProblem('constructed string');
}

function checkPrimitive(tag: number, contents: Uint8Array): void {
  if (tag === 0x10 || tag === 0x11) throw new DerProblem('primitive sequence');
  if (tag === 0) throw new DerProblem('end of contents');
  if (tag === Tag.boolean && (contents.length !== 1 || (contents[0] !== 0 && contents[0] !== 0xff))) {
    throw new DerProblem('boolean');
  }
  if (tag === Tag.nullValue && contents.length !== 0) throw new DerProblem('null');
  if (tag === Tag.integer || tag === Tag.enumerated) checkInteger(contents);
  if (tag === Tag.oid) checkOid(contents);
  if (tag === Tag.bitString && (contents.length === 0 || octet(contents, 0) > 7)) throw new DerProblem('bit string');
}

function checkInteger(contents: Uint8Array): void {
  const first = octet(contents, 0);
  if (contents.length === 1) return;
  const second = octet(contents, 1);
  const padded = (first === 0 && second < 0x80) || (first === 0xff && second >= 0x80);
  if (padded) throw new DerProblem('integer not minimal');
}

function checkOid(contents: Uint8Array): void {
  let startsArc = true;
  for (const value of contents) {
    if (startsArc && value === 0x80) throw new DerProblem('oid not minimal');
    startsArc = value < 0x80;
  }
  if (contents.length === 0 || !startsArc) throw new DerProblem('oid');
}

function octet(bytes: Uint8Array, at: number): number {
  const value = bytes[at];
  if (value === undefined) throw new DerProblem('truncated');
  return value;
}
