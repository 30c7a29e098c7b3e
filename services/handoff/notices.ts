import { z } from 'zod';
import type { AuditJob } from '../audit/event.ts';
import { collection } from '../store/collection.ts';
import type { Counters, Documents, Millis } from '../store/store.ts';
import { Agent } from './handoff.ts';

/** What supervisors are told of. */
export const OddPattern = z.enum(['many-reveals', 'many-starts', 'many-views', 'refused-words', 'unanswered-claims']);
export type OddPattern = z.infer<typeof OddPattern>;

export const Notice = z.object({
  id: z.string(),
  at: z.number(),
  kind: OddPattern,
  agent: Agent,
  /** How often within the hour, when it was noticed. */
  count: z.number().int(),
});
export type Notice = z.infer<typeof Notice>;

/** Counts what is odd when it is often, and tells supervisors once an hour and agent. */
export interface Notices {
  /** One more of it. */
  count(kind: OddPattern, agent: Agent): Promise<void>;
  list(): Promise<Notice[]>;
  onNotice(listener: (notice: Notice) => void): () => void;
}

const KIND = 'desk-notice';
const HOUR_MS = 60 * 60_000;
const MAX = 500;

/** @param thresholds how often in an hour is odd. */
export function createNotices(options: {
  readonly documents: Documents;
  readonly counters: Pick<Counters, 'hit'>;
  readonly auditJob: AuditJob;
  readonly now: () => Millis;
  readonly keepMs: Millis;
  readonly thresholds: Readonly<Record<OddPattern, number>>;
}): Notices {
  const { documents, counters, auditJob, now, keepMs, thresholds } = options;
  const notices = collection(documents, KIND, Notice);
  const listeners = new Set<(notice: Notice) => void>();

  return {
    async count(kind, { id: agentId, name }) {
      const at = now();
      const window = { now: at, windowMs: HOUR_MS };
      // What was noticed has been refused or done already: that it cannot be counted must not change that answer.
      const counted = await counters.hit(`desk-odd:${kind}:${agentId}`, window).catch(() => undefined);
      if (counted === undefined || counted.count < thresholds[kind]) return;
      const { count, resetsAt } = counted;
      const id = `${kind}:${agentId}:${resetsAt}`;
      const notice: Notice = { id, at, kind, agent: { id: agentId, name }, count };
      const audit = auditJob({ id: `desk.notice:${id}`, name: 'desk.notice', at, by: agentId, reason: kind });
      const made = await notices.insert(id, notice, { jobs: [audit], expiresAt: at + keepMs });
      if (made.ok) for (const listener of listeners) listener(notice);
    },
    async list() {
      const found = await documents.list(KIND, { limit: MAX });
      return found.map(({ value }) => Notice.parse(value)).sort((a, b) => b.at - a.at);
    },
    onNotice(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
