import { TurnContext } from 'botbuilder-core';
import type { DialogContext, DialogState } from 'botbuilder-dialogs';
// Past the index, which brings all prompts and their recognizers: a third of a second and 35 MB that nothing here uses.
import { DialogSet } from 'botbuilder-dialogs/lib/dialogSet.js';
import type { Message, Place } from '../dialogs/message.ts';
import type { ProcedureDefinition } from '../dialogs/procedure.ts';
import { ProcedureDialog } from '../dialogs/procedure-dialog.ts';
import { ConversationState, newConversation } from '../dialogs/root/conversation-state.ts';
import { converse } from '../dialogs/root-dialog.ts';
import type { DialogServices } from '../dialogs/services.ts';
import { dialogTexts } from '../dialogs/texts.ts';
import { carryTurn, type DialogTurn } from '../dialogs/turn.ts';
import { duration, localeOf } from '../locales/texts.ts';
import { belongsToPeople } from '../services/handoff/handoff.ts';
import { originOf } from '../services/limits/origin.ts';
import type { NewJob, Turn, TurnOutcome } from '../services/store/store.ts';
import { CollectingAdapter } from './collecting-adapter.ts';
import { InboxMessage } from './turns/inbox-message.ts';
import { readInput } from './turns/read-input.ts';
import { type AtPeople, writeReplies } from './turns/write-replies.ts';

/** Turns one message into what is said, what is remembered, and what has to happen once that is committed. */
export interface Assistant {
  run(turn: Turn): Promise<TurnOutcome>;
  /** What is said when a turn cannot be run; the state stays as it was, or is what came from another channel. */
  apologise(turn: Turn): Promise<TurnOutcome>;
}

export function createAssistant(deps: {
  readonly procedures: readonly ProcedureDefinition[];
  readonly services: DialogServices;
  readonly now: () => number;
}): Assistant {
  const { services } = deps;
  const adapter = new CollectingAdapter();
  const dialogs = new DialogSet(dialogStateAccessor);
  for (const definition of deps.procedures) dialogs.add(new ProcedureDialog(definition));

  async function run(turn: Turn): Promise<TurnOutcome> {
    const message = InboxMessage.parse(turn.activity);
    const now = deps.now();
    const state = readState(turn, message, now);
    const input = readInput(message, services.vault, services.limits.recognizerMaxChars);
    const context = contextOf(adapter, turn, state);
    const said = collectWords(turn, state);
    carryTurn(context, { ...said.part, input, now, services });
    await converse({ dc: await createDialogContext(context), state });
    if (message.kind === 'message') state.lastAt = now;
    const isRenewal = message.renewChallenge === true && said.place().awaits === 'password';
    return finish(context, state, said, { at: now, isAnswer: message.kind !== 'start', isRenewal });
  }

  /** botbuilder gathers its memory scopes anew for each turn; they hold nothing, so those of the first serve all. */
  let memoryScopes: unknown;
  async function createDialogContext(context: TurnContext): Promise<DialogContext> {
    if (memoryScopes !== undefined) context.turnState.set(MEMORY_SCOPES, memoryScopes);
    const dc = await dialogs.createContext(context);
    memoryScopes ??= context.turnState.get(MEMORY_SCOPES);
    return dc;
  }

  async function apologise(turn: Turn): Promise<TurnOutcome> {
    const now = deps.now();
    const kept = cameWith(turn) ?? ConversationState.safeParse(turn.state).data;
    const state = kept ?? newConversation(localeOf(turn.conversation.locale), now);
    const said = collectWords(turn, state);
    said.part.say(said.part.text('common.sorry'));
    said.part.at({ procedure: 'fallback', step: 'retry', awaits: 'text', ended: false });
    return finish(contextOf(adapter, turn, state), state, said, { at: now });
  }

  async function finish(
    context: TurnContext,
    state: ConversationState,
    said: Words,
    { at, ...kind }: { at: number; isAnswer?: boolean; isRenewal?: boolean },
  ): Promise<TurnOutcome> {
    const place = said.place();
    const people = state.handoff && (await peopleAt(said.part.conversationId));
    await context.sendActivities(
      writeReplies(said.messages, place, { ...kind, locale: state.locale, ...(people && { people }) }),
    );
    // A password may be asked for beside the talk: sentences to the agent pass.
    const awaiting = people && place.awaits === 'password' ? 'talk' : place.awaits;
    return { state, awaiting, replies: adapter.repliesOf(context), jobs: said.jobs, at };
  }

  async function peopleAt(conversationId: string): Promise<AtPeople | undefined> {
    const known = await services.handoffs?.ofConversation(conversationId);
    if (known === undefined || !belongsToPeople(known.handoff)) return undefined;
    const { assignee } = known.handoff;
    return assignee ? { agent: assignee.name } : {};
  }

  return { run, apologise };
}

