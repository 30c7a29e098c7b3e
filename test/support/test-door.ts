import { echoOf } from '../../bot/channels/activity.ts';
import type { Door, InboundMessage } from '../../bot/channels/channel.ts';
import type { Hub } from '../../bot/channels/web-chat/hub.ts';
import type { Json, Store } from '../../services/store/store.ts';

/**
 * A door in front of the simplest of bots, durable like the real one: it greets, and repeats what it was told. Keeps what
 * it received for the test to look at; of values only the names go to the store.
 */
export function createTestDoor(deps: { store: Store; hub: Hub; now: () => number }): Door & {
  readonly received: InboundMessage[];
  idle(): Promise<void>;
} {
  const received: InboundMessage[] = [];
  const running = new Set<Promise<void>>();
  const { conversations } = deps.store;

  async function drain(conversationId: string): Promise<void> {
    const lease = { owner: 'test', now: deps.now(), leaseMs: 60_000 };
    let turn = await conversations.take(conversationId, lease);
    while (turn) {
      const replies = [{ type: 'message', text: `eco: ${said(turn.activity)}`, inputHint: 'expectingInput' }];
      const committed = await conversations.commit(turn, {
        state: {},
        awaiting: 'text',
        replies,
        jobs: [],
        at: deps.now(),
      });
      if (!committed.ok) return;
      deps.hub.publish(conversationId, committed.entries);
      turn = committed.next;
    }
  }

  return {
    received,
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
    async receive(conversationId, message) {
      received.push(message);
      const { activity, files, messageId } = message;
      const event = activity.type === 'conversationUpdate';
      const accepted = await conversations.accept(conversationId, {
        messageId,
        activity: stored(message),
        ...(!event && { echo: echoOf(activity, files) }),
        at: deps.now(),
      });
      if (accepted.outcome !== 'accepted') return accepted;
      if (accepted.entry) deps.hub.publish(conversationId, [accepted.entry]);
      const work = drain(conversationId).finally(() => running.delete(work));
      running.add(work);
      return { outcome: 'accepted', seq: accepted.entry?.seq };
    },
  };
}

function stored({ activity, files }: InboundMessage): Json {
  if (activity.type === 'conversationUpdate') return 'hola';
  const parts = [activity.text, ...Object.keys(activity.value ?? {}), ...files.map((file) => file.name)];
  return parts.filter((part) => part !== undefined).join(' ');
}

const said = (activity: Json) => (typeof activity === 'string' ? activity : '');
