import type { Awaiting } from '../services/store/store.ts';

/** An answer offered as a button; pressing it says `value`. */
export interface Option {
  readonly title: string;
  readonly value?: string;
}

/** What our pages show in place of the text field, so that a secret never is chat text. */
export type Form =
  | { readonly kind: 'password'; readonly portal: string; readonly confirm: true }
  | { readonly kind: 'client-password' }
  | { readonly kind: 'efirma' }
  | { readonly kind: 'key-password' }
  | { readonly kind: 'code'; readonly digits: number };

export interface Attachment {
  readonly contentType: string;
  readonly contentUrl: string;
  readonly name: string;
}

/** One thing the assistant says. Channels decide how it looks. */
export interface Message {
  readonly text: string;
  readonly options?: readonly Option[];
  readonly form?: Form;
  readonly attachments?: readonly Attachment[];
  /** The text to sign with the e.firma, and until when. */
  readonly challenge?: { readonly text: string; readonly expiresAt: number };
}

/** Where a message stands in the product: the desk, the metrics and outside tests read it (design, section 7). */
export interface Place {
  readonly procedure: string;
  readonly step: string;
  readonly folio?: string | undefined;
  readonly progress?: { readonly current: number; readonly total: number } | undefined;
  readonly awaits: Awaiting;
  /** True where the procedure has ended and nothing is asked. */
  readonly ended: boolean;
}
