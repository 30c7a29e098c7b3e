import { ABANDONMENT, abandonmentHandler, type Silence } from '../../services/cases/abandonment.ts';
import { belongsToPeople } from '../../services/handoff/handoff.ts';
import type { Handoffs } from '../../services/handoff/handoffs.ts';
import type { JobHandler } from '../../services/jobs/handler.ts';
import type { Store } from '../../services/store/store.ts';
import type { Config } from '../config.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { standsAt } from '../turns/standing.ts';
import type { Domain } from './domain.ts';
import type { World } from './world.ts';

/** Notices where people give up. */
export function composeAbandonment(deps: {
  config: Config;
  store: Store;
  world: Pick<World, 'now'>;
  domain: Pick<Domain, 'audit' | 'cases'>;
  handoffs: Pick<Handoffs, 'ofConversation'> | undefined;
  metrics: Pick<Metrics, 'abandoned'>;
}): Readonly<Record<string, JobHandler>> {
  const { store, domain, handoffs, metrics } = deps;

  async function silenceOf(conversationId: string): Promise<Silence | undefined> {
    const [conversation, standing, handoff] = await Promise.all([
      store.conversations.get(conversationId),
      standsAt(store.conversations, conversationId),
      handoffs?.ofConversation(conversationId),
    ]);
    if (conversation === undefined || standing === undefined) return undefined;
    const [last] = await store.conversations.log(conversationId, conversation.lastSeq - 1, 1);
    if (last === undefined) return undefined;
    const withPeople = handoff !== undefined && belongsToPeople(handoff.handoff);
    return { since: last.at, step: standing.step, folio: standing.folio, withPeople };
  }

  return {
    [ABANDONMENT]: abandonmentHandler({
      cases: domain.cases,
      silenceOf,
      jobs: store.jobs,
      auditJob: domain.audit,
      now: deps.world.now,
      afterMs: deps.config.limits.abandonedAfterMs,
      onAbandoned: metrics.abandoned,
    }),
  };
}
