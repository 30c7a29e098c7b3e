import { createCipheriv, type KeyObject, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import * as der from '../der/writer.ts';

const derive = promisify(pbkdf2);

/** What the SAT writes: PBES2 with PBKDF2 (HMAC-SHA1, its default), 2,048 rounds, 8 octets of salt, Triple DES. */
export async function encryptKeyAsSat(key: KeyObject, password: Uint8Array, iterations = 2_048): Promise<Buffer> {
  const plain = key.export({ type: 'pkcs8', format: 'der' });
  const salt = randomBytes(8);
  const iv = randomBytes(8);
  const derived = await derive(password, salt, iterations, 24, 'sha1');
  const cipher = createCipheriv('des-ede3-cbc', derived, iv);
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  for (const secret of [plain, derived]) secret.fill(0);

  const derivation = der.sequence(
    der.oid('1.2.840.113549.1.5.12'),
    der.sequence(der.octets(salt), der.integer(iterations)),
  );
  const encryption = der.sequence(der.oid('1.2.840.113549.3.7'), der.octets(iv));
  const algorithm = der.sequence(der.oid('1.2.840.113549.1.5.13'), der.sequence(derivation, encryption));
  return Buffer.from(der.sequence(algorithm, der.octets(ciphertext)));
}
