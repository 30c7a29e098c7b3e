import type { DeskEvent } from '../services/handoff/handoff.ts';
import type { MoveEvent } from '../services/moves/move-event.ts';

/** A file a person sent. The bytes live in memory only. */
export interface InputFile {
  readonly name: string;
  /** Empty when the file was `oversized`. */
  readonly bytes: Buffer;
  /** The file was larger than `efirmaFileMaxBytes`; its content was not kept. */
  readonly oversized?: true | undefined;
}

/** What a form of ours, or another client, sent besides text. Secrets are read once and never stored. */
export interface InputValue {
  readonly password?: string;
  readonly confirmation?: string;
  readonly keyPassword?: string;
  readonly certificate?: Buffer;
  readonly signature?: Buffer;
  readonly renewChallenge?: boolean;
}

/** The question a form or an option was made for; an answer is good for no other. */
export interface FormPlace {
  readonly procedure: string;
  readonly step: string;
  readonly folio?: string | undefined;
}

/** One message of a person, ready for a dialog: bounded, with its secrets at hand. */
export interface Input {
  /** `event`: what a client said by itself, as that its page was opened. */
  readonly kind: 'message' | 'start' | 'event' | 'unsupported' | 'desk' | 'move';
  /** Trimmed; empty when the message had none. */
  readonly text: string;
  /** The text as recognizers may see it: at most `recognizerMaxChars`. */
  readonly short: string;
  /** True when the message was longer than a message may be. */
  readonly truncated: boolean;
  readonly value: InputValue;
  readonly files: readonly InputFile[];
  /** The person typed something that looked like a password or a key; it was redacted. */
  readonly burned: boolean;
  /** A secret came with this message but the process that held it is gone. */
  readonly secretsLost: boolean;
  /** The question that the secure form was made for which brought this answer. */
  readonly formFor?: FormPlace;
  /** Written long before it reached us, as when the channel was away. */
  readonly stale?: true;
  /** What happened at the desk; only with `kind: 'desk'`. */
  readonly desk?: DeskEvent;
  /** The hand-off that event belongs to. */
  readonly handoff?: string;
  /** What happened to a move to another channel, or from one; only with `kind: 'move'`. */
  readonly move?: MoveEvent;
  /** The message is a code to bring a conversation here. Hidden in the text, for it may as well be a password. */
  readonly moveCode?: string;
}
