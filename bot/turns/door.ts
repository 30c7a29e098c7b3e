import { readCode as readMoveCode } from '../../services/moves/code.ts';
import { HIDDEN } from '../../services/redaction/finding.ts';
import type { Redacted } from '../../services/redaction/redact.ts';
import type { Accepted, Awaiting, Conversations, Incoming, Json, Turn } from '../../services/store/store.ts';
import type { Vault } from '../../services/vault/vault.ts';
import { echoOf } from '../channels/activity.ts';
import type { Door, InboundMessage, Received } from '../channels/channel.ts';
import type { InboxMessage } from './inbox-message.ts';

export interface DoorDeps {
  readonly conversations: Pick<Conversations, 'get' | 'accept'>;
  readonly vault: Vault;
  readonly redact: (text: string, context: { awaiting: Awaiting }) => Redacted;
  readonly publish: (conversationId: string, entries: readonly { seq: number; activity: Json; at: number }[]) => void;
  /** Starts the worker of a conversation. */
  readonly kick: (conversationId: string) => void;
  /** Where a message goes that can be taken with the write that accepts it. */
  readonly worker?: {
    readonly lease: { readonly owner: string; readonly leaseMs: number };
    run(turn: Turn): void;
  };
  /** Notes the words of a message that held a secret, so that none of them becomes a password. */
  readonly burn: (conversationId: string, text: string) => Promise<void>;
  readonly limit: (conversationId: string) => Promise<{ ok: true } | { ok: false; retryAt: number }>;
  readonly now: () => number;
}

/**
 * The one way in, for all channels: what is secret goes to the vault, what remains is redacted, then it is made durable,
 * and only then is it acknowledged. Nothing past this point has ever seen a password (rule 5).
 */
export function createDoor(deps: DoorDeps): Door {
  async function accept(conversationId: string, incoming: Incoming): Promise<Accepted> {
    try {
      return await deps.conversations.accept(conversationId, incoming, deps.worker?.lease);
    } catch (error) {
      // It may have been written, and taken by us, without our hearing of it; its secrets are here.
      deps.kick(conversationId);
      throw error;
    }
  }

  return {
    async receive(conversationId, message): Promise<Received> {
      const conversation = await deps.conversations.get(conversationId);
      if (!conversation) return { outcome: 'unknown-conversation' };
      const allowed = await deps.limit(conversationId);
      if (!allowed.ok) return { outcome: 'too-fast', retryAt: allowed.retryAt };
      const safe = makeSafe(message, conversation.awaiting, deps);
      if (safe.inbox.burned) await deps.burn(conversationId, message.activity.text ?? '');
      const incoming = {
        messageId: message.messageId,
        activity: safe.inbox,
        ...(safe.echo === undefined ? {} : { echo: safe.echo }),
        at: deps.now(),
      };
      const accepted = await accept(conversationId, incoming);
      if (accepted.outcome !== 'accepted') {
        safe.discard();
        if (accepted.outcome === 'duplicate') deps.kick(conversationId);
        return accepted;
      }
      if (accepted.entry) deps.publish(conversationId, [accepted.entry]);
      if (accepted.turn) deps.worker?.run(accepted.turn);
      else deps.kick(conversationId);
      return { outcome: 'accepted', seq: accepted.entry?.seq };
    },
  };
}

interface SafeMessage {
  readonly inbox: InboxMessage;
  readonly echo: Json | undefined;
  /** Overwrites what went to the vault, when the message turns out to be a repetition. */
  discard(): void;
}

const secretNames = ['password', 'confirmation', 'keyPassword'] as const;

function makeSafe(message: InboundMessage, awaiting: Awaiting, { vault, redact }: DoorDeps): SafeMessage {
  const { activity } = message;
  const kept: string[] = [];
  const hide = (bytes: Buffer): string => {
    const reference = vault.put(bytes);
    kept.push(reference);
    return reference;
  };
  const value = activity.value ?? {};
  const secrets: InboxMessage['secrets'] = {};
  for (const name of secretNames) {
    const secret = value[name];
    if (typeof secret === 'string') secrets[name] = hide(Buffer.from(secret, 'utf8'));
  }
  const text = activity.text ?? '';
  const redacted = redact(text, { awaiting });
  const hasCode = redacted.found.includes('code');
  if (hasCode && awaiting === 'code') secrets.text = hide(Buffer.from(text, 'utf8'));
  const moveCode = awaiting === 'text' ? readMoveCode(text) : undefined;
  if (moveCode !== undefined) secrets.moveCode = hide(Buffer.from(moveCode, 'utf8'));
  const shown = moveCode === undefined ? redacted.text : HIDDEN;
  // A code to move looks like a password, and is none.
  const burned = moveCode === undefined && redacted.found.some((kind) => burning.has(kind));
  const nameOf = (name: string) => redact(name, { awaiting: 'text' }).text;
  const inbox: InboxMessage = {
    kind: kindOf(message),
    text: burned || hasCode || moveCode !== undefined ? shown : text,
    truncated: activity.truncated ?? false,
    burned,
    secrets,
    files: message.files.map((file) => ({
      name: nameOf(file.name),
      ref: hide(file.bytes),
      ...(file.oversized && { oversized: true }),
    })),
    ...publicValues(value),
    ...(activity.locale === undefined ? {} : { locale: activity.locale }),
    ...(activity.formFor && { formFor: activity.formFor }),
    ...(activity.stale && { stale: activity.stale }),
  };
  const echo = inbox.kind === 'start' ? undefined : echoOf(activity, message.files, shown, nameOf);
  const discard = () => {
    for (const reference of kept) vault.drop(reference);
  };
  return { inbox, echo, discard };
}

/** What a person must be told about: the secret is gone from the chat, and burned. */
const burning: ReadonlySet<string> = new Set(['password', 'key', 'card', 'failed']);

function kindOf({ activity, files }: InboundMessage): InboxMessage['kind'] {
  // Only our own start is `known`; one that a client made up would greet again.
  if (activity.type === 'conversationUpdate' && activity.known) return 'start';
  const hasWords = Boolean(activity.text) || files.length > 0;
  if (activity.known && activity.type === 'event' && !hasWords) return 'event';
  if (!activity.known || activity.type !== 'message') return 'unsupported';
  const says = hasWords || activity.value !== undefined;
  return !says && activity.attachments?.length ? 'unsupported' : 'message';
}

function publicValues(value: Readonly<Record<string, string | number | boolean>>) {
  const { certificate, signature, renewChallenge } = value;
  return {
    ...(typeof certificate === 'string' ? { certificate } : {}),
    ...(typeof signature === 'string' ? { signature } : {}),
    ...(renewChallenge === true ? { renewChallenge } : {}),
  };
}
