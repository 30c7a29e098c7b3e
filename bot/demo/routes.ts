import type { Directory } from '../../services/accounts/directory.ts';
import type { EfirmaSignIn } from '../../services/accounts/efirma-sign-in.ts';
import type { DemoMailbox } from '../../services/demo/mailbox.ts';
import { peopleNow } from '../../services/demo/people.ts';
import type { DemoPerson } from '../../services/demo/person.ts';
import type { Documents } from '../../services/store/store.ts';
import type { BodyLimits } from '../http/read-body.ts';
import type { Route } from '../http/route.ts';
import { createDemoEfirmas } from './demo-efirmas.ts';
import { demoPageRoute } from './demo-page.ts';
import { type DemoEfirmaOptions, efirmaRoute } from './efirma.ts';
import { efirmaFileRoute } from './efirma-files.ts';
import { mailboxRoute } from './mailbox.ts';
import { peopleRoute } from './people.ts';
import { signInRoutes } from './sign-in.ts';

export interface DemoRoutesOptions {
  /** The documents the accounts are kept in. */
  readonly documents: Documents;
  readonly people: readonly DemoPerson[];
  readonly accounts: Pick<Directory, 'signIn'>;
  readonly efirmaSignIn: EfirmaSignIn;
  readonly mailbox: DemoMailbox;
  readonly mint: DemoEfirmaOptions['mint'];
  readonly limits: BodyLimits;
}

/** The doors of the demo. Production mounts none of them. */
export function demoRoutes(options: DemoRoutesOptions): Route[] {
  const { documents, people, accounts, mailbox, mint, limits } = options;
  const nameOf = async (curp: string) =>
    people.find((person) => person.portal !== 'pase' && person.curp === curp)?.name;
  const now = () => peopleNow(documents, people);
  return [
    demoPageRoute(now),
    efirmaFileRoute(createDemoEfirmas(people, mint)),
    peopleRoute(now),
    mailboxRoute(mailbox),
    ...signInRoutes(accounts, options.efirmaSignIn, limits),
    efirmaRoute({ mint, nameOf, limits }),
  ];
}
