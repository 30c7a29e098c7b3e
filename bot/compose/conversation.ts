import type { DialogServices } from '../../dialogs/services.ts';
import type { Efirma } from '../../services/efirma/efirma.ts';
import type { Handoffs } from '../../services/handoff/handoffs.ts';
import { createLimits } from '../../services/limits/limits.ts';
import { createMemoryCounters } from '../../services/limits/memory-counters.ts';
import { checkPassword } from '../../services/passwords/check.ts';
import { passwordPolicies } from '../../services/passwords/policies.ts';
import { redact } from '../../services/redaction/redact.ts';
import type { BurnedSecrets } from '../../services/secure-forms/burned.ts';
import type { LogEntry, Store, Turn, TurnOutcome } from '../../services/store/store.ts';
import { createVault } from '../../services/vault/vault.ts';
import { createAssistant } from '../assistant.ts';
import { webChatId } from '../channels/web-chat/hub.ts';
import type { Config } from '../config.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { privacyPath } from '../pages/privacy.ts';
import { deliveryJob } from '../turns/delivery.ts';
import { createDoor } from '../turns/door.ts';
import { InboxMessage } from '../turns/inbox-message.ts';
import { dropSecrets, holdsSecrets } from '../turns/read-input.ts';
import { createWorker } from '../turns/worker.ts';
import type { Domain } from './domain.ts';
import type { LettersSide } from './letters.ts';
import type { Logger } from './log.ts';
import { movesForDialogs } from './moves.ts';
import { contacts, signInPages } from './portals.ts';
import { procedures } from './procedures.ts';
import type { World } from './world.ts';

/** All secrets of all messages under way; at 8 KB each, some thousand of them. */
const vaultMaxBytes = 32 * 1024 * 1024;
const sweepMs = 2_000;
/** How often a store that is away is asked again by a turn that has to be written. */
const askAgainMs = 1_000;
const kickAgainMs = [150, 600, 2_000];
/** How long a message waits for the process that has its secrets. */
const secretsWaitMs = 5_000;

/** From the door to the reply: vault, assistant, worker. */
export function composeConversation(deps: {
  config: Config;
  store: Store;
  world: World;
  domain: Domain;
  efirma: Efirma;
  letters: Pick<LettersSide, 'forDialogs'>;
  burned: BurnedSecrets;
  /** Other processes are at work on the same data. */
  sharedStore: boolean;
  /** Shows new entries of a conversation to whoever looks at it in this process. */
  publish: (conversationId: string, entries: readonly LogEntry[]) => void;
  /** People who take conversations over; none where no desk is run. */
  handoffs: Handoffs | undefined;
  metrics: Metrics;
  log: Logger;
  publicUrl: string;
}) {
  const { config, store, world, publish, metrics, log } = deps;
  const { limits } = config;
  const { now, newId } = world;
  const vault = createVault({ now, ttlMs: limits.secretTtlMs, maxBytes: vaultMaxBytes, newId });
  const assistant = createAssistant({
    procedures,
    services: dialogServices(deps, vault),
    now,
  });
  /** People of other channels than the web chat do not look at the log: it is brought to them. */
  const withDelivery = (turn: Turn, outcome: TurnOutcome): TurnOutcome => {
    const { id, channel } = turn.conversation;
    if (channel === webChatId) return outcome;
    return { ...outcome, jobs: [...outcome.jobs, deliveryJob(id, turn.messageId, outcome.at)] };
  };
  /** For a while a message is left to the process that took it in with its secrets; after that, it may be dead. */
  const isAnothers = (turn: Turn): boolean =>
    deps.sharedStore &&
    now() - turn.receivedAt < secretsWaitMs &&
    !holdsSecrets(InboxMessage.parse(turn.activity), vault);
  const owner = newId();
  const worker = createWorker({
    store,
    run: (turn) => assistant.run(turn).then((outcome) => withDelivery(turn, outcome)),
    isAnothers,
    apologise: (turn) => assistant.apologise(turn).then((outcome) => withDelivery(turn, outcome)),
    publish,
    owner,
    now,
    leaseMs: limits.leaseMs,
    maxAttempts: limits.turnMaxAttempts,
    sweepMs,
    askAgainMs,
    shared: deps.sharedStore,
    onError: (error, conversation) => {
      metrics.turnFailed();
      log.error({ error, conversation }, 'turn failed');
    },
    onSettled: (turn) => dropSecrets(turn, vault),
    onLeaseLost: () => metrics.leaseLost(),
    onCommitted: (turn, outcome) => metrics.turn(outcome, now() - turn.receivedAt),
  });
  const flood = createLimits({
    counters: createMemoryCounters(),
    now,
    rules: { message: { points: limits.messagesPerConversationPerMinute, windowMs: 60_000, onStoreFailure: 'open' } },
  });
  /** Another process may have the conversation at the moment, and leave this message to us. */
  const kick = (id: string): void => {
    worker.kick(id);
    if (deps.sharedStore) for (const ms of kickAgainMs) setTimeout(() => worker.kick(id), ms).unref();
  };
  const door = createDoor({
    conversations: store.conversations,
    vault,
    redact,
    publish,
    kick,
    worker: { lease: { owner, leaseMs: limits.leaseMs }, run: worker.run },
    burn: deps.burned.note,
    limit: (id) => flood.take('message', id),
    now,
  });
  return { vault, worker, door };
}

function dialogServices(
  { config, domain, efirma, letters, burned, handoffs, publicUrl }: Parameters<typeof composeConversation>[0],
  vault: DialogServices['vault'],
): DialogServices {
  return {
    accounts: domain.accounts,
    cases: domain.cases,
    letters: letters.forDialogs,
    codes: domain.codes,
    addressName: domain.pseudonymOf('code-address'),
    efirma,
    passwords: {
      async accept(password, portal, personal) {
        const checked = checkPassword(password, passwordPolicies[portal], personal, domain.isCommon);
        return checked.ok ? { ok: true, hash: await domain.hasher.hashPassword(password) } : checked;
      },
      isBurned: burned.has,
      matches: domain.hasher.verifyPassword,
      rules: (portal) => rulesOf(portal),
    },
    limits: config.limits,
    take: domain.take,
    folioLookUps: domain.folioLookUps,
    vault,
    mail: domain.mail,
    audit: domain.audit,
    resetRequest: domain.resetRequest,
    activationRequest: domain.activationRequest,
    links: {
      privacy: publicUrl + privacyPath,
      chat: `${publicUrl}/`,
      signIn: signInPages,
    },
    contacts,
    handoffs,
    moves: movesForDialogs(config, domain),
  };
}

function rulesOf(portal: keyof typeof passwordPolicies) {
  const policy = passwordPolicies[portal];
  const ids = [
    'min-length',
    ...policy.needs,
    ...(policy.specials === '' ? (['forbidden'] as const) : []),
    'blank',
  ] as const;
  const runs = policy.sequence === undefined ? [] : (['keyboard-run', 'sequence', 'repeated'] as const);
  return {
    ids: [...ids, ...runs, 'personal' as const],
    min: policy.minLength,
    max: policy.maxLength,
    specials: policy.specials,
  };
}
