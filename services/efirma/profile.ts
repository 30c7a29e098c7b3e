import { type KeyUsage, type ReadCertificate, subjectValues } from './certificate.ts';
import { type EfirmaRefusal, type Holder, refuse } from './result.ts';
import { isSoundRsaKey } from './x509.ts';

const oids = {
  commonName: '2.5.4.3',
  curp: '2.5.4.5',
  organizationalUnit: '2.5.4.11',
  rfc: '2.5.4.45',
} as const;

const fielUsages: readonly KeyUsage[] = ['digitalSignature', 'nonRepudiation', 'dataEncipherment', 'keyAgreement'];
/** emailProtection and clientAuth. */
const fielPurposes = ['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.2'];

const personRfc = /^[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}$/;
const companyRfc = /^[A-ZÑ&]{3}\d{6}[A-Z0-9]{3}$/;
const curpShape = /^[A-ZÑ]{4}\d{6}[A-ZÑ]{6}[A-Z0-9]\d$/;

/**
 * The person a certificate speaks of, if it has the profile of an e.firma (FIEL) of a natural person.
 * The test is positive on both usages: a seal (CSD) without a branch name exists, so "no OU" alone proves nothing.
 */
export function readHolder(certificate: ReadCertificate): { ok: true; holder: Holder } | EfirmaRefusal {
  const kind = kindOf(certificate);
  if (kind === 'csd') return refuse('csd', 'key usage of a seal');
  if (kind === 'unknown') return refuse('unknown-profile', 'neither e.firma nor seal');

  const curps = subjectValues(certificate, oids.curp);
  const rfcs = subjectValues(certificate, oids.rfc);
  const [rfc = ''] = rfcs;
  const [curp] = curps;
  if (curps.length > 1 || rfcs.length !== 1) return refuse('unknown-profile', 'repeated or missing identifiers');
  // The CURP inside a company's e.firma is its representative's; it must never be matched.
  if (isCompany(rfc, curp)) return refuse('moral', 'RFC of a company');
  if (!personRfc.test(rfc)) return refuse('unknown-profile', 'RFC');
  if (curp === undefined || !curpShape.test(curp)) return refuse('no-curp', 'no CURP in the certificate');
  const [name = ''] = subjectValues(certificate, oids.commonName);
  return { ok: true, holder: { curp, rfc, name } };
}

/** `csd` when the key may only sign; anything that is neither that nor a whole e.firma is unknown. */
function kindOf(certificate: ReadCertificate): 'fiel' | 'csd' | 'unknown' {
  const { keyUsage, extendedKeyUsage, isEndEntity } = certificate;
  if (keyUsage === undefined || !isEndEntity || !isSoundRsaKey(certificate.publicKey)) return 'unknown';
  const hasUnit = subjectValues(certificate, oids.organizationalUnit).length > 0;
  const isFiel =
    fielUsages.every((usage) => keyUsage.has(usage)) &&
    fielPurposes.every((purpose) => extendedKeyUsage?.has(purpose)) &&
    !hasUnit;
  if (isFiel) return 'fiel';
  const onlySigns =
    keyUsage.has('digitalSignature') && !keyUsage.has('dataEncipherment') && !keyUsage.has('keyAgreement');
  return onlySigns ? 'csd' : 'unknown';
}

function isCompany(rfc: string, curp: string | undefined): boolean {
  return rfc.includes('/') || companyRfc.test(rfc.trim()) || (curp?.includes('/') ?? false);
}
