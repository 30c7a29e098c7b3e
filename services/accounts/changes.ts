import type { Account } from './account.ts';
import { contactsAfter } from './contacts.ts';
import type { Association, CredentialChange, Freeze } from './directory.ts';

/** What an account becomes, or why it stays as it is. Pure; the directory writes it. */
export type Decision =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly reason: 'already-applied' | 'frozen' | 'superseded' };

const HISTORY_KEPT = 50;

export function withCredentials(account: Account, change: CredentialChange, email: string | undefined): Decision {
  if (account.applied.includes(change.applicationId)) return { ok: false, reason: 'already-applied' };
  if (account.frozen !== undefined || account.movedTo !== undefined) return { ok: false, reason: 'frozen' };
  if (change.epoch !== undefined && change.epoch !== account.epoch) return { ok: false, reason: 'superseded' };
  const { legacyPasswordHash: _retired, ...kept } = account;
  return {
    ok: true,
    account: {
      ...record(kept, 'credentials', change),
      ...(email === undefined ? {} : { email, ...contactsAfter(account, change.at, email) }),
      ...(change.name === undefined ? {} : { name: change.name }),
      passwordHash: change.passwordHash,
      sessionsRevokedAt: change.at,
      epoch: account.epoch + 1,
    },
  };
}

export function withClients(account: Account, change: Association, clients: Account['clients']): Decision {
  if (account.applied.includes(change.applicationId)) return { ok: false, reason: 'already-applied' };
  if (account.frozen !== undefined || account.movedTo !== undefined) return { ok: false, reason: 'frozen' };
  const known = new Set(account.clients.map((client) => client.number));
  const added = clients.filter((client) => !known.has(client.number));
  return { ok: true, account: { ...record(account, 'clients', change), clients: [...account.clients, ...added] } };
}

export function withFreeze(account: Account, freeze: Freeze): Decision {
  if (account.applied.includes(freeze.applicationId)) return { ok: false, reason: 'already-applied' };
  return {
    ok: true,
    account: {
      ...record(account, 'frozen', freeze),
      frozen: account.frozen ?? { at: freeze.at, by: freeze.applicationId },
      sessionsRevokedAt: freeze.at,
    },
  };
}

function record(
  account: Account,
  what: Account['history'][number]['what'],
  { applicationId, at }: { applicationId: string; at: number },
): Account {
  return {
    ...account,
    ...contactsAfter(account, at),
    applied: [...account.applied, applicationId],
    history: [...account.history, { at, what, by: applicationId }].slice(-HISTORY_KEPT),
  };
}
