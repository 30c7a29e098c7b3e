import { type Authority, isIssuedBy, isSelfIssued } from './authority.ts';

/** An authority with those above it, up to the last one loaded. */
export interface TrustedIssuer {
  readonly authority: Authority;
  readonly above: readonly Authority[];
}

/** The authorities e.firmas may come from. Read-only, built once at start. */
export interface TrustStore {
  readonly issuers: readonly TrustedIssuer[];
  /** Files that were offered and hold no authority, each with what is wrong with it; for the start-up log. */
  readonly refused: readonly string[];
  /** Authorities that end within `withinMs` from `now`, for the alarm. */
  expiring(now: number, withinMs: number): readonly Authority[];
}

/**
 * Orders authorities into chains. Each was pinned or chosen by the operator, so one whose own issuer is absent stands
 * for itself; one whose issuer is present must be signed by it.
 */
export function createTrustStore(authorities: readonly Authority[], refused: readonly string[] = []): TrustStore {
  const distinct = [...new Map(authorities.map((authority) => [authority.sha256, authority])).values()];
  const issuers = distinct.map((authority) => ({ authority, above: chainAbove(authority, distinct) }));
  return {
    issuers,
    refused,
    expiring: (now, withinMs) => distinct.filter(({ notAfter }) => notAfter - now < withinMs),
  };
}

function chainAbove(authority: Authority, all: readonly Authority[]): Authority[] {
  const chain: Authority[] = [];
  let current = authority;
  while (!isSelfIssued(current) && chain.length < all.length) {
    const issuer = all.find((candidate) => isIssuedBy(current.x509, current.parts, candidate));
    if (issuer === undefined) break;
    chain.push(issuer);
    current = issuer;
  }
  return chain;
}
