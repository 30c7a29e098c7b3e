import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import forge from 'node-forge';

/** A made-up certificate and its encrypted key, as files would hold them. */
export interface EfirmaFiles {
  readonly certificate: Buffer;
  readonly key: Buffer;
  readonly password: string;
  readonly publicKey: KeyObject;
}

/** Makes a key pair, wrapped the way the SAT wraps keys, and a certificate of that key signed by itself. */
export function makeEfirmaFiles(password = 'llave-Ñandú-7'): EfirmaFiles {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date('2026-01-01T00:00:00Z');
  certificate.validity.notAfter = new Date('2030-01-01T00:00:00Z');
  certificate.setSubject([{ name: 'commonName', value: 'LUCIA PRUEBA' }]);
  certificate.setIssuer([{ name: 'commonName', value: 'LUCIA PRUEBA' }]);
  certificate.sign(
    forge.pki.privateKeyFromPem(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    forge.md.sha256.create(),
  );
  const der = forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes();
  return {
    certificate: Buffer.from(der, 'binary'),
    key: privateKey.export({ type: 'pkcs8', format: 'der', cipher: 'des-ede3-cbc', passphrase: password }),
    password,
    publicKey,
  };
}
