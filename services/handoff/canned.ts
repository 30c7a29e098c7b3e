import { z } from 'zod';
import { Portal } from '../accounts/portal.ts';
import type { AuditJob } from '../audit/event.ts';
import type { Documents, Millis } from '../store/store.ts';
import type { Filtered, OutgoingRefusal } from './outgoing-filter.ts';

/** An answer that agents need not type. Variables are `{agente}`, `{folio}`, `{tramite}` and `{portal}`. */
export const Canned = z.strictObject({
  id: z.string().min(1).max(64),
  title: z.string().trim().min(1).max(80),
  text: z.string().trim().min(1).max(1_000),
  /** Offered only for conversations of this portal. */
  portal: Portal.optional(),
});
export type Canned = z.infer<typeof Canned>;

/** The variables there are; others would reach the person as they stand. */
export const CANNED_VARIABLES: readonly string[] = ['agente', 'folio', 'tramite', 'portal'];

export interface CannedAnswers {
  readonly version: number;
  readonly answers: readonly Canned[];
}

export type CannedSaved =
  | { readonly ok: true; readonly saved: CannedAnswers }
  /** `busy`: somebody saved since `version`. Otherwise what the outgoing filter found, in the answer of this id. */
  | { readonly ok: false; readonly reason: 'busy' | OutgoingRefusal | 'variable'; readonly id?: string };

const KIND = 'desk-canned';
const ID = 'all';
const Stored = z.object({ answers: z.array(Canned) });

/** The canned answers of the desk, one list. @param first what there is before anybody saved. */
export function createCanned(options: {
  readonly documents: Documents;
  readonly auditJob: AuditJob;
  readonly filter: (text: string) => Filtered;
  readonly now: () => Millis;
  readonly first: readonly Canned[];
}) {
  const { documents, auditJob, filter, now, first } = options;

  async function read(): Promise<CannedAnswers> {
    const stored = await documents.get(KIND, ID);
    return stored ? { version: stored.version, ...Stored.parse(stored.value) } : { version: 0, answers: first };
  }

  return {
    read,
    async save({ version, answers }: CannedAnswers, by: string): Promise<CannedSaved> {
      for (const { id, title, text } of answers) {
        const reason = [title, text].map(wrongWith).find((wrong) => wrong !== undefined);
        if (reason !== undefined) return { ok: false, reason, id };
      }
      const value = { answers: [...answers] };
      const at = now();
      const audit = auditJob({ id: `desk.canned-changed:${version + 1}`, name: 'desk.canned-changed', at, by });
      const written =
        version === 0
          ? await documents.insert(KIND, ID, value, { jobs: [audit] })
          : await documents.replace(KIND, ID, version, value, { jobs: [audit] });
      return written.ok ? { ok: true, saved: { version: written.version, answers } } : { ok: false, reason: 'busy' };
    },
  };

  function wrongWith(text: string): OutgoingRefusal | 'variable' | undefined {
    const names = [...text.matchAll(/\{(\w*)\}/g)].map(([, name = '']) => name);
    if (names.some((name) => !CANNED_VARIABLES.includes(name))) return 'variable';
    const filtered = filter(text.replace(/\{\w+\}/g, 'algo'));
    return filtered.ok ? undefined : filtered.reason;
  }
}
export type CannedDesk = ReturnType<typeof createCanned>;
