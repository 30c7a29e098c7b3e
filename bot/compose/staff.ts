import type { Handoffs } from '../../services/handoff/handoffs.ts';
import type { SecureForms } from '../../services/secure-forms/secure-form.ts';
import type { LogEntry, Store } from '../../services/store/store.ts';
import type { WebForms } from '../channels/web-chat/web-forms.ts';
import type { Config } from '../config.ts';
import type { FormView } from '../desk/api-types.ts';
import type { DeskSources, ReadStaffSession } from '../desk/context.ts';
import { createDeliverEvent } from '../desk/deliver-event.ts';
import { createStaffSignIn } from '../desk/sign-in/sign-in.ts';
import type { Route } from '../http/route.ts';
import type { ChannelsSide } from './channels.ts';
import { channelWindows, composeDesk, composeHandoffs, type DeskSide } from './desk.ts';
import type { Domain } from './domain.ts';
import type { Logger } from './log.ts';
import type { World } from './world.ts';

export interface StaffSide {
  readonly handoffs: Handoffs;
  /** The desk itself, once there are channels to ask. */
  open(rooms: {
    readonly forms: Pick<SecureForms, 'stateOf'>;
    readonly channels: Pick<ChannelsSide, 'ticksOf'>;
    /** The forms that the web chat shows in place. */
    readonly webForms: Pick<WebForms, 'of'>;
    readonly showTyping: DeskSources['showTyping'];
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
  const sharedStore = config.STORE_URL?.startsWith('mongodb') === true;
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
  const handoffs = composeHandoffs({ config, store, world, domain, deliver, sharedStore, log });
  return {
    handoffs,
    open: ({ forms, webForms, channels, showTyping }) => ({
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
          formsOf: async (conversationId) => {
            const [asked, linked] = await Promise.all([webForms.of(conversationId), forms.stateOf(conversationId)]);
            return formsOf(conversationId, asked, linked);
          },
          deliveriesOf: async (conversationId) =>
            (await channels.ticksOf(conversationId)).map(({ seq, state }) => ({ seq, state })),
          windowEndsAt(channel, lastPersonAt) {
            const window = channelWindows[channel];
            return window === undefined ? undefined : lastPersonAt + window;
          },
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

/** @param asked those the page of the web chat shows in place. @param linked the newest that went out as a link. */
function formsOf(
  conversationId: string,
  asked: Awaited<ReturnType<WebForms['of']>>,
  linked: Awaited<ReturnType<SecureForms['stateOf']>>,
): readonly FormView[] {
  const idAt = (sentAt: number) => `${conversationId}:${sentAt}`;
  const shown = asked.map(({ kind, sentAt, state, expiresAt }) => ({
    id: idAt(sentAt),
    kind,
    sentAt,
    state,
    expiresAt,
  }));
  if (linked === undefined) return shown;
  const { kind, state, sentAt, expiresAt } = linked;
  return [...shown, { id: idAt(sentAt), kind, sentAt, state: shownStates[state], expiresAt }];
}
