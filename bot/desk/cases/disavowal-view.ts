import type { KnownAccount } from '../../../services/accounts/account.ts';
import type { Directory } from '../../../services/accounts/directory.ts';
import { maskEmail } from '../../../services/accounts/mask.ts';
import type { Case } from '../../../services/cases/case.ts';
import type { Cases } from '../../../services/cases/cases.ts';
import type { DisavowalData } from '../../../services/cases/disavowal.ts';
import { maskCurp } from '../../../services/curp/curp.ts';
import type { Staff } from '../../../services/handoff/handoff.ts';
import type { DisavowalView } from './api-types.ts';
import { caseLine, historyOf } from './case-view.ts';

export interface DisavowalSources {
  readonly cases: Pick<Cases, 'get'>;
  readonly accounts: Pick<Directory, 'get'>;
  /** As the audit trail writes an address. */
  readonly contactHash: (address: string) => string;
}

/** All that staff may see of an account that somebody stopped with "no fui yo". */
export async function disavowalView(
  given: Case,
  { changeCaseId, contactHash }: DisavowalData,
  staff: Staff,
  sources: DisavowalSources,
): Promise<DisavowalView> {
  const [known, changed] = await Promise.all([
    given.accountId === undefined ? undefined : sources.accounts.get(given.accountId),
    sources.cases.get(changeCaseId),
  ]);
  const { curp, email } = known?.account ?? {};
  const saidFrom = known && contactHash && contactBehind(known, contactHash, sources);
  return {
    ...caseLine('disavowal', given, staff),
    openedAt: given.openedAt,
    name: known?.account.name ?? '',
    ...(curp !== undefined && { curp: maskCurp(curp) }),
    ...(email !== undefined && { email: maskEmail(email) }),
    ...(saidFrom && { saidFrom }),
    stopped: known?.account.frozen !== undefined,
    ...(changed && { change: { folio: changed.case.folio, procedure: changed.case.procedure } }),
    history: historyOf(given),
  };
}

function contactBehind({ account }: KnownAccount, hash: string, sources: Pick<DisavowalSources, 'contactHash'>) {
  const { email, contacts } = account;
  const said = [email, ...contacts].find((address) => address !== undefined && sources.contactHash(address) === hash);
  return said === undefined ? undefined : { email: maskEmail(said), isCurrent: said === email };
}
