import type { AuditJob } from '../../../services/audit/event.ts';
import type { Sealer } from '../../../services/seal/sealer.ts';
import type { Documents, Jobs } from '../../../services/store/store.ts';
import type { BodyLimits } from '../../http/read-body.ts';
import type { Route } from '../../http/route.ts';
import type { ReadStaffSession } from '../context.ts';
import { flowCookie, sessionCookie } from './cookies.ts';
import { demoAgentRoutes } from './demo-agents.ts';
import { createProofs } from './proof.ts';
import { createProvider } from './provider.ts';
import { signInRoutes } from './routes.ts';
import { createSessions } from './sessions.ts';
import { readOidcSettings, type SignInEnvironment } from './settings.ts';
import { createStaffSession } from './staff-session.ts';

export interface StaffSignIn {
  readonly routes: readonly Route[];
  /** Who asks; undefined without a session that is good for this request. */
  readonly staffSession: ReadStaffSession;
}

export interface StaffSignInOptions {
  readonly config: SignInEnvironment & { readonly MODE: 'demo' | 'production' };
  readonly limits: {
    readonly deskIdleMs: number;
    readonly deskSessionMs: number;
    readonly deskSignInMs: number;
    readonly deskProofMs: number;
    readonly deskAgainMs: number;
  };
  readonly bodyLimits: BodyLimits;
  readonly publicUrl: string;
  readonly documents: Documents;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly auditJob: AuditJob;
  readonly sealer: Sealer;
  readonly now: () => number;
  readonly randomBytes: (size: number) => Buffer;
  readonly log: { warn(fields: object, message: string): void };
}

/**
 * How staff sign in: with the institution's provider, and in demo mode as one of the demo agents. Undefined in production
 * without a provider: there is no desk then, and the log says why.
 */
export function createStaffSignIn(options: StaffSignInOptions): StaffSignIn | undefined {
  const { config, limits, bodyLimits, publicUrl, now, log } = options;
  const demo = config.MODE === 'demo';
  const settings = readOidcSettings(config);
  if (!demo && settings === undefined) {
    log.warn({ settings: ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] }, 'no desk: staff cannot sign in');
    return undefined;
  }
  const https = publicUrl.startsWith('https://');
  const cookies = { session: sessionCookie(https), flow: flowCookie(https) };
  const sessions = createSessions({ ...options, idleMs: limits.deskIdleMs, maxMs: limits.deskSessionMs });
  const proofs = createProofs({ now, freshMs: limits.deskProofMs });
  const staffSession = createStaffSession({ sessions, cookie: cookies.session, proofs, keyless: demo });
  const provider =
    settings && createProvider({ settings, redirectUri: `${publicUrl}/desk/signed-in`, allowHttp: demo });
  const times = { sessionMaxMs: limits.deskSessionMs, flowMs: limits.deskSignInMs, againMs: limits.deskAgainMs };
  const routes = signInRoutes({
    provider,
    sessions,
    staffSession,
    sealer: options.sealer,
    cookies,
    now,
    limits: bodyLimits,
    times,
    log,
  });
  const demoRoutes = demoAgentRoutes({
    sessions,
    cookie: cookies.session,
    now,
    sessionMaxMs: limits.deskSessionMs,
    limits: bodyLimits,
  });
  return { staffSession, routes: demo ? [...routes, ...demoRoutes] : routes };
}
