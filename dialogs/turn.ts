import type { TurnContext } from 'botbuilder-core';
import type { Locale, Params } from '../locales/texts.ts';
import type { NewJob } from '../services/store/store.ts';
import type { Input } from './input.ts';
import type { Message, Place } from './message.ts';
import type { DialogServices } from './services.ts';
import type { TextKey } from './texts.ts';

/** What one turn hands to the dialogs, and what it collects from them. */
export interface DialogTurn {
  /** Unique and the same when the turn is run again after a crash: ids of effects are made from it. */
  readonly id: string;
  readonly conversationId: string;
  /** This one, and those it was before at other channels. */
  readonly conversationIds: readonly string[];
  /** Whom limits take it for that comes (`services/limits/origin.ts`). */
  readonly origin: string;
  /** The channel's id. */
  readonly channel: string;
  readonly input: Input;
  readonly locale: Locale;
  readonly now: number;
  readonly services: DialogServices;
  text(key: TextKey, params?: Params): string;
  /** "10 minutos" in the person's language. */
  duration(ms: number): string;
  say(...messages: readonly (Message | string)[]): void;
  /** Says where the conversation stands now; the last word of a turn counts. */
  at(place: Place): void;
  /** Work that happens once the turn is committed. */
  queue(...jobs: readonly NewJob[]): void;
}

const TURN = Symbol('turn');

/** Puts the turn where dialogs find it. */
export function carryTurn(context: TurnContext, turn: DialogTurn): void {
  context.turnState.set(TURN, turn);
}

/** The turn a dialog runs in. */
export function turnOf(context: TurnContext): DialogTurn {
  const turn: DialogTurn | undefined = context.turnState.get(TURN);
  if (turn === undefined) throw new Error('A dialog was run outside a turn');
  return turn;
}
