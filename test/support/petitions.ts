import { auditRoutes } from '../../bot/desk/audit/routes.ts';
import { caseDeskRoutes } from '../../bot/desk/cases/routes.ts';
import type { ReadStaffSession } from '../../bot/desk/context.ts';
import type { Staff } from '../../services/handoff/handoff.ts';
import { openDomain } from './domain.ts';
import { lettersOf } from './letters.ts';
import { serve } from './served.ts';

export const staff: Readonly<Record<string, Staff>> = {
  ana: { id: 'ana', name: 'Ana', roles: ['agent'] },
  beto: { id: 'beto', name: 'Beto', roles: ['agent', 'supervisor'] },
  sofia: { id: 'sofia', name: 'Sofía', roles: ['supervisor'] },
  pedro: { id: 'pedro', name: 'Pedro', roles: ['agent', 'supervisor'], portals: ['pase'] },
  elena: { id: 'elena', name: 'Elena', roles: ['auditor'] },
};
export const csrf = 'the token of the test';
export const againMs = 5 * 60_000;

/** Petitions and audit trail of the desk over HTTP, for staff that a header names. */
export async function petitionDesk() {
  const domain = await openDomain();
  const letters = lettersOf(domain);
  const { accounts, clock, contactHash, store, auditJob, cases } = domain;
  const now = () => clock.at;
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `id-${ids}`;
  };
  let authenticatedAt = clock.at;
  const staffSession: ReadStaffSession = async ({ headers }) => {
    const member = staff[String(headers['x-staff'])];
    return member && { staff: member, sessionId: `session of ${member.id}`, csrf, authenticatedAt };
  };
  const audit = (event: Parameters<typeof auditJob>[0]) => store.jobs.add([auditJob(event)]);
  const shared = { staffSession, audit, now, newId, limits: { maxBytes: 10_000, timeoutMs: 5_000 } };
  const server = await serve([
    ...caseDeskRoutes({
      ...shared,
      accounts,
      cases,
      contactHash,
      documents: domain.documents,
      visits: letters.desk,
      againMs,
    }),
    ...auditRoutes({ ...shared, chain: store.chain }),
  ]);
  const ask = async (who: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${server.url}/desk/api${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'x-staff': who, 'content-type': 'application/json', 'x-desk-csrf': csrf, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    domain,
    letters,
    clock,
    ask,
    /** They proved who they are just now. */
    proveAgain() {
      authenticatedAt = clock.at;
    },
    /** What the audit trail holds, as name, who and reason. */
    async trail() {
      await letters.settle();
      const entries = await store.chain.read(0, 1_000);
      return entries.map(({ body }) => {
        const { name, by, reason } = JSON.parse(body);
        return [name, by, reason].filter(Boolean).join(' ');
      });
    },
    async close() {
      await server.close();
      await store.close();
    },
  };
}
export type PetitionDesk = Awaited<ReturnType<typeof petitionDesk>>;
