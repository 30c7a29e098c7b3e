import type { LimitVerdict } from '../../services/limits/limits.ts';
import type { Conversations } from '../../services/store/store.ts';

type StartRule = 'conversation-start' | 'conversation-start-channel' | 'conversation-start-overall';

/** Counts a new conversation of a channel; of an address, where the channel knows one. */
export type TakeStart = (channel: string, address?: string) => Promise<LimitVerdict>;

/** The narrowest limit first: what one address may not do counts against nobody else. */
export function createStartLimit(take: (rule: StartRule, key: string) => Promise<LimitVerdict>): TakeStart {
  return async (channel, address) => {
    const ofAddress: LimitVerdict = address === undefined ? { ok: true } : await take('conversation-start', address);
    const ofChannel = ofAddress.ok ? await take('conversation-start-channel', channel) : ofAddress;
    return ofChannel.ok ? take('conversation-start-overall', 'all') : ofChannel;
  };
}

/**
 * Conversations of channels whose people do not wait for an answer. One too many is not made, and the message that
 * wanted it not kept: WhatsApp brings it again, Teams tells its person to write again.
 */
export function boundedStarts(conversations: Conversations, takeStart: TakeStart): Conversations {
  return {
    ...conversations,
    async create(conversation) {
      const allowed = await takeStart(conversation.channel);
      if (!allowed.ok) throw new Error(`too many new conversations in ${conversation.channel}`);
      return conversations.create(conversation);
    },
  };
}
