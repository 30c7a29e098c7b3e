import type { Conversation, Conversations } from '../../../services/store/store.ts';
import type { PushChannel, Sent } from '../channel.ts';
import type { MakeFormLink } from '../logged-message.ts';
import type { Outgoing } from './payload.ts';
import { createRender } from './render.ts';
import { createSend, type SendDeps } from './send.ts';
import type { TickBook } from './ticks.ts';

export const channelId = 'whatsapp';

/** WhatsApp as the delivery sees it: renders entries of the log, sends, and notes what was taken. */
export function createWhatsAppChannel(
  deps: SendDeps & {
    readonly conversations: Pick<Conversations, 'log'>;
    readonly secureForm: MakeFormLink;
    readonly publicUrl: string;
    readonly ticks: Pick<TickBook, 'sent'>;
  },
): PushChannel<Outgoing> {
  const send = createSend(deps);

  return {
    id: channelId,
    render: createRender(deps),
    async send(conversation, outgoing, tag): Promise<Sent> {
      const sent = await send(conversation, outgoing, tag);
      if (sent.ok) await note(conversation, sent.ids, outgoing, tag);
      return sent;
    },
  };

  /** The message is out: that its tick is not noted must not send it again. */
  async function note({ id }: Conversation, wamids: readonly string[], outgoing: Outgoing, tag: string): Promise<void> {
    try {
      for (const wamid of wamids) await deps.ticks.sent(id, wamid, outgoing, tag);
    } catch {
      deps.report({ what: 'tick-lost' });
    }
  }
}
