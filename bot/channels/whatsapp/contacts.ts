import { type Collection, collection, type Item } from '../../../services/store/collection.ts';
import type { Conversations, Documents, NewJob } from '../../../services/store/store.ts';
import { Contact, isSomebodyElse, keysOf, learn, type Waiting } from './contact.ts';
import { canonicalPhone } from './phone.ts';
import { protocol } from './protocol.ts';
import type { Sender } from './read-webhook.ts';

export type Contacts = ReturnType<typeof createContacts>;

export interface ContactsDeps {
  /** Sealed: values hold numbers. */
  readonly documents: Documents;
  readonly conversations: Pick<Conversations, 'create'>;
  readonly now: () => number;
  readonly newId: () => string;
  readonly locale: string;
  /** How long a person is known after their last message. */
  readonly keepMs: number;
  /** What has to happen when a person writes again after their window was closed. */
  readonly whenBack: (conversationId: string, at: number) => readonly NewJob[];
}

const kind = 'whatsapp-contact';
/** How far `lastReceivedAt` may lag behind, to the safe side, so that not every message writes it. */
const noteEveryMs = 60_000;
/** Messages of one person that wait; a flood beyond that is dropped. */
const maxWaiting = 40;
const maxThrough = 80;

/** Who writes, and the conversation they are in. */
export function createContacts(deps: ContactsDeps) {
  const { now, newId } = deps;
  const contacts: Collection<Contact> = collection(deps.documents, kind, Contact);
  const kept = (value: Contact) => ({ value, expiresAt: value.lastReceivedAt + deps.keepMs });
  const keyed = (value: Contact) => ({ ...kept(value), keys: keysOf(value) });

  /** Finds the person or makes one, notes the message, and answers with what is known then. */
  async function heard(sender: Sender, at: number): Promise<Item<Contact>> {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const found = await find(sender);
      const item = found ? await note(found, sender, at) : await make(sender, at);
      if (item) return item;
    }
    throw new Error('a contact is changed by too many at once');
  }

  async function find(sender: Sender): Promise<Item<Contact> | undefined> {
    for (const key of keysOf(sender)) {
      const item = await contacts.byKey(key);
      if (item && !isSomebodyElse(item.value, sender)) return item;
      // The number has a new owner: what was said under it before is not theirs to read.
      if (item) await giveUpPhone(item);
    }
    return undefined;
  }

  async function make(sender: Sender, at: number): Promise<Item<Contact> | undefined> {
    const fresh: Contact = {
      conversationId: newId(),
      lastInboundAt: Math.min(at, now()),
      lastReceivedAt: now(),
      waiting: [],
      through: [],
    };
    const value = learn(fresh, sender);
    const id = `wa_${newId()}`;
    const { value: _, ...options } = keyed(value);
    const written = await contacts.insert(id, value, options);
    if (!written.ok) return undefined;
    await open(id, value);
    return { id, value, version: written.version };
  }

  async function note(item: Item<Contact>, sender: Sender, at: number): Promise<Item<Contact> | undefined> {
    const { value } = item;
    const known = (sender.userId ?? value.userId) === value.userId && (sender.waId ?? value.waId) === value.waId;
    const recent = value.lastReceivedAt > Math.max(now() - noteEveryMs, value.templateAt ?? 0);
    if (known && recent) return item;
    const phone = sender.waId === undefined ? undefined : canonicalPhone(sender.waId);
    if (phone && phone !== canonicalPhone(value.waId ?? '')) await takePhone(phone, item.id);
    const noted = await contacts.change(item.id, (contact) => {
      const lastInboundAt = Math.max(contact.lastInboundAt, Math.min(at, now()));
      const next = { ...learn(contact, sender), lastInboundAt, lastReceivedAt: now() };
      const back = contact.lastReceivedAt + protocol.windowMs <= now();
      const jobs = back ? deps.whenBack(contact.conversationId, now()) : [];
      return { ...keyed(next), jobs };
    });
    return noted.ok ? { ...noted, id: item.id } : undefined;
  }

  /** A number learned for one person is nobody else's any more. */
  async function takePhone(phone: string, by: string): Promise<void> {
    const other = await contacts.byKey(`phone:${phone}`);
    if (other && other.id !== by) await giveUpPhone(other);
  }

  async function giveUpPhone({ id }: Item<Contact>): Promise<void> {
    await contacts.change(id, ({ waId: _, ...contact }) => keyed(contact));
  }

  async function open(id: string, { conversationId }: Contact): Promise<void> {
    const { locale } = deps;
    await deps.conversations.create({
      id: conversationId,
      channel: 'whatsapp',
      person: id,
      locale,
      createdAt: now(),
    });
  }

  return {
    heard,
    find,
    get: (id: string) => contacts.get(id),

    /** A new conversation, when retention took the one they had, or its creation was interrupted. */
    async reopen(id: string): Promise<string | undefined> {
      const changed = await contacts.change(id, (contact) => kept({ ...contact, conversationId: newId() }));
      if (!changed.ok) return undefined;
      await open(id, changed.value);
      return changed.value.conversationId;
    },

    /** Puts a message aside, with the job that takes it up. `full`: too many wait already, and it is not kept. */
    async queue(id: string, message: Waiting, job: NewJob): Promise<'waits' | 'known' | 'full'> {
      let full = false;
      const changed = await contacts.change(id, (contact) => {
        const known = contact.waiting.some(({ messageId }) => messageId === message.messageId);
        full = contact.waiting.length >= maxWaiting;
        if (known || full || contact.through.includes(message.messageId)) return undefined;
        return { ...kept({ ...contact, waiting: [...contact.waiting, message] }), jobs: [job] };
      });
      if (changed.ok) return 'waits';
      if (changed.reason === 'declined') return full ? 'full' : 'known';
      throw new Error('a message could not be put aside');
    },

    /** A message that waited is through, or was taken back by the person. */
    async unqueue(id: string, messageId: string): Promise<void> {
      await contacts.change(id, (contact) => {
        if (!contact.waiting.some((message) => message.messageId === messageId)) return undefined;
        const waiting = contact.waiting.filter((message) => message.messageId !== messageId);
        return kept({ ...contact, waiting, through: [...contact.through, messageId].slice(-maxThrough) });
      });
    },

    /**
     * The person has another number now, and with it another id of our business. What is somebody's already is not
     * taken from them; the old number goes in any case.
     */
    async changeIds(id: string, { waId, userId }: Sender): Promise<void> {
      const isFree = async (one: Sender) => {
        const [key] = keysOf(one);
        const owner = key === undefined ? undefined : await contacts.byKey(key);
        return key !== undefined && (owner === undefined || owner.id === id);
      };
      const [phoneIsFree, userIdIsFree] = await Promise.all([isFree({ waId }), isFree({ userId })]);
      const move = (ids: Sender) => contacts.change(id, ({ waId: _, ...contact }) => keyed(learn(contact, ids)));
      const moved = await move({ ...(phoneIsFree && { waId }), ...(userIdIsFree && { userId }) });
      if (!moved.ok && moved.reason === 'key-taken') await move({});
    },

    /** Meta says that the window is closed: nothing was received since `at`, by its clock. */
    async closeWindow(id: string, at = now()): Promise<void> {
      const before = at - protocol.windowMs;
      await contacts.change(id, (contact) =>
        // A person who wrote since then opened it again.
        contact.lastReceivedAt > at || contact.lastReceivedAt <= before
          ? undefined
          : kept({ ...contact, lastReceivedAt: before }),
      );
    },

    /** A template went out; false when one did since the person last wrote. */
    async noteTemplate(id: string): Promise<boolean> {
      const at = now();
      const changed = await contacts.change(id, (contact) =>
        (contact.templateAt ?? 0) > contact.lastReceivedAt ? undefined : kept({ ...contact, templateAt: at }),
      );
      return changed.ok;
    },
  };
}

/** Until when anything but a template may be sent, by when the person wrote. Milliseconds since the epoch. */
export const windowEnd = (contact: Contact): number => contact.lastInboundAt + protocol.windowMs;

/**
 * Whether it is of use to try to send. By when their message reached us: where it came late, Meta's own answer decides.
 */
export const isWindowOpen = (contact: Contact, now: number): boolean =>
  now < contact.lastReceivedAt + protocol.windowMs;
