import { z } from 'zod';
import { Portal } from '../accounts/portal.ts';
import type { Millis } from '../store/store.ts';

/** What a secure form asks for. Codes are no part of it: they are typed in the chat. */
export const WantedForm = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('password'), portal: Portal }),
  z.object({ kind: z.literal('client-password') }),
  z.object({ kind: z.literal('efirma') }),
  z.object({ kind: z.literal('key-password') }),
]);
export type WantedForm = z.infer<typeof WantedForm>;

/** `expired` is never written: it follows from the time. */
const WrittenState = z.enum(['sent', 'opened', 'completed', 'superseded', 'cancelled']);
export type SecureFormState = z.infer<typeof WrittenState> | 'expired';

/** What is stored of a form, under the hash of its token. Nothing of what is typed into it. */
export const SecureForm = z.object({
  id: z.string(),
  /** The token is made from it and a key that is not in the store, so that a message is sent again with the same link. */
  seed: z.string().optional(),
  channel: z.string(),
  procedure: z.string(),
  step: z.string(),
  folio: z.string().optional(),
  form: WantedForm,
  /** The log entry of the question it answers. */
  askedSeq: z.number().int(),
  locale: z.string(),
  /** Four digits, shown in the chat and on the page, so that a person sees that both are ours. */
  mark: z.string(),
  state: WrittenState,
  sentAt: z.number(),
  openedAt: z.number().optional(),
  /** When it was completed, superseded or cancelled. */
  endedAt: z.number().optional(),
  expiresAt: z.number(),
  /** Hash of what the browser that first acted on it holds; others are sent away. */
  browser: z.string().optional(),
});
export type SecureForm = z.infer<typeof SecureForm>;

/** The forms of one conversation, the newest last; only that one can be open. */
export const SecureFormSheet = z.object({ forms: z.array(SecureForm) });
export type SecureFormSheet = z.infer<typeof SecureFormSheet>;

/** The question a form is made for. */
export interface FormRequest {
  readonly conversationId: string;
  readonly channel: string;
  readonly procedure: string;
  readonly step: string;
  readonly folio?: string | undefined;
  readonly form: WantedForm;
  readonly askedSeq: number;
  readonly locale: string;
}

export interface IssuedForm {
  readonly id: string;
  /** 256 bits that nobody can guess, base64url. Only ever in the message that brings it. */
  readonly token: string;
  readonly mark: string;
  readonly expiresAt: Millis;
}

export interface SeenForm {
  readonly conversationId: string;
  readonly form: SecureForm;
  readonly state: SecureFormState;
  /** Whether another browser than this one has begun to fill it in, or did. */
  readonly elsewhere: boolean;
}

/** For whom looks on, an agent for example. */
export interface SecureFormStatus {
  readonly kind: WantedForm['kind'];
  readonly procedure: string;
  readonly step: string;
  readonly state: SecureFormState;
  readonly sentAt: Millis;
  readonly openedAt?: Millis | undefined;
  /** When it was completed, superseded, cancelled, or expired. */
  readonly endedAt?: Millis | undefined;
  readonly expiresAt: Millis;
}

export type Begun =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'unknown' | 'elsewhere' | Exclude<SecureFormState, 'sent' | 'opened'> };

export type Completed =
  /** `repeated`: it was completed before, from the same browser. */
  | { readonly ok: true; readonly repeated: boolean }
  | { readonly ok: false; readonly reason: 'unknown' | 'elsewhere' | 'superseded' | 'cancelled' };

/** One-time forms that take a secret outside the chat. Looking changes nothing, however often and by whatever machine. */
export interface SecureForms {
  /**
   * Makes a form; the one the conversation had before is superseded by the same write. For a question that has an open form
   * already, as when its message is sent again, it is that one, with its whole time before it: who is filling it in goes on.
   */
  open(request: FormRequest): Promise<IssuedForm>;
  /** `browser`: the secret this browser holds, where it holds one. */
  look(token: string, browser?: string): Promise<SeenForm | undefined>;
  /** A person acts on the form: from now on it belongs to this browser. Repeating it changes nothing. */
  begin(token: string, browser: string): Promise<Begun>;
  /**
   * The answer has been taken. Does not look at the time: what was taken before the form expired is completed also a moment
   * later.
   */
  complete(token: string, browser: string): Promise<Completed>;
  /** The conversation needs no answer any more; true when there was a form to cancel. */
  cancel(conversationId: string): Promise<boolean>;
  /** How the newest form of a conversation stands. */
  stateOf(conversationId: string): Promise<SecureFormStatus | undefined>;
}
