import { createHash } from 'node:crypto';
import { z } from 'zod';
import { collection } from '../../../services/store/collection.ts';
import type { Conversations, Documents } from '../../../services/store/store.ts';
import { type TeamsActivity, tenantsOf } from './wire-activity.ts';

/** Where to write to a person later, as Bot Framework's `ConversationReference`, without names. */
const Reference = z.object({
  channelId: z.literal('msteams'),
  serviceUrl: z.url(),
  locale: z.string().optional(),
  bot: z.object({ id: z.string() }),
  user: z.object({ id: z.string(), aadObjectId: z.string().optional() }),
  conversation: z.object({
    id: z.string(),
    tenantId: z.string().optional(),
    conversationType: z.literal('personal'),
  }),
});
export type Reference = z.infer<typeof Reference>;

const Address = z.object({
  reference: Reference,
  /** How often the app was removed: each installation is greeted once. */
  removals: z.number().int(),
  /** The message with the secure form that is open, for its link to be taken away. */
  openForm: z.string().optional(),
  seenAt: z.number(),
});
export type Address = z.infer<typeof Address>;

/** The people of Teams: our own conversation ids, and where each of them is reached. */
export interface Addresses {
  /** The conversation of an activity, made when there was none; what is new about where it is reached is kept. */
  of(activity: TeamsActivity): Promise<{ readonly conversationId: string; readonly address: Address }>;
  /** A new conversation for the person of an activity, in place of one that retention has deleted. */
  renew(activity: TeamsActivity, forgotten: string): Promise<{ readonly conversationId: string }>;
  /** The conversation of an activity, if there is one. */
  find(activity: TeamsActivity): Promise<string | undefined>;
  get(conversationId: string): Promise<Address | undefined>;
  /** Notes that the app was removed. Nothing happens to an unknown conversation. */
  removed(activity: TeamsActivity): Promise<void>;
  /** Notes which message holds the open form, or that none does. */
  setOpenForm(conversationId: string, messageId: string | undefined): Promise<void>;
}

/** The channel's id, stored with each conversation. */
export const TEAMS = 'teams';
export const languageDefault = 'es-MX';

/** Written anew at most once a day, unless something changed. */
const freshMs = 24 * 60 * 60_000;

export function createAddresses(deps: {
  readonly documents: Documents;
  readonly conversations: Pick<Conversations, 'create'>;
  readonly now: () => number;
  readonly newId: () => string;
  /** How long an address is kept after it was last seen; longer than conversations are. */
  readonly keepMs: number;
}): Addresses {
  const addresses = collection(deps.documents, 'teams-address', Address);
  const expiry = () => deps.now() + deps.keepMs;

  async function of(activity: TeamsActivity) {
    const key = keyOf(activity);
    const reference = referenceOf(activity);
    const known = await addresses.byKey(key);
    if (known) return { conversationId: known.id, address: await refreshed(known.id, known.value, reference) };
    // Before its address: whoever finds the address finds the conversation, too.
    const conversationId = deps.newId();
    await deps.conversations.create({
      id: conversationId,
      channel: TEAMS,
      person: activity.from.aadObjectId ?? activity.from.id,
      locale: activity.locale ?? languageDefault,
      createdAt: deps.now(),
    });
    const address: Address = { reference, removals: 0, seenAt: deps.now() };
    const made = await addresses.insert(conversationId, address, { keys: [key], expiresAt: expiry() });
    if (made.ok) return { conversationId, address };
    const other = await addresses.byKey(key);
    if (!other) throw new Error(`a new address was refused: ${made.reason}`);
    return { conversationId: other.id, address: other.value };
  }

  async function refreshed(id: string, present: Address, reference: Reference): Promise<Address> {
    const same = JSON.stringify(present.reference) === JSON.stringify(reference);
    if (same && deps.now() - present.seenAt < freshMs) return present;
    const changed = await addresses.change(id, (address) => ({
      value: { ...address, reference, seenAt: deps.now() },
      expiresAt: expiry(),
    }));
    return changed.ok ? changed.value : present;
  }

  return {
    of,
    async renew(activity, forgotten) {
      // The id is not used again: elsewhere it is known how far the old conversation got.
      await addresses.change(forgotten, (value) => ({ value, keys: [], expiresAt: deps.now() }));
      return of(activity);
    },
    find: async (activity) => (await addresses.byKey(keyOf(activity)))?.id,
    get: async (id) => (await addresses.get(id))?.value,
    async removed(activity) {
      const known = await addresses.byKey(keyOf(activity));
      if (!known) return;
      await addresses.change(known.id, (address) => ({
        value: { ...address, removals: address.removals + 1 },
        expiresAt: expiry(),
      }));
    },
    async setOpenForm(id, messageId) {
      await addresses.change(id, ({ openForm, ...address }) =>
        openForm === messageId
          ? undefined
          : { value: messageId === undefined ? address : { ...address, openForm: messageId }, expiresAt: expiry() },
      );
    },
  };
}

/** One key for each conversation of a tenant; hashed, since Teams' ids have no bound. */
export function keyOf(activity: TeamsActivity): string {
  const parts = [tenantsOf(activity)[0] ?? '', activity.conversation.id];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** Where an activity came from. */
export function referenceOf(activity: TeamsActivity): Reference {
  const { from, recipient, conversation, serviceUrl, locale } = activity;
  const tenantId = tenantsOf(activity)[0];
  return {
    channelId: 'msteams',
    serviceUrl,
    ...(locale !== undefined && { locale }),
    bot: { id: recipient.id },
    user: { id: from.id, ...(from.aadObjectId !== undefined && { aadObjectId: from.aadObjectId }) },
    conversation: { id: conversation.id, ...(tenantId !== undefined && { tenantId }), conversationType: 'personal' },
  };
}
