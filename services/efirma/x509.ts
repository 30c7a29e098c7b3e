import { type KeyObject, X509Certificate } from 'node:crypto';

/** OpenSSL's reading of a certificate, or undefined when it refuses the octets. */
export function openX509(bytes: Uint8Array | string): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}

/** The key inside; undefined when OpenSSL opens the certificate but not its key, which only shows when it is asked for. */
export function publicKeyOf(x509: X509Certificate): KeyObject | undefined {
  try {
    return x509.publicKey;
  } catch {
    return undefined;
  }
}

/** RSA of 2,048 to 4,096 bits with the exponent 65537: what the SAT issues, and no more than this process will compute. */
export function isSoundRsaKey(key: KeyObject): boolean {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  const exponent = key.asymmetricKeyDetails?.publicExponent;
  return key.asymmetricKeyType === 'rsa' && bits >= 2_048 && bits <= 4_096 && exponent === 65_537n;
}
