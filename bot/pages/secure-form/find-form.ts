import type { SecureForms, SeenForm } from '../../../services/secure-forms/secure-form.ts';
import type { Standing } from '../../turns/standing.ts';
import type { Access } from './access.ts';
import type { Over } from './after-views.ts';
import { stillWaits } from './standing.ts';

interface Known {
  readonly access: Access;
  readonly seen: SeenForm;
}

/** What a link stands for now, for this browser. `received`: its answer was taken, from here. */
export type FoundForm = { readonly state: 'unknown' } | (Known & { readonly state: 'received' | Over }) | OpenForm;
export type OpenForm = Known & { readonly state: 'open'; readonly standing: Standing };

export interface FindDeps {
  readonly forms: Pick<SecureForms, 'look'>;
  readonly standsAt: (conversationId: string) => Promise<Standing | undefined>;
}

/** Looks at a form and at the conversation it belongs to. Changes nothing. */
export async function findForm({ forms, standsAt }: FindDeps, access: Access | undefined): Promise<FoundForm> {
  if (access === undefined) return { state: 'unknown' };
  const seen = await forms.look(access.token, access.browser);
  // In a frame cookies do not hold a form to its browser, so only those that were sent into one are shown there.
  if (seen === undefined || (access.framed && seen.form.channel !== 'teams')) return { state: 'unknown' };
  const known = { access, seen };
  if (seen.state === 'completed') return { ...known, state: seen.elsewhere ? 'completed' : 'received' };
  if (seen.state === 'cancelled') return { ...known, state: 'moved' };
  if (seen.state === 'expired' || seen.state === 'superseded') return { ...known, state: seen.state };
  if (seen.elsewhere) return { ...known, state: 'elsewhere' };
  const standing = await standsAt(seen.conversationId);
  return stillWaits(seen.form, standing) ? { ...known, state: 'open', standing } : { ...known, state: 'moved' };
}
