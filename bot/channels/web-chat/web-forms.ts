import { z } from 'zod';
import { collection } from '../../../services/store/collection.ts';
import type { Conversations, Documents, Millis } from '../../../services/store/store.ts';
import { type AskedForm, askedForms } from './asked-forms.ts';
import { webChatId } from './hub.ts';

/** The forms that the web chat's page shows in place. */
export interface WebForms {
  /** The person touched the form of a question, named by its log entry. True the first time. */
  opened(conversationId: string, seq: number): Promise<boolean>;
  /** The latest forms of a conversation, oldest first; none in other channels, whose forms are elsewhere. */
  of(conversationId: string): Promise<readonly AskedForm[]>;
}

/** Forms asked long ago are of no use to whoever helps now. */
const ENTRIES_READ = 300;
const FORMS_SHOWN = 5;

const Opened = z.object({ seq: z.number().int() });

/** One small document for each conversation, written once for each question at most, however often a page calls. */
export function createWebForms(options: {
  readonly documents: Documents;
  readonly conversations: Pick<Conversations, 'get' | 'log'>;
  readonly ttlMs: Millis;
  readonly now: () => Millis;
}): WebForms {
  const { conversations, ttlMs, now } = options;
  const documents = collection(options.documents, 'web-form-opened', Opened);
  return {
    async opened(conversationId, seq) {
      const conversation = await conversations.get(conversationId);
      if (!conversation || !Number.isInteger(seq) || seq < 1 || seq > conversation.lastSeq) return false;
      const expiresAt = now() + ttlMs;
      const made = await documents.insert(conversationId, { seq }, { expiresAt });
      if (made.ok) return true;
      const changed = await documents.change(conversationId, (before) =>
        before.seq < seq ? { value: { seq }, expiresAt } : undefined,
      );
      return changed.ok;
    },
    async of(conversationId) {
      const conversation = await conversations.get(conversationId);
      if (conversation?.channel !== webChatId) return [];
      const [entries, opened] = await Promise.all([
        conversations.log(conversationId, Math.max(0, conversation.lastSeq - ENTRIES_READ)),
        documents.get(conversationId),
      ]);
      const openedSeq = opened?.value.seq ?? 0;
      return askedForms(entries, { openedSeq, ttlMs, now: now() }).slice(-FORMS_SHOWN);
    },
  };
}