/** What the dialogs say and cause in a turn, gathered. */
interface Words {
  readonly part: Omit<DialogTurn, 'input' | 'now' | 'services'>;
  readonly messages: Message[];
  readonly jobs: NewJob[];
  place(): Place;
}

function collectWords(turn: Turn, state: ConversationState): Words {
  const messages: Message[] = [];
  const jobs: NewJob[] = [];
  let place: Place = { procedure: 'menu', step: 'choose', awaits: 'text', ended: false };
  return {
    messages,
    jobs,
    place: () => place,
    part: {
      id: `${turn.conversation.id}:${turn.messageId}`,
      conversationId: turn.conversation.id,
      conversationIds: [turn.conversation.id, ...(state.cameFrom ?? [])],
      origin: originOf(turn.conversation),
      channel: turn.conversation.channel,
      get locale() {
        return state.locale;
      },
      text: (key, params) => dialogTexts[state.locale](key, params),
      duration: (ms) => duration(ms, state.locale),
      say: (...said) => void messages.push(...said.map((word) => (typeof word === 'string' ? { text: word } : word))),
      at: (where) => {
        place = where;
      },
      queue: (...added) => void jobs.push(...added),
    },
  };
}

/** What came from another channel is nowhere else any more: it stays also when the turn that brings it fails. */
function cameWith(turn: Turn): ConversationState | undefined {
  const event = InboxMessage.safeParse(turn.activity).data?.move;
  if (event?.what !== 'arrived' && event?.what !== 'returned') return undefined;
  const handoff = ConversationState.safeParse(turn.state).data?.handoff;
  const came = ConversationState.safeParse(event.state).data;
  return came && { ...came, ...(handoff !== undefined && { handoff }) };
}

/** A stored state that no longer fits begins anew rather than failing for ever. */
function readState(turn: Turn, message: InboxMessage, now: number): ConversationState {
  const fresh = newConversation(localeOf(message.locale ?? turn.conversation.locale), now);
  if (turn.state === undefined) return fresh;
  return ConversationState.safeParse(turn.state).data ?? fresh;
}

const STATE = Symbol('conversation-state');
/** The name under which botbuilder keeps its memory scopes within a turn. */
const MEMORY_SCOPES = 'DialogStateManagerConfiguration';

function contextOf(adapter: CollectingAdapter, turn: Turn, state: ConversationState): TurnContext {
  const { id, channel, person } = turn.conversation;
  const context = new TurnContext(adapter, {
    type: 'message',
    id: turn.messageId,
    channelId: channel,
    serviceUrl: 'urn:recupera',
    conversation: { id, isGroup: false, conversationType: 'personal', name: '' },
    from: { id: person, name: '' },
    recipient: { id: 'recupera', name: 'Recupera' },
  });
  context.turnState.set(STATE, state);
  return context;
}

/** Gives botbuilder its dialog stack out of our own state, so that nothing but the commit writes it. */
const dialogStateAccessor = {
  async get(context: TurnContext): Promise<DialogState> {
    const state: ConversationState = context.turnState.get(STATE);
    return state.dialogs;
  },
  async set(): Promise<void> {},
  async delete(): Promise<void> {},
};
