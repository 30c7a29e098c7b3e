import { createEfirmaSignIn } from '../../services/accounts/efirma-sign-in.ts';
import { defaultPeople } from '../../services/demo/default-people.ts';
import { readDemoPeople } from '../../services/demo/person.ts';
import { seedPeople } from '../../services/demo/seed.ts';
import type { DemoAuthority } from '../../services/efirma/demo/demo-authority.ts';
import type { Efirma } from '../../services/efirma/efirma.ts';
import type { Store } from '../../services/store/store.ts';
import type { Config } from '../config.ts';
import { demoRoutes } from '../demo/routes.ts';
import type { Route } from '../http/route.ts';
import type { Domain } from './domain.ts';
import type { World } from './world.ts';

/** People, mailbox and e.firmas to try the product with. Demo mode only. */
export async function composeDemo(deps: {
  config: Config;
  world: World;
  store: Pick<Store, 'counters'>;
  domain: Domain;
  efirma: Efirma;
  authority: DemoAuthority;
}): Promise<{ routes: Route[]; tryWith: { name: string; curp: string } | undefined }> {
  const { config, domain, authority, world, store, efirma } = deps;
  const further = config.DEMO_PEOPLE === undefined ? [] : await readDemoPeople(config.DEMO_PEOPLE);
  const people = [...defaultPeople, ...further];
  const { documents, accounts, mailbox, hasher } = domain;
  await seedPeople({ documents, hashPassword: hasher.hashPassword, now: world.now, people });
  const routes = demoRoutes({
    documents,
    people,
    accounts,
    efirmaSignIn: createEfirmaSignIn({
      accounts,
      efirma,
      counters: store.counters,
      now: world.now,
      pseudonym: domain.pseudonymOf('efirma-sign-in'),
    }),
    mailbox,
    mint: authority.mint,
    limits: { maxBytes: config.limits.requestMaxBytes, timeoutMs: config.limits.bodyTimeoutMs },
  });
  const first = people.find((person) => person.portal === 'impi' && !person.frozen);
  return { routes, tryWith: first && first.portal !== 'pase' ? { name: first.name, curp: first.curp } : undefined };
}
