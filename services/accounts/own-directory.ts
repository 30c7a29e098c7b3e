import type { AuditEventName, AuditJob } from '../audit/event.ts';
import { collection } from '../store/collection.ts';
import type { Documents, Jobs, NewJob } from '../store/store.ts';
import { Account, accountKeys, canonicalEmail, type KnownAccount } from './account.ts';
import { type Decision, withClients, withCredentials, withFreeze } from './changes.ts';
import type { Association, Changed, CredentialChange, Directory, Freeze, Lookup } from './directory.ts';
import { lookupKeys } from './lookup-keys.ts';
import type { News, Notices } from './notices.ts';
import { retire, retireJob } from './retire.ts';
import { createSignIn, type SignInOptions } from './sign-in.ts';

export interface DirectoryOptions extends SignInOptions {
  readonly documents: Documents;
  readonly jobs: Jobs;
  readonly notices: Notices;
  readonly auditJob: AuditJob;
}

/** What all changes have in common. */
interface AnyChange {
  readonly accountId: string;
  readonly applicationId: string;
  readonly caseId?: string;
  readonly contactHash?: string | undefined;
  readonly at: number;
}

/** What is told and chained of a kind of change, and what it can collide with. */
interface Kind {
  readonly template: News['template'];
  readonly audit: AuditEventName;
  readonly taken: 'email-taken' | 'client-taken';
}

const kinds = {
  credentials: { template: 'account-changed', audit: 'account.changed', taken: 'email-taken' },
  clients: { template: 'clients-associated', audit: 'clients.associated', taken: 'client-taken' },
  freeze: { template: 'account-frozen', audit: 'account.frozen', taken: 'email-taken' },
} as const satisfies Record<string, Kind>;

/** Accounts are changed by few at a time; under an attack more than this many rounds lose. */
const BUSY_ATTEMPTS = 64;

/** The directory kept in our own store, for the demo and for institutions that let us keep it. */
export function createOwnDirectory(options: DirectoryOptions): Directory {
  const accounts = collection(options.documents, 'account', Account);

  async function get(accountId: string): Promise<KnownAccount | undefined> {
    const item = await accounts.get(accountId);
    return item && { id: item.id, account: item.value };
  }

  async function byKeys(...keys: string[]): Promise<KnownAccount | undefined> {
    for (const key of keys) {
      const item = await accounts.byKey(key);
      if (item !== undefined) return { id: item.id, account: item.value };
    }
    return undefined;
  }

  const find = (by: Lookup): Promise<KnownAccount | undefined> => byKeys(...lookupKeys(by));

  /** The one write every change goes through. */
  async function apply(
    change: AnyChange,
    kind: Kind,
    decide: (account: Account) => Decision,
    moreJobs: (after: Account) => readonly NewJob[] = () => [],
  ): Promise<Changed> {
    const { accountId } = change;
    let decision: Decision | undefined;
    const written = await accounts.change(
      accountId,
      async (account) => {
        decision = decide(account);
        if (!decision.ok) return undefined;
        const after = decision.account;
        const jobs = [...(await jobsOf(change, kind, account, after)), ...moreJobs(after)];
        return { value: after, keys: accountKeys(after), jobs };
      },
      BUSY_ATTEMPTS,
    );
    if (written.ok) return { ok: true, outcome: 'changed', account: { id: accountId, account: written.value } };
    if (written.reason === 'key-taken') return { ok: false, reason: kind.taken };
    const known = written.reason === 'declined' ? await get(accountId) : undefined;
    if (known !== undefined && decision?.ok === false) return refusal(decision.reason, known);
    return { ok: false, reason: written.reason === 'busy' ? 'conflict' : 'unknown' };
  }

  /** The notices and the audit event of a change. */
  async function jobsOf(change: AnyChange, { template, audit }: Kind, before: Account, after: Account) {
    const { accountId, applicationId, contactHash, at } = change;
    const { portal, curp, email } = after;
    const caseId = change.caseId ?? applicationId;
    const told = await options.notices.jobsFor({
      accountId,
      caseId,
      newsId: applicationId,
      at,
      template,
      before,
      after,
      email,
    });
    const event = { id: `${audit}:${applicationId}`, name: audit, at, portal, caseId, accountId, contactHash };
    const whose = { ...(curp === undefined ? {} : { curp }), ...(email === undefined ? {} : { email }) };
    return [...told, options.auditJob({ ...event, ...whose })];
  }

  function changeCredentials(change: CredentialChange): Promise<Changed> {
    const email = change.email === undefined ? undefined : canonicalEmail(change.email);
    const decide = (account: Account) => withCredentials(account, change, email);
    return apply(change, kinds.credentials, decide, () => change.jobs ?? []);
  }

  async function associate(change: Association): Promise<Changed> {
    const found = await Promise.all(change.clientAccountIds.map(get));
    const clients = found.flatMap((known) => known?.account.clients ?? []);
    const jobs = change.clientAccountIds.map((accountId) => retireJob(accountId, change));
    const decide = (account: Account) => withClients(account, change, clients);
    const changed = await apply(change, kinds.clients, decide, () => jobs);
    if (changed.ok)
      for (const accountId of change.clientAccountIds) await retire(accounts, accountId, change.accountId);
    return changed;
  }

  function freeze(change: Freeze): Promise<Changed> {
    return apply(change, kinds.freeze, (account) => withFreeze(account, change), change.jobs);
  }

  return { get, find, changeCredentials, associate, freeze, signIn: createSignIn(options, find) };
}

function refusal(reason: 'already-applied' | 'frozen' | 'superseded', account: KnownAccount): Changed {
  return reason === 'already-applied' ? { ok: true, outcome: reason, account } : { ok: false, reason };
}
