import refusals from '../../locales/es-MX/desk-refused.json' with { type: 'json' };
import { createChatwoot } from '../../services/agent-desk/chatwoot/chatwoot.ts';
import { createMirror } from '../../services/agent-desk/mirror.ts';
import type { Handoffs } from '../../services/handoff/handoffs.ts';
import type { Filtered } from '../../services/handoff/outgoing-filter.ts';
import type { Store } from '../../services/store/store.ts';
import type { Config } from '../config.ts';
import { chatwootWebhook } from '../desk/chatwoot-webhook.ts';
import { transcriptOf } from '../desk/transcript.ts';
import type { Route } from '../http/route.ts';
import type { Domain } from './domain.ts';
import type { World } from './world.ts';

const timeoutMs = 10_000;
/** Longer than all calls of one look can take. */
const leaseMs = 60_000;
/** Lost webhooks are made up for within this. */
const pollMs = 30_000;

export const hasChatwoot = (config: Config): boolean => config.CHATWOOT_URL !== undefined;

/** Hand-offs on the institution's Chatwoot as well, where one is configured. */
export function composeChatwoot(deps: {
  config: Config;
  store: Store;
  world: Pick<World, 'now' | 'newId'>;
  domain: Pick<Domain, 'documents'>;
  handoffs: Handoffs;
  filter: (text: string) => Filtered;
  mask: (text: string) => string;
}): ReturnType<typeof createMirror> | undefined {
  const { config, store, world, mask } = deps;
  const { CHATWOOT_URL: url, CHATWOOT_ACCOUNT_ID: accountId, CHATWOOT_INBOX_IDENTIFIER: inboxIdentifier } = config;
  const { CHATWOOT_ACCESS_TOKEN: accessToken } = config;
  if (!url || !accountId || !inboxIdentifier || !accessToken) return undefined;
  const words: Readonly<Record<string, string>> = refusals;
  return createMirror({
    desk: createChatwoot({
      baseUrl: url.replace(/\/$/, ''),
      accountId,
      inboxIdentifier,
      accessToken,
      fetch,
      timeoutMs,
    }),
    handoffs: deps.handoffs,
    documents: deps.domain.documents,
    readLog: (id, after) => store.conversations.log(id, after),
    shown: (entry) => {
      const [shown] = transcriptOf([entry], mask);
      return shown && shown.from !== 'agent' ? { from: shown.from, text: shown.text } : undefined;
    },
    filter: deps.filter,
    refusedInWords: (reason) => words[reason] ?? reason,
    jobs: store.jobs,
    pollMs,
    owner: world.newId(),
    now: world.now,
    leaseMs,
    keepMs: config.limits.conversationRetentionMs,
  });
}

/** Where Chatwoot says that something happened. */
export function chatwootRoutes({
  config,
  store,
  world,
}: {
  config: Config;
  store: Pick<Store, 'jobs'>;
  world: Pick<World, 'now'>;
}): Route[] {
  const { CHATWOOT_WEBHOOK_SECRET: secret, limits } = config;
  return secret === undefined ? [] : [chatwootWebhook({ secret, jobs: store.jobs, now: world.now, limits })];
}
