import 'node-forge/lib/des.js';
import forge from 'node-forge/lib/forge.js';

/** Decrypts 3DES-CBC with PKCS#7 padding; undefined when the padding is wrong, as it is for a wrong key. */
export function decryptTripleDes(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Uint8Array | undefined {
  const decipher = forge.cipher.createDecipher('3DES-CBC', forge.util.createBuffer(toCharacters(key)));
  decipher.start({ iv: toCharacters(iv) });
  decipher.update(forge.util.createBuffer(toCharacters(ciphertext)));
  if (!decipher.finish()) return undefined;
  return Uint8Array.from(decipher.output.getBytes(), (character) => character.charCodeAt(0));
}

const toCharacters = (bytes: Uint8Array) => String.fromCharCode(...bytes);
