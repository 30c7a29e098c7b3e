import { z } from 'zod';
import type { Millis } from '../store/store.ts';

/** What a link may do. A link of one purpose is nothing to a page of another. */
export const LinkPurpose = z.enum(['disavow', 'activate', 'reset', 'set-password']);
export type LinkPurpose = z.infer<typeof LinkPurpose>;

/** What is stored of a link, under the hash of its token. Who reads the store cannot make the link. */
export const Link = z.object({
  purpose: LinkPurpose,
  accountId: z.string(),
  caseId: z.string(),
  /** The account's `epoch` when the link was issued; goes into the change it makes. */
  epoch: z.number().int(),
  /** To whom it was mailed, as the audit trail writes addresses, where several get one each. */
  contactHash: z.string().optional(),
  issuedAt: z.number(),
  expiresAt: z.number(),
});
export type Link = z.infer<typeof Link>;

/** Links sent by mail. Looking never spends: a link is spent when its id is in the account's `applied`. */
export interface Links {
  issue(link: {
    purpose: LinkPurpose;
    accountId: string;
    caseId: string;
    epoch: number;
    contactHash?: string;
    ttlMs: number;
  }): Promise<IssuedLink>;
  look(token: string, purpose: LinkPurpose): Promise<SeenLink>;
}

export interface IssuedLink {
  /** Goes to `applicationId` of the change the link makes; not secret. */
  readonly id: string;
  /** 256 random bits, base64url. Only ever in the mail. */
  readonly token: string;
  readonly expiresAt: Millis;
}

export type SeenLink =
  | { readonly ok: true; readonly id: string; readonly link: Link }
  | { readonly ok: false; readonly reason: 'unknown' }
  | { readonly ok: false; readonly reason: 'expired'; readonly id: string; readonly link: Link };
