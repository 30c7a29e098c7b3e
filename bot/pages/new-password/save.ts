import type { Directory } from '../../../services/accounts/directory.ts';
import { checkPassword } from '../../../services/passwords/check.ts';
import { passwordPolicies } from '../../../services/passwords/policies.ts';
import type { FoundLink, UsableLink } from './find-link.ts';
import type { Refusal } from './views.ts';

export interface SaveOptions {
  readonly accounts: Pick<Directory, 'changeCredentials'>;
  readonly hashPassword: (password: string) => Promise<string>;
  readonly verifyPassword: (password: string, hash: string | undefined) => Promise<boolean>;
  readonly isCommon: (password: string) => boolean;
  /** Counts one password that costs a hash, per link. */
  readonly take: (linkId: string) => Promise<{ readonly ok: boolean }>;
  readonly now: () => number;
}

export type Saved =
  | { readonly outcome: 'saved' }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  /** The link lost its right while the form was open; look at it again. */
  | { readonly outcome: 'too-late' };

/**
 * Spends a link: one atomic change sets the password, applies the link, revokes the sessions and orders the notices.
 * Nothing before it spends anything, so a refused password leaves the link as it was.
 */
export async function savePassword(options: SaveOptions, found: UsableLink, fields: URLSearchParams): Promise<Saved> {
  const { id, link, known, subject } = found;
  const password = fields.get('password') ?? '';
  const refusal = refusalOf(options, found, password, fields.get('confirmation') ?? '');
  if (refusal) return { outcome: 'refused', refusal };
  if (!(await options.take(id)).ok) return { outcome: 'refused', refusal: { because: 'busy' } };
  const changed = await options.accounts.changeCredentials({
    accountId: known.id,
    applicationId: id,
    caseId: link.caseId,
    epoch: link.epoch,
    passwordHash: await options.hashPassword(password),
    at: options.now(),
    ...subject.change,
  });
  if (!changed.ok && changed.reason === 'conflict') return { outcome: 'refused', refusal: { because: 'busy' } };
  if (!changed.ok && changed.reason === 'email-taken') return { outcome: 'refused', refusal: { because: 'taken' } };
  return { outcome: changed.ok && changed.outcome === 'changed' ? 'saved' : 'too-late' };
}

function refusalOf(
  { isCommon }: SaveOptions,
  { known, subject }: UsableLink,
  password: string,
  confirmation: string,
): Refusal | undefined {
  if (password === '') return { because: 'empty' };
  const checked = checkPassword(password, passwordPolicies[known.account.portal], subject.personal, isCommon);
  if (!checked.ok) return { failing: checked.failing };
  return password.normalize('NFC') === confirmation.normalize('NFC') ? undefined : { because: 'mismatch' };
}

/** How long after a link was spent the same form may come again, as it does after a double click or a lost answer. */
const REPEATED_WITHIN_MS = 10 * 60_000;

/**
 * Whether a form repeats the one that spent the link: sent shortly after it, with the password it saved. Comparing costs a
 * hash; `counted` says that the form was counted already, when it tried to save.
 */
export async function isRepetition(
  options: Pick<SaveOptions, 'verifyPassword' | 'take' | 'now'>,
  { id, known }: Extract<FoundLink, { state: 'used' }>,
  fields: URLSearchParams,
  counted: boolean,
): Promise<boolean> {
  const { history, passwordHash } = known.account;
  const spent = history.find((entry) => entry.by === id);
  const password = fields.get('password') ?? '';
  if (password === '' || spent === undefined || options.now() - spent.at > REPEATED_WITHIN_MS) return false;
  return (counted || (await options.take(id)).ok) && options.verifyPassword(password, passwordHash);
}
