import type { ConversationMoves } from '../../dialogs/services.ts';
import type { JobHandler } from '../../services/jobs/handler.ts';
import { MOVE } from '../../services/moves/move-event.ts';
import { createMoveHandler } from '../../services/moves/move-handler.ts';
import type { Store } from '../../services/store/store.ts';
import { TEAMS } from '../channels/teams/addresses.ts';
import { readTeamsSettings } from '../channels/teams/settings.ts';
import { webChatId } from '../channels/web-chat/hub.ts';
import { channelId as whatsappId } from '../channels/whatsapp/channel.ts';
import type { Config } from '../config.ts';
import { moveMessage } from '../turns/inbox-message.ts';
import type { Domain } from './domain.ts';
import type { World } from './world.ts';

/** Moves as the dialogs ask for them. */
export function movesForDialogs(
  config: Config,
  { moves, moveJob }: Pick<Domain, 'moves' | 'moveJob'>,
): ConversationMoves {
  const withWhatsApp = config.WHATSAPP_PHONE_NUMBER_ID !== undefined;
  const withTeams = readTeamsSettings(config) !== undefined;
  return {
    ...moves,
    job: moveJob,
    channels: [webChatId, ...(withWhatsApp ? [whatsappId] : []), ...(withTeams ? [TEAMS] : [])],
    ttlMs: config.limits.moveCodeTtlMs,
  };
}

/** Brings what one conversation says of a move into the inbox of the other, where it runs as a turn of its own. */
export function moveHandlers(deps: {
  store: Pick<Store, 'conversations'>;
  world: Pick<World, 'now'>;
  domain: Pick<Domain, 'sealer'>;
  /** Starts the worker of a conversation. */
  kick: (conversationId: string) => void;
}): Record<string, JobHandler> {
  const { store, world, domain, kick } = deps;
  const handler = createMoveHandler({
    sealer: domain.sealer,
    async accept(conversationId, messageId, event) {
      const activity = moveMessage(event);
      const accepted = await store.conversations.accept(conversationId, { messageId, activity, at: world.now() });
      if (accepted.outcome !== 'unknown-conversation') kick(conversationId);
      return accepted;
    },
  });
  return { [MOVE]: handler };
}
