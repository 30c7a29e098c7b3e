import { z } from 'zod';
import type { JobHandler } from '../jobs/handler.ts';
import { type Collection, collection } from '../store/collection.ts';
import type { Documents, NewJob } from '../store/store.ts';
import { Account, accountKeys } from './account.ts';

const Retirement = z.object({ accountId: z.string(), movedTo: z.string() });

/**
 * A SAED user whose client went to an account with an email is retired: its password dies. That is a second document,
 * so it is done at once and, in case the process dies in between, again by a job written with the first.
 */
export const retireJob = (
  accountId: string,
  change: { accountId: string; applicationId: string; at: number },
): NewJob => ({
  id: `account.retire:${change.applicationId}:${accountId}`,
  kind: 'account.retire',
  payload: { accountId, movedTo: change.accountId },
  dueAt: change.at,
});

export async function retire(accounts: Collection<Account>, accountId: string, movedTo: string): Promise<void> {
  if (accountId === movedTo) return;
  const retired = await accounts.change(accountId, (account) => {
    if (account.movedTo !== undefined) return undefined;
    const { legacyPasswordHash: _dead, ...kept } = account;
    const after = { ...kept, movedTo };
    return { value: after, keys: accountKeys(after) };
  });
  if (!retired.ok && retired.reason === 'busy')
    throw new Error('an account could not be retired: others keep changing it');
}

export function createRetireHandler(documents: Documents): JobHandler {
  const accounts = collection(documents, 'account', Account);
  return {
    async run(jobs) {
      for (const job of jobs) {
        const { accountId, movedTo } = Retirement.parse(job.payload);
        await retire(accounts, accountId, movedTo);
      }
    },
  };
}
