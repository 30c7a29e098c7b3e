import type { ZodType } from 'zod';
import type { Awaiting, Json } from '../services/store/store.ts';
import type { Input } from './input.ts';
import type { Message } from './message.ts';
import type { DialogTurn } from './turn.ts';

/** Answers by step id, as far as they are given. */
export type Answers = Readonly<Record<string, unknown>>;

/** How a procedure can end; each is a step id on the wire (design, section 7). */
export type End = 'done' | 'mail-sent' | 'awaiting-visit' | 'refused' | 'frozen' | 'cancelled' | 'with-agent';

/** What a step knows when it speaks or listens. */
export interface StepContext {
  readonly turn: DialogTurn;
  /** The case of the procedure; empty strings where the procedure keeps none. */
  readonly caseId: string;
  readonly folio: string;
  /** What the step noted for itself since it was reached. */
  readonly memo: Json | undefined;
}

/** What a step makes of a message. */
export type Reading<T> =
  | { readonly kind: 'answer'; readonly value: T }
  /** Not acceptable: says why and what to do; counts towards the offer of a person. */
  | { readonly kind: 'refused'; readonly because: string; readonly memo?: Json }
  /** Part of the way: notes it and asks anew, with a word before the question if there is one to say. */
  | { readonly kind: 'again'; readonly memo: Json; readonly say?: string }
  /** An earlier answer has to be given again. `keep`: answers to have all the same, for a way that is gone more than once. */
  | { readonly kind: 'revisit'; readonly step: string; readonly say: string; readonly keep?: Answers }
  | { readonly kind: 'end'; readonly end: End; readonly say: string }
  /** No answer to this question; perhaps it is something else. */
  | { readonly kind: 'unclear'; readonly because: string };

/** What arriving at a step finds: a question with its first memo, an answer given already, or that the way goes elsewhere. */
export type Arrival<T> =
  | { readonly kind: 'ask'; readonly memo?: Json }
  | { readonly kind: 'answered'; readonly value: T }
  | Extract<Reading<never>, { kind: 'revisit' | 'end' }>;

/** One question: how it is put, how its answer is read, and what is kept of it. */
export interface Prompt<T> {
  /** The shape of the stored answer. */
  readonly answer: ZodType<T>;
  /** What the door must expect: codes and passwords are kept out of the store. Default: text. */
  readonly awaits?: Awaiting;
  /** Shows every answer before something is done: naming one is the wish to correct it. */
  readonly reviews?: true;
  /** Nearly any words would be an answer, so what comes after a long pause is not taken for one unasked. */
  readonly takesAnyWords?: true;
  /** Runs when the step is reached, not when it is repeated. */
  arrive?(context: StepContext): Promise<Arrival<T>>;
  /** The question, as a function of the memo. */
  ask(context: StepContext): Message;
  read(input: Input, context: StepContext): Promise<Reading<T>> | Reading<T>;
  /** The answer, where a message meant for another step says it in passing. Only what needs no question back. */
  glean?(text: string, context: StepContext): T | undefined;
  /** The memo at another place that the conversation moved to, where it should not be the one of before. */
  elsewhere?(context: StepContext): Json | undefined;
  /** A step id of its own for part of the way, such as `key-password` within `efirma`. */
  stepName?(memo: Json | undefined): string | undefined;
}
