/** Why an e.firma was refused: one value for each thing a person can do next. */
export const efirmaReasons = [
  'not-a-certificate',
  'not-a-key',
  'swapped',
  'two-of-a-kind',
  'csd',
  'moral',
  'unknown-profile',
  'no-curp',
  'untrusted',
  'not-yet-valid',
  'expired',
  'key-not-opened',
  'key-mismatch',
  'challenge-expired',
  'bad-signature',
  'revoked',
  'revocation-unknown',
  'curp-mismatch',
] as const;

export type EfirmaReason = (typeof efirmaReasons)[number];

/** Who the certificate speaks of, as written in it. */
export interface Holder {
  readonly curp: string;
  readonly rfc: string;
  readonly name: string;
}

export type EfirmaRefusal = {
  readonly ok: false;
  readonly reason: EfirmaReason;
  /** For the audit log: what exactly failed. Never a secret, never a name, RFC or CURP. */
  readonly detail: string;
};

export type EfirmaResult =
  | {
      readonly ok: true;
      readonly holder: Holder;
      /** SHA-256 in hexadecimal of issuer and serial number: names the certificate in logs and limits. */
      readonly serialHash: string;
      /** Common name of the authority that issued the certificate. */
      readonly issuer: string;
    }
  | EfirmaRefusal;

export function refuse(reason: EfirmaReason, detail: string): EfirmaRefusal {
  return { ok: false, reason, detail };
}
