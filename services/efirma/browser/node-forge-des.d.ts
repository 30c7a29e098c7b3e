declare module 'node-forge/lib/des.js';

/** The part of node-forge that knows Triple DES, which no browser offers. Octets travel as characters up to U+00FF. */
declare module 'node-forge/lib/forge.js' {
  interface ByteBuffer {
    getBytes(): string;
  }
  interface Cipher {
    readonly output: ByteBuffer;
    start(options: { iv: string }): void;
    update(input: ByteBuffer): void;
    /** False when the padding is wrong. */
    finish(): boolean;
  }
  const forge: {
    cipher: { createDecipher(algorithm: '3DES-CBC', key: ByteBuffer): Cipher };
    util: { createBuffer(bytes: string): ByteBuffer };
  };
  export default forge;
}
