import { localeOf } from '../../../locales/texts.ts';
import type { Counters } from '../../../services/store/store.ts';
import type { Standing } from '../../turns/standing.ts';
import { startActivity } from '../activity.ts';
import type { Door, InboundMessage, Received } from '../channel.ts';
import type { TeamsAdapter } from './adapter.ts';
import { type Addresses, keyOf, languageDefault, referenceOf } from './addresses.ts';
import { answerInvoke, type InvokeAnswer } from './dialogs.ts';
import { type Press, pressOf, toInbound } from './read-message.ts';
import { type TeamsTextKey, teamsTexts } from './texts.ts';
import { isPersonal, type TeamsActivity } from './wire-activity.ts';

export interface ReceiveDeps {
  readonly door: Door;
  readonly counters: Pick<Counters, 'hit'>;
  readonly addresses: Addresses;
  readonly adapter: Pick<TeamsAdapter, 'send'>;
  readonly standing: (conversationId: string) => Promise<Standing | undefined>;
  /** Whether an agent has the conversation. */
  readonly isWithPeople: (conversationId: string) => Promise<boolean>;
  /** The person deleted a message of theirs. */
  readonly takeBack: (conversationId: string, messageId: string) => Promise<void>;
  readonly now: () => number;
  readonly newId: () => string;
  readonly publicUrl: string;
  readonly limits: {
    readonly messageMaxChars: number;
    readonly conversationRetentionMs: number;
    readonly teamsInvokeMs: number;
  };
  /** Something beside the conversation could not be sent: a word of the channel's own, or that the bot writes. */
  readonly onNotSent: (error: unknown) => void;
  /** A message was not kept, and its person knows. */
  readonly onFailed: (error: unknown) => void;
}

/** What an admitted activity leads to. Only invokes have an answer; the rest is answered when it is safe. */
export type Receive = (activity: TeamsActivity) => Promise<InvokeAnswer | undefined>;

const minuteMs = 60_000;

/** The incoming side, activity by activity. Resolves once what was said is safe; the answer comes later. */
export function createReceive(deps: ReceiveDeps): Receive {
  const { addresses, door } = deps;
  const invokes = {
    publicUrl: deps.publicUrl,
    timeoutMs: deps.limits.teamsInvokeMs,
    standing: async (activity: TeamsActivity) => {
      const conversationId = await addresses.find(activity);
      return conversationId === undefined ? undefined : deps.standing(conversationId);
    },
  };

  return async function receive(activity) {
    if (activity.type === 'invoke') return isPersonal(activity) ? answerInvoke(activity, invokes) : { status: 501 };
    if (!isPersonal(activity)) return void (await refuseGroup(activity));
    switch (activity.type) {
      case 'message':
        return void (await hear(activity).catch((error: unknown) => apologise(activity, error)));
      case 'messageDelete':
        return void (await forget(activity));
      case 'installationUpdate':
        if (activity.action?.startsWith('remove')) return void (await addresses.removed(activity));
        return void (await greet(activity));
      case 'conversationUpdate':
        if (addsBot(activity)) await greet(activity);
        return undefined;
      default:
        return undefined;
    }
  };

  /** Both activities of a first contact lead here; the message id is the same, so that one of them greets. */
  async function greet(activity: TeamsActivity): Promise<void> {
    const { conversationId, address } = await addresses.of(activity);
    const messageId = address.removals === 0 ? 'start' : `start:${address.removals}`;
    const start = startActivity(activity.locale ?? languageDefault);
    await handIn(activity, conversationId, { messageId, activity: start, files: [] });
  }

  async function hear(activity: TeamsActivity): Promise<void> {
    const press = pressOf(activity);
    const { conversationId } = await addresses.of(activity);
    if (press && !(await isOpen(conversationId, press))) return tell(activity, 'teams.old-button');
    const received = await handIn(activity, conversationId, {
      messageId: messageIdOf(activity, press),
      activity: toInbound(activity, deps.limits.messageMaxChars, press),
      files: [],
    });
    if (received.outcome === 'accepted') showTyping(activity, conversationId);
    if (received.outcome === 'too-fast' && (await first(`too-fast:${conversationId}`, minuteMs))) {
      tell(activity, 'teams.too-fast');
    }
  }

  async function forget(activity: TeamsActivity): Promise<void> {
    const conversationId = await addresses.find(activity);
    if (conversationId !== undefined && activity.id !== undefined) await deps.takeBack(conversationId, activity.id);
  }

  /** Either the person hears that they must write again, or Teams hears that it failed; not both. */
  async function apologise(activity: TeamsActivity, error: unknown): Promise<void> {
    const text = teamsTexts[localeOf(activity.locale)]('teams.not-kept');
    await deps.adapter.send(referenceOf(activity), { type: 'message', text, textFormat: 'plain' }).catch(() => {
      throw error;
    });
    deps.onFailed(error);
  }

  async function handIn(activity: TeamsActivity, id: string, message: InboundMessage): Promise<Received> {
    const received = await door.receive(id, message);
    if (received.outcome !== 'unknown-conversation') return received;
    const { conversationId } = await addresses.renew(activity, id);
    return door.receive(conversationId, message);
  }

  /**
   * Cards stay in the chat, and yesterday's "Sí" must not confirm what is asked today: only the buttons of the last
   * question count. Those of a menu say what a person wants to do, which they may say at any time.
   */
  async function isOpen(conversationId: string, { seq, free }: Press): Promise<boolean> {
    if (free) return true;
    const standing = await deps.standing(conversationId);
    return standing === undefined || standing.shownSeq <= seq;
  }

  /** A card is answered once, whatever is pressed on it and however often. */
  function messageIdOf({ id }: TeamsActivity, press: Press | undefined): string {
    return press && !press.free ? `press:${press.seq}` : (id ?? deps.newId());
  }

  /** Nothing of a group is kept, but that it was told so. */
  async function refuseGroup(activity: TeamsActivity): Promise<void> {
    const speaks = activity.type === 'message' || addsBot(activity);
    if (speaks && (await first(`group:${keyOf(activity)}`, deps.limits.conversationRetentionMs))) {
      tell(activity, 'teams.private-only');
    }
  }

  async function first(what: string, windowMs: number): Promise<boolean> {
    return (await deps.counters.hit(`teams:${what}`, { now: deps.now(), windowMs })).count === 1;
  }

  function tell(activity: TeamsActivity, key: TeamsTextKey): void {
    const text = teamsTexts[localeOf(activity.locale)](key);
    deps.adapter.send(referenceOf(activity), { type: 'message', text, textFormat: 'plain' }).catch(deps.onNotSent);
  }

  /** While people have the conversation the bot is not writing. */
  function showTyping(activity: TeamsActivity, conversationId: string): void {
    const shown = async () => {
      if (await deps.isWithPeople(conversationId)) return;
      await deps.adapter.send(referenceOf(activity), { type: 'typing' });
    };
    shown().catch(deps.onNotSent);
  }
}

const addsBot = ({ membersAdded, recipient }: TeamsActivity) =>
  membersAdded?.some(({ id }) => id === recipient.id) ?? false;
