import type { Remedy } from './errors.ts';

/** What logs and metrics are told. Codes and our own words only: never a text, a number, or an id that holds one. */
export type WhatsAppReport =
  | { readonly what: 'bad-signature' | 'unreadable' | 'template' | 'dropped' | 'tick-lost' }
  /** `type`: as Meta calls it, when it is one we know; else `other`. */
  | { readonly what: 'received'; readonly type: string }
  | { readonly what: 'send-failed' | 'delivery-failed'; readonly code: number; readonly remedy: Remedy }
  /** Meta reports something about our number. */
  | { readonly what: 'number-error'; readonly code: number }
  | { readonly what: 'file-refused'; readonly reason: string };
