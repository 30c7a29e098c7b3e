import type { JobHandler } from '../../services/jobs/handler.ts';
import type { Conversation, Store } from '../../services/store/store.ts';
import type { Door, PushChannel } from '../channels/channel.ts';
import { endsTurn } from '../channels/log-activity.ts';
import type { TeamsCloud } from '../channels/teams/cloud.ts';
import type { Config } from '../config.ts';
import type { Route } from '../http/route.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { createDelivery, DELIVER } from '../turns/delivery.ts';
import { askedBy } from '../turns/standing.ts';
import type { Domain } from './domain.ts';
import type { FormsSide } from './forms.ts';
import type { Logger } from './log.ts';
import { moveHandlers } from './moves.ts';
import { boundedStarts } from './start-limit.ts';
import { composeTeams } from './teams.ts';
import { composeWhatsApp } from './whatsapp.ts';
import type { World } from './world.ts';

/** Longer than a channel may take for one message. */
const deliveryLeaseMs = 45_000;

export type ChannelsSide = ReturnType<typeof composeChannels>;

/** The channels that messages are brought to, as far as they are set up, the delivery to them, and moves between all channels. */
export function composeChannels(deps: {
  config: Config;
  store: Store;
  world: World;
  domain: Domain;
  forms: Pick<FormsSide, 'secureForm' | 'forms' | 'isForm'>;
  door: Door;
  kick: (conversationId: string) => void;
  metrics: Metrics;
  log: Logger;
  publicUrl: string;
  teamsCloud?: TeamsCloud | undefined;
}) {
  const { config, store, world, forms, door, metrics, log, publicUrl } = deps;
  const { secureForm } = forms;
  const bounded = { ...store, conversations: boundedStarts(store.conversations, deps.domain.takeStart) };
  const whatsapp = composeWhatsApp({ ...deps, store: bounded, secureForm, report: metrics.whatsapp });
  const teams = composeTeams({ config, store: bounded, world, log, publicUrl, secureForm, cloud: deps.teamsCloud });
  /** A turn that asks for nothing secret leaves no form open behind it. */
  const endingForms = (channel: PushChannel): PushChannel => ({
    ...channel,
    async render(conversation, entries) {
      const asks = entries.some((entry) => forms.isForm(askedBy(entry)?.form));
      if (!asks && entries.some(({ activity }) => endsTurn(activity))) await forms.forms.cancel(conversation.id);
      return channel.render(conversation, entries);
    },
  });
  const delivery = createDelivery({
    conversations: store.conversations,
    documents: store.documents,
    channels: [whatsapp?.channel, teams?.channel].filter((channel) => channel !== undefined).map(endingForms),
    owner: world.newId(),
    now: world.now,
    leaseMs: deliveryLeaseMs,
    // Longer than the conversation itself: without it, everything would be brought again.
    keepMs: 2 * config.limits.conversationRetentionMs,
    report: (event) => {
      metrics.delivery(event);
      if (event.what !== 'sent') log.warn(event, 'message not delivered');
    },
  });
  const handlers: Record<string, JobHandler> = { ...whatsapp?.handlers, ...moveHandlers(deps), [DELIVER]: delivery };
  const routes: readonly Route[] = [...(whatsapp?.routes ?? []), ...(teams?.routes(door) ?? [])];
  return {
    routes,
    handlers,
    /** How far each message of a conversation got, where the channel says. */
    ticksOf: async (conversationId: string) => (await whatsapp?.ticksOf(conversationId)) ?? [],
    /** Until when the channel lets us write; undefined where it always does. */
    windowEndsAt: async (conversation: Conversation) => whatsapp?.windowEndsAt(conversation),
  };
}
