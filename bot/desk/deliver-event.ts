import type { Words } from '../../services/handoff/handoff.ts';
import type { DeliverEvent } from '../../services/handoff/outbox.ts';
import type { Conversations, Json, LogEntry } from '../../services/store/store.ts';
import { deskMessage } from '../turns/inbox-message.ts';

/**
 * Brings what happens at the desk into the inbox of its conversation, where it runs as a turn of its own, in order with
 * what the person says. An agent's words are in the log with the same write, so nothing is said twice or lost between.
 */
export function createDeliverEvent(deps: {
  readonly conversations: Pick<Conversations, 'accept'>;
  readonly publish: (conversationId: string, entries: readonly LogEntry[]) => void;
  /** Starts the worker of a conversation. */
  readonly kick: (conversationId: string) => void;
}): DeliverEvent {
  return async ({ handoffId, conversationId, messageId, desk, words, at }) => {
    const accepted = await deps.conversations.accept(conversationId, {
      messageId,
      activity: deskMessage(desk, handoffId),
      ...(words && { echo: spoken(words) }),
      at,
    });
    if (accepted.outcome === 'unknown-conversation') return;
    if (accepted.outcome === 'accepted' && accepted.entry) deps.publish(conversationId, [accepted.entry]);
    // Also when it was there: whoever wrote it may have died, or not have heard that it was written.
    deps.kick(conversationId);
  };
}

/** An agent's words as they stand in the log, and as people are shown them. */
function spoken({ text, agent, clientMessageId }: Words): Json {
  return {
    type: 'message',
    text,
    textFormat: 'plain',
    from: { role: 'bot', name: agent },
    inputHint: 'acceptingInput',
    channelData: { procedure: 'agent-handoff', step: 'with-agent', agent: { name: agent }, clientMessageId },
  };
}
