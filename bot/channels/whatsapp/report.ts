import type { Remedy } from './errors.ts';

/** What logs and metrics are told. Meta's error numbers and our own words only: never a text, a number, or an id that holds one. */
export type WhatsAppReport =
  | { readonly what: 'bad-signature' | 'unreadable' | 'template' | 'dropped' | 'tick-lost' }
  | { readonly what: 'received' }
  /** Something that Meta sends and we have never heard of. `type` is Meta's word. */
  | { readonly what: 'unknown-type'; readonly type: string }
  | { readonly what: 'send-failed' | 'delivery-failed'; readonly code: number; readonly remedy: Remedy }
  /** Meta reports something about our number. */
  | { readonly what: 'number-error'; readonly code: number }
  | { readonly what: 'file-refused'; readonly reason: string };
