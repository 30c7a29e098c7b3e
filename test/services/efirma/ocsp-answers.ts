import { createHash, sign } from 'node:crypto';
import {
  basicConstraints,
  digitSerial,
  extendedKeyUsage,
  mintCertificate,
  purposes,
} from '../../../services/efirma/demo/mint.ts';
import { readDer } from '../../../services/efirma/der/reader.ts';
import { octetsOf } from '../../../services/efirma/der/values.ts';
import * as der from '../../../services/efirma/der/writer.ts';
import { authorityName, day, type KeyPair, type SatLike, testNow } from '../../support/efirma-fixtures.ts';

export interface Answer {
  readonly status?: 'good' | 'revoked' | 'unknown';
  readonly thisUpdate?: number;
  readonly nextUpdate?: number | undefined;
  /** `echo` repeats the request's. */
  readonly nonce?: 'echo' | 'none' | Uint8Array;
  readonly digest?: 'sha1' | 'sha256';
  readonly signer: KeyPair;
  /** DER of the responder's name; the hash of its key where it is left out. */
  readonly name?: Uint8Array;
  readonly certificates?: readonly Uint8Array[];
  readonly certId?: (asked: Uint8Array) => Uint8Array;
  readonly times?: number;
}

/** A responder of one's own: answers a request as told, well or badly. */
export function respond(request: Uint8Array, answer: Answer): Buffer {
  const { certId, nonce } = readRequest(request);
  const { status = 'good', thisUpdate = testNow, nonce: wanted = 'echo', digest = 'sha256', times = 1 } = answer;
  const next = answer.nextUpdate === undefined ? [] : [der.explicit(0, generalized(answer.nextUpdate))];
  const single = der.sequence(
    answer.certId?.(certId) ?? certId,
    statusOf(status, thisUpdate),
    generalized(thisUpdate),
    ...next,
  );
  const nonceValue = wanted === 'echo' ? nonce : wanted;
  const extensions =
    nonceValue === 'none'
      ? []
      : [
          der.explicit(
            1,
            der.sequence(der.sequence(der.oid('1.3.6.1.5.5.7.48.1.2'), der.octets(der.octets(nonceValue)))),
          ),
        ];
  const responder =
    answer.name === undefined ? der.explicit(2, der.octets(keyHash(answer.signer))) : der.explicit(1, answer.name);
  const singles = der.sequence(...Array.from({ length: times }, () => single));
  const data = der.sequence(responder, generalized(thisUpdate), singles, ...extensions);
  const algorithm = digest === 'sha1' ? '1.2.840.113549.1.1.5' : '1.2.840.113549.1.1.11';
  const signature = sign(digest, data, answer.signer.privateKey);
  const certificates = answer.certificates === undefined ? [] : [der.explicit(0, der.sequence(...answer.certificates))];
  const basic = der.sequence(
    data,
    der.sequence(der.oid(algorithm), der.nothing()),
    der.bits(signature),
    ...certificates,
  );
  const body = der.sequence(der.oid('1.3.6.1.5.5.7.48.1.1'), der.octets(basic));
  return Buffer.from(der.sequence(statusCode(0), der.explicit(0, body)));
}

/** A response that only says why there is none, such as `tryLater` (3). */
export const refusal = (code: number) => Buffer.from(der.sequence(statusCode(code)));

/** A certificate for signing OCSP responses, issued by the authority unless told otherwise. */
export function responderCertificate(
  sat: SatLike,
  pair: KeyPair,
  changes: { purpose?: string; notAfter?: number; issuer?: SatLike['issuer'] } = {},
): Buffer {
  const issuer = changes.issuer ?? sat.issuer;
  return mintCertificate({
    serial: digitSerial('00000000000000000909'),
    issuer: issuer.name,
    signingKey: issuer.key,
    subject: authorityName('ocsp.prueba'),
    notBefore: testNow - 30 * day,
    notAfter: changes.notAfter ?? testNow + 30 * day,
    publicKey: pair.publicKey,
    extensions: [basicConstraints(false), extendedKeyUsage(changes.purpose ?? purposes.ocspSigning)],
  });
}

function readRequest(request: Uint8Array): { certId: Uint8Array; nonce: Uint8Array } {
  const read = readDer(request);
  const [list, extensions] = (read.ok ? read.node.children[0] : undefined)?.children ?? [];
  const certId = list?.children[0]?.children[0]?.raw;
  const wrapped = readDer(octetsOf(extensions?.children[0]?.children[0]?.children[1]) ?? new Uint8Array());
  const nonce = wrapped.ok ? octetsOf(wrapped.node) : undefined;
  if (certId === undefined || nonce === undefined) throw new Error('Not the request that was expected');
  return { certId, nonce };
}

function statusOf(status: 'good' | 'revoked' | 'unknown', at: number): Uint8Array {
  if (status === 'good') return der.element(0x80);
  return status === 'unknown' ? der.element(0x82) : der.element(0xa1, generalized(at - day));
}

function keyHash({ publicKey }: KeyPair): Buffer {
  return createHash('sha1')
    .update(publicKey.export({ type: 'pkcs1', format: 'der' }))
    .digest();
}

const statusCode = (code: number) => der.element(0x0a, Uint8Array.of(code));

function generalized(at: number): Uint8Array {
  return der.text(0x18, `${new Date(at).toISOString().slice(0, 19).replace(/\D/g, '')}Z`);
}
