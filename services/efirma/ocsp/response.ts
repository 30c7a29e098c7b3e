import { type DerNode, readDer, Tag } from '../der/reader.ts';
import { octetsOf, oidOf, timeOf, wholeBitsOf } from '../der/values.ts';
import { nonceOid } from './request.ts';

/** A basic OCSP response, taken apart and not yet believed. */
export interface OcspResponse {
  /** What the signature covers. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  readonly signatureAlgorithm: string;
  /** DER of the responder's name, or the SHA-1 of its key. */
  readonly responder: { readonly name: Uint8Array } | { readonly keyHash: Uint8Array };
  /** DER of the certificates that came with it. */
  readonly certificates: readonly Uint8Array[];
  readonly nonce: Uint8Array | undefined;
  readonly answers: readonly OcspAnswer[];
}

export interface OcspAnswer {
  /** DER. */
  readonly certId: Uint8Array;
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Milliseconds. */
  readonly thisUpdate: number;
  readonly nextUpdate: number | undefined;
}

export type OcspResponseResult = { ok: true; response: OcspResponse } | { ok: false; problem: string };

const basicResponse = '1.3.6.1.5.5.7.48.1.1';
const responseStatuses = [
  'successful',
  'malformedRequest',
  'internalError',
  'tryLater',
  '4',
  'sigRequired',
  'unauthorized',
];
const statusTags: Readonly<Record<number, OcspAnswer['status']>> = { 128: 'good', 161: 'revoked', 130: 'unknown' };
const context0 = 0xa0;
const context1 = 0xa1;
const context2 = 0xa2;

/** Reads an OCSPResponse (RFC 6960 4.2.1). Never throws. */
export function readOcspResponse(bytes: Uint8Array): OcspResponseResult {
  const outer = readDer(bytes);
  if (!outer.ok) return { ok: false, problem: `response: ${outer.problem}` };
  const [status, body] = outer.node.children;
  const code = status?.tag === Tag.enumerated && status.contents.length === 1 ? status.contents[0] : undefined;
  if (code === undefined) return { ok: false, problem: 'response: no status' };
  if (code !== 0) return { ok: false, problem: `responder: ${responseStatuses[code] ?? code}` };

  const [type, basicOctets] = body?.children[0]?.children ?? [];
  const inner = octetsOf(basicOctets);
  if (body?.tag !== context0 || oidOf(type) !== basicResponse || inner === undefined)
    return { ok: false, problem: 'response: not basic' };
  const basic = readDer(inner);
  const response = basic.ok ? readBasic(basic.node) : undefined;
  return response === undefined ? { ok: false, problem: 'response: malformed' } : { ok: true, response };
}

function readBasic(node: DerNode): OcspResponse | undefined {
  const [data, algorithm, signatureBits, wrapped] = node.children;
  const fields = data?.children ?? [];
  const [responderId, , list, wrappedExtensions] = fields[0]?.tag === context0 ? fields.slice(1) : fields;

  const responder = responderOf(responderId);
  const signature = wholeBitsOf(signatureBits);
  const signatureAlgorithm = oidOf(algorithm?.children[0]);
  const answers = (list?.children ?? []).map(answerOf).filter((answer) => answer !== undefined);
  if (data === undefined || responder === undefined || signature === undefined) return undefined;
  if (signatureAlgorithm === undefined || answers.length !== list?.children.length) return undefined;

  const certificates = wrapped?.tag === context0 ? (wrapped.children[0]?.children ?? []) : [];
  return {
    signed: data.raw,
    signature,
    signatureAlgorithm,
    responder,
    certificates: certificates.map(({ raw }) => raw),
    nonce: wrappedExtensions?.tag === context1 ? nonceIn(wrappedExtensions) : undefined,
    answers,
  };
}

function responderOf(node: DerNode | undefined): OcspResponse['responder'] | undefined {
  const [inside] = node?.children ?? [];
  if (node?.tag === context1 && inside !== undefined) return { name: inside.raw };
  const keyHash = octetsOf(inside);
  return node?.tag === context2 && keyHash !== undefined ? { keyHash } : undefined;
}

function answerOf(node: DerNode): OcspAnswer | undefined {
  const [certId, certStatus, thisUpdateNode, next] = node.children;
  const status = statusTags[certStatus?.tag ?? -1];
  const thisUpdate = timeOf(thisUpdateNode);
  if (certId === undefined || status === undefined || thisUpdate === undefined) return undefined;
  if (next?.tag !== context0) return { certId: certId.raw, status, thisUpdate, nextUpdate: undefined };
  const nextUpdate = timeOf(next.children[0]);
  return nextUpdate === undefined ? undefined : { certId: certId.raw, status, thisUpdate, nextUpdate };
}

/** The nonce of the response; some responders leave out the inner OCTET STRING, so either form is taken as it is. */
function nonceIn(extensions: DerNode): Uint8Array | undefined {
  const found = extensions.children[0]?.children.find(({ children }) => oidOf(children[0]) === nonceOid);
  const value = octetsOf(found?.children.at(-1));
  if (value === undefined) return undefined;
  const inner = readDer(value);
  return (inner.ok ? octetsOf(inner.node) : undefined) ?? value;
}
