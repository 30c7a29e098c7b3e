import { z } from 'zod';

/** The environment of staff sign-in. The first three, or none: then there is no desk in production. */
export const signInEnvironment = {
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_SCOPE: z.string().min(1).default('openid profile'),
  /** Where the roles stand in the claims; with dots for a claim within a claim, as `realm_access.roles`. */
  OIDC_ROLE_CLAIM: z.string().min(1).default('roles'),
  /** What the provider calls the roles. */
  OIDC_ROLE_AGENT: z.string().min(1).default('agent'),
  OIDC_ROLE_SUPERVISOR: z.string().min(1).default('supervisor'),
  OIDC_ROLE_AUDITOR: z.string().min(1).default('auditor'),
  /** A claim with the ids of portals. Without this setting everybody works on all of them. */
  OIDC_PORTAL_CLAIM: z.string().min(1).optional(),
};

const Environment = z.object(signInEnvironment);
export type SignInEnvironment = z.infer<typeof Environment>;

/** How staff sign in with the institution's own provider. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly claims: ClaimNames;
}

/** Where a member of staff stands in the claims. */
export interface ClaimNames {
  readonly roles: string;
  readonly agent: string;
  readonly supervisor: string;
  readonly auditor: string;
  readonly portals?: string | undefined;
}

/** The settings, once they are known to be complete; undefined where there is no provider. */
export function readOidcSettings(environment: SignInEnvironment): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = environment;
  if (!issuer || !clientId || !clientSecret) return undefined;
  return {
    issuer,
    clientId,
    clientSecret,
    scope: environment.OIDC_SCOPE,
    claims: {
      roles: environment.OIDC_ROLE_CLAIM,
      agent: environment.OIDC_ROLE_AGENT,
      supervisor: environment.OIDC_ROLE_SUPERVISOR,
      auditor: environment.OIDC_ROLE_AUDITOR,
      portals: environment.OIDC_PORTAL_CLAIM,
    },
  };
}

/** What is missing or unsafe, one line a setting. Nothing where there is no provider at all. */
export function signInProblems(environment: SignInEnvironment & { readonly MODE: 'demo' | 'production' }): string[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = environment;
  const needed = { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET };
  if (Object.values(needed).every((setting) => setting === undefined)) return [];
  const problems = Object.entries(needed)
    .filter(([, value]) => value === undefined)
    .map(([name]) => `${name}: staff sign-in needs it; without a desk, leave OIDC settings out`);
  if (environment.MODE === 'production' && OIDC_ISSUER?.startsWith('http:')) {
    problems.push('OIDC_ISSUER: must be https');
  }
  if (!environment.OIDC_SCOPE.split(' ').includes('openid')) problems.push('OIDC_SCOPE: must name openid');
  return problems;
}
