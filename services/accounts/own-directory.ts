import { collection } from '../store/collection.ts';
import type { Documents, Jobs } from '../store/store.ts';
import {
  Account,
  accountKeys,
  canonicalEmail,
  curpKey,
  emailKey,
  type KnownAccount,
  legacyClientKey,
  ownedClientKey,
} from './account.ts';
import { type Decision, withClients, withCredentials, withFreeze } from './changes.ts';
import type { Association, Changed, CredentialChange, Directory, Freeze, Lookup } from './directory.ts';
import { type NoticeOptions, prepareNotices } from './notices.ts';
import { retire, retireJob } from './retire.ts';
import { createSignIn, type SignInOptions } from './sign-in.ts';

export interface DirectoryOptions extends NoticeOptions, SignInOptions {
  readonly documents: Documents;
  readonly jobs: Jobs;
}

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

  function find(by: Lookup): Promise<KnownAccount | undefined> {
    if ('curp' in by) return byKeys(curpKey(by.portal, by.curp));
    if ('email' in by) return byKeys(emailKey(by.portal, by.email));
    return byKeys(legacyClientKey(by.clientNumber), ownedClientKey(by.clientNumber));
  }

  /** The one write every change goes through. */
  async function apply(
    change: { accountId: string; applicationId: string; caseId?: string; at: number },
    kind: Parameters<typeof prepareNotices>[3],
    takenReason: 'email-taken' | 'client-taken',
    decide: (account: Account) => Decision,
    extraJobs: (after: Account) => Parameters<Jobs['add']>[0] = () => [],
  ): Promise<Changed> {
    const { accountId } = change;
    const known = await get(accountId);
    if (known === undefined) return { ok: false, reason: 'unknown' };
    const first = decide(known.account);
    if (!first.ok) return refusal(first.reason, known);

    const notices = await prepareNotices(
      options,
      known,
      { ...change, caseId: change.caseId ?? change.applicationId },
      kind,
    );
    let decision = first as Decision;
    const written = await accounts.change(
      accountId,
      (account) => {
        decision = decide(account);
        if (!decision.ok) return undefined;
        const after = decision.account;
        return { value: after, keys: accountKeys(after), jobs: [...notices(account, after), ...extraJobs(after)] };
      },
      BUSY_ATTEMPTS,
    );
    if (written.ok) return { ok: true, outcome: 'changed', account: { id: accountId, account: written.value } };
    if (written.reason === 'key-taken') return { ok: false, reason: takenReason };
    if (written.reason === 'missing') return { ok: false, reason: 'unknown' };
    if (written.reason === 'declined' && !decision.ok) return refusal(decision.reason, (await get(accountId)) ?? known);
    return { ok: false, reason: 'conflict' };
  }

  function changeCredentials(change: CredentialChange): Promise<Changed> {
    const email = change.email === undefined ? undefined : canonicalEmail(change.email);
    const kind = { template: 'account-changed', audit: 'account.changed', withDisavowal: true } as const;
    return apply(
      change,
      kind,
      'email-taken',
      (account) => withCredentials(account, change, email),
      () => [...(change.jobs ?? [])],
    );
  }

  async function associate(change: Association): Promise<Changed> {
    const found = await Promise.all(change.clientAccountIds.map(get));
    const clients = found.flatMap((known) => known?.account.clients ?? []);
    const kind = { template: 'clients-associated', audit: 'clients.associated', withDisavowal: true } as const;
    const jobs = change.clientAccountIds.map((accountId) => retireJob(accountId, change));
    const changed = await apply(
      change,
      kind,
      'client-taken',
      (account) => withClients(account, change, clients),
      () => jobs,
    );
    if (changed.ok)
      for (const accountId of change.clientAccountIds) await retire(accounts, accountId, change.accountId);
    return changed;
  }

  function freeze(change: Freeze): Promise<Changed> {
    const kind = { template: 'account-frozen', audit: 'account.frozen', withDisavowal: false } as const;
    return apply(change, kind, 'email-taken', (account) => withFreeze(account, change));
  }

  return { get, find, changeCredentials, associate, freeze, signIn: createSignIn(options, find) };
}

function refusal(reason: 'already-applied' | 'frozen' | 'superseded', account: KnownAccount): Changed {
  return reason === 'already-applied' ? { ok: true, outcome: reason, account } : { ok: false, reason };
}
