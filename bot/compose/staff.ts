import type { Handoffs } from '../../services/handoff/handoffs.ts';
import type { SecureForms } from '../../services/secure-forms/secure-form.ts';
import type { LogEntry, Store } from '../../services/store/store.ts';
import type { Config } from '../config.ts';
import type { FormView } from '../desk/api-types.ts';
import type { ReadStaffSession } from '../desk/context.ts';
import { createDeliverEvent } from '../desk/deliver-event.ts';
import { createStaffSignIn } from '../desk/sign-in/sign-in.ts';
import type { Route } from '../http/route.ts';
import type { ChannelsSide } from './channels.ts';
import { composeDesk, composeHandoffs, type DeskSide } from './desk.ts';
import type { Domain } from './domain.ts';
import type { Logger } from './log.ts';
import type { World } from './world.ts';

/** WhatsApp lets us write for a day after the person's last word. */
const whatsappWindowMs = 24 * 60 * 60_000;

export interface StaffSide {
  readonly handoffs: Handoffs;
  /** The desk itself, once there are channels to ask. */
  open(rooms: {
    readonly forms: Pick<SecureForms, 'stateOf'>;
    readonly channels: Pick<ChannelsSide, 'ticksOf'>;
    readonly showTyping: (conversationId: string, typing: boolean) => void;
  }): DeskSide & { readonly signInRoutes: readonly Route[]; readonly staffSession: ReadStaffSession };
}

/** People who take conversations over: their sign-in, the hand-offs and the desk. Undefined where nobody can sign in. */
export function composeStaff(deps: {
  config: Config;
  store: Store;
  world: World;
  domain: Domain;
  publish: (conversationId: string, entries: readonly LogEntry[]) => void;
  /** Starts the worker of a conversation. */
  kick: (conversationId: string) => void;
  log: Logger;
  publicUrl: string;
}): StaffSide | undefined {
  const { config, store, world, domain, log, publicUrl } = deps;
  const { limits } = config;
  const signIn = createStaffSignIn({
    config,
    limits,
    bodyLimits: { maxBytes: limits.requestMaxBytes, timeoutMs: limits.bodyTimeoutMs },
    publicUrl,
    documents: domain.documents,
    jobs: store.jobs,
    auditJob: domain.audit,
    sealer: domain.sealer,
    now: world.now,
    randomBytes: world.randomBytes,
    log,
  });
  if (signIn === undefined) return undefined;
  const deliver = createDeliverEvent({
    conversations: store.conversations,
    publish: deps.publish,
    kick: deps.kick,
  });
  const handoffs = composeHandoffs({ config, store, world, domain, deliver, log });
  return {
    handoffs,
    open: ({ forms, channels, showTyping }) => ({
      signInRoutes: signIn.routes,
      staffSession: signIn.staffSession,
      ...composeDesk({
        config,
        store,
        world,
        domain,
        handoffs,
        staffSession: signIn.staffSession,
        sources: {
          formsOf: async (conversationId) => formsOf(conversationId, await forms.stateOf(conversationId)),
          deliveriesOf: async (conversationId) =>
            (await channels.ticksOf(conversationId)).map(({ seq, state }) => ({ seq, state })),
          windowEndsAt: (channel, lastPersonAt) =>
            channel === 'whatsapp' ? lastPersonAt + whatsappWindowMs : undefined,
          showTyping,
        },
        log,
      }),
    }),
  };
}

const shownStates = {
  sent: 'sent',
  opened: 'opened',
  completed: 'completed',
  expired: 'expired',
  superseded: 'expired',
  cancelled: 'expired',
} as const;

function formsOf(conversationId: string, newest: Awaited<ReturnType<SecureForms['stateOf']>>): readonly FormView[] {
  if (newest === undefined) return [];
  const { kind, state, sentAt, expiresAt } = newest;
  return [{ id: `${conversationId}:${sentAt}`, kind, sentAt, state: shownStates[state], expiresAt }];
}
