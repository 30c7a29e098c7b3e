import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { limits } from '../../bot/config.ts';
import { proofHeader, proofText } from '../../bot/desk/sign-in/proof.ts';
import { createStaffSignIn, type StaffSignInOptions } from '../../bot/desk/sign-in/sign-in.ts';
import { createAuditJob } from '../../services/audit/audit-job.ts';
import { createPseudonym } from '../../services/audit/pseudonym.ts';
import { createSealer } from '../../services/seal/sealer.ts';
import { openSqlite } from '../../services/store/sqlite/index.ts';
import { testClock } from './clock.ts';

/** The settings of a desk with a provider. */
export const oidcEnvironment = (issuer: string | undefined) => ({
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: issuer && 'desk',
  OIDC_CLIENT_SECRET: issuer && 'a secret of the test',
  OIDC_SCOPE: 'openid profile',
  OIDC_ROLE_CLAIM: 'realm_access.roles',
  OIDC_ROLE_AGENT: 'agent',
  OIDC_ROLE_SUPERVISOR: 'supervisor',
  OIDC_ROLE_AUDITOR: 'auditor',
});

/** Staff sign-in over a store of its own, with a clock of the test. */
export async function staffSignIn(given: Partial<Pick<StaffSignInOptions, 'config' | 'publicUrl'>> = {}) {
  const clock = testClock();
  const store = await openSqlite({ path: ':memory:' });
  const key = Buffer.alloc(32, 5);
  const warnings: string[] = [];
  const signIn = createStaffSignIn({
    config: { MODE: 'demo', ...oidcEnvironment(undefined) },
    limits,
    bodyLimits: { maxBytes: 10_000, timeoutMs: 5_000 },
    publicUrl: 'http://127.0.0.1',
    documents: store.documents,
    jobs: store.jobs,
    auditJob: createAuditJob(createPseudonym(key, 'audit')),
    sealer: createSealer({ keys: [{ id: 'test', key }] }),
    now: clock.now,
    randomBytes,
    log: { warn: (_fields, message) => warnings.push(message) },
    ...given,
  });
  return { clock, store, signIn, warnings };
}

/** A browser as far as the desk sees it: a name, cookies, and a key that signs. */
export function staffBrowser(url: string, { userAgent = 'Navegador/1', now = Date.now } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  const cookies = new Map<string, string>();
  return {
    key: { kty, crv, x, y },
    cookies,
    proof(method: string, target: string) {
      const at = String(now()).padStart(13, '0');
      const id = randomBytes(12).toString('base64url');
      const text = Buffer.from(proofText(method, target, at, id));
      const signature = sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${at}.${id}.${signature.toString('base64url')}`;
    },
    async request(path: string, { body, headers = {}, signed = true, ...init }: Asking = {}): Promise<Response> {
      const target = new URL(path, url);
      const method = init.method ?? (body === undefined ? 'GET' : 'POST');
      const response = await fetch(target, {
        redirect: 'manual',
        method,
        headers: {
          'user-agent': userAgent,
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(signed && { [proofHeader]: this.proof(method, target.pathname + target.search) }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (/Max-Age=0/i.test(line) || value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    },
  };
}
export type StaffBrowser = ReturnType<typeof staffBrowser>;

interface Asking {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly signed?: boolean;
}

/** A real provider in this process, whose people sign in by their name alone. */
export async function startProvider(redirectUri: () => string, people: Readonly<Record<string, object>>) {
  const { default: Provider } = await import('oidc-provider');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'desk',
        client_secret: 'a secret of the test',
        redirect_uris: [redirectUri()],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
        require_auth_time: true,
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'realm_access'] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
    cookies: { keys: ['test'] },
  });
  server.on('request', provider.callback());
  return {
    issuer,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Goes through the provider's pages as a person would; answers the address it sends the browser back to. */
export async function atProvider(location: string, login: string, jar = new Map<string, string>()): Promise<string> {
  let next = location;
  for (let hop = 0; hop < 20; hop += 1) {
    const { pathname } = new URL(next);
    if (pathname === '/desk/signed-in') return next;
    const page = await visit(next, jar);
    if (page.location) {
      next = new URL(page.location, next).href;
      continue;
    }
    const prompt = /name="prompt" value="(\w+)"/.exec(page.html)?.[1] ?? '';
    const fields = new URLSearchParams({ prompt, ...(prompt === 'login' && { login, password: 'x' }) });
    const posted = await visit(next, jar, fields);
    next = new URL(posted.location ?? '', next).href;
  }
  throw new Error('the provider sends the browser round and round');
}

async function visit(url: string, jar: Map<string, string>, form?: URLSearchParams) {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    ...(form && { method: 'POST', body: form }),
  });
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') jar.delete(name);
    else jar.set(name, value);
  }
  return { location: response.headers.get('location'), html: await response.text() };
}
