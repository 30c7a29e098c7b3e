import { generateKeyPair, randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import { loadOrCreate } from './authority-files.ts';
import { encryptKeyAsSat } from './encrypt-key.ts';
import { mintFiel } from './fiel.ts';

const generate = promisify(generateKeyPair);
const day = 24 * 60 * 60_000;

export interface DemoPerson {
  readonly curp: string;
  readonly name: string;
  /** Of the `.key` file; taken as UTF-8. */
  readonly password: string;
  /** Derived from the CURP where it is left out. */
  readonly rfc?: string | undefined;
}

export interface DemoAuthority {
  /** DER of the root and of the authority that issues, for the trust store. */
  readonly certificates: readonly Buffer[];
  /** A new e.firma with the SAT's profile, in force for four years: DER of certificate and encrypted key. */
  mint(person: DemoPerson): Promise<{ certificate: Buffer; key: Buffer }>;
}

/**
 * The authority behind the e.firmas of demo people. Made at the first start and kept in `directory` (keys readable by
 * their owner only), so that e.firmas survive a restart. Production never calls this and refuses its certificates.
 */
export async function createDemoAuthority(options: { directory: string; now: () => number }): Promise<DemoAuthority> {
  const { directory, now } = options;
  const { root, issuing, issuer } = await loadOrCreate(directory, now());

  return {
    certificates: [root, issuing],

    async mint({ curp, name, password, rfc = rfcOf(curp) }) {
      const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2_048 });
      const notBefore = now() - 5 * 60_000;
      const serial = `30001000000${String(randomInt(10 ** 9)).padStart(9, '0')}`;
      const notAfter = notBefore + 4 * 365 * day;
      const certificate = mintFiel({ issuer, curp, rfc, name, publicKey, serial, notBefore, notAfter });
      return { certificate, key: await encryptKeyAsSat(privateKey, Buffer.from(password, 'utf8')) };
    },
  };
}

/** An RFC starts like the CURP of its person; the last three characters are the tax office's, here made up. */
const rfcOf = (curp: string) => `${curp.slice(0, 10)}AA1`;
