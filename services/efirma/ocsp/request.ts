import * as der from '../der/writer.ts';

export const nonceOid = '1.3.6.1.5.5.7.48.1.2';

/** DER of an unsigned OCSP request for one certificate, with a nonce (RFC 6960 4.1, RFC 9654). */
export function ocspRequest(certId: Uint8Array, nonce: Uint8Array): Buffer {
  const nonceExtension = der.sequence(der.oid(nonceOid), der.octets(der.octets(nonce)));
  const toBeSigned = der.sequence(der.sequence(der.sequence(certId)), der.explicit(2, der.sequence(nonceExtension)));
  return Buffer.from(der.sequence(toBeSigned));
}
