import type { VisitDesk } from '../../services/cases/visit.ts';
import type { Store } from '../../services/store/store.ts';
import type { Config } from '../config.ts';
import { auditRoutes } from '../desk/audit/routes.ts';
import { caseDeskRoutes } from '../desk/cases/routes.ts';
import type { ReadStaffSession } from '../desk/context.ts';
import type { Route } from '../http/route.ts';
import type { Assets } from '../pages/assets.ts';
import { deskPageRoutes } from '../pages/desk/desk-page.ts';
import type { Domain } from './domain.ts';
import { mount } from './pages.ts';
import type { World } from './world.ts';

/** The desk apart from conversations: its page, petitions in person, and the audit trail. */
export function composeDeskPages(deps: {
  config: Config;
  store: Pick<Store, 'documents' | 'jobs' | 'chain'>;
  world: Pick<World, 'now' | 'newId'>;
  domain: Pick<Domain, 'accounts' | 'audit' | 'cases' | 'contactHash' | 'documents'>;
  visits: VisitDesk;
  staffSession: ReadStaffSession;
  assets: Assets;
}): Route[] {
  const { config, store, world, domain, visits, staffSession } = deps;
  const { requestMaxBytes: maxBytes, bodyTimeoutMs: timeoutMs, deskAgainMs: againMs } = config.limits;
  const { now, newId } = world;
  const { accounts, cases, contactHash, documents } = domain;
  const audit = (event: Parameters<Domain['audit']>[0]) => store.jobs.add([domain.audit(event)]);
  const shared = { staffSession, audit, now, newId, limits: { maxBytes, timeoutMs } };
  return [
    ...deskPageRoutes(deps.assets).map(mount),
    ...caseDeskRoutes({ ...shared, accounts, cases, contactHash, documents, visits, againMs }),
    ...auditRoutes({ ...shared, chain: store.chain }),
  ];
}
