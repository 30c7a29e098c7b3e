import type { Directory } from '../services/accounts/directory.ts';
import type { Portal } from '../services/accounts/portal.ts';
import type { ActivationRequestJob } from '../services/activation/activation-request.ts';
import type { AuditJob } from '../services/audit/event.ts';
import type { Pseudonym } from '../services/audit/pseudonym.ts';
import type { Cases } from '../services/cases/cases.ts';
import type { LetterCases } from '../services/cases/letter-cases.ts';
import type { Codes } from '../services/codes/codes.ts';
import type { EfirmaResult } from '../services/efirma/result.ts';
import type { PersonSide } from '../services/handoff/person.ts';
import type { ReservedShare } from '../services/limits/reserved-share.ts';
import type { MailJob } from '../services/mail/mail.ts';
import type { Moves } from '../services/moves/move.ts';
import type { MoveJob } from '../services/moves/move-event.ts';
import type { PersonalData } from '../services/passwords/personal.ts';
import type { RuleId } from '../services/passwords/policies.ts';
import type { ResetRequestJob } from '../services/requests/reset-request.ts';
import type { Vault } from '../services/vault/vault.ts';

/** What dialogs may ask of the world. Each is handed in; a dialog builds none of them. */
export interface DialogServices {
  readonly accounts: Directory;
  readonly cases: Cases;
  readonly codes: Codes;
  /** A keyed name for an address that codes go to: it rests where it can be read. */
  readonly addressName: Pseudonym;
  readonly letters: Letters;
  readonly efirma: EfirmaChecks;
  readonly passwords: NewPasswords;
  readonly limits: DialogLimits;
  readonly take: TakeLimit;
  /** Questions about one folio. */
  readonly folioLookUps: Pick<ReservedShare, 'take'>;
  readonly vault: Vault;
  readonly mail: MailJob;
  readonly audit: AuditJob;
  /** The look-up behind the notice that is the same for everybody. */
  readonly resetRequest: ResetRequestJob;
  /** The link to activate a PASE account, made and mailed after the answer. */
  readonly activationRequest: ActivationRequestJob;
  readonly links: ProductLinks;
  /** People who take conversations over; none where no desk is run. */
  readonly handoffs?: PersonSide | undefined;
  readonly moves: ConversationMoves;
  /** Where people of each institution answer. */
  readonly contacts: Readonly<Record<Portal, string>>;
}

/** Petitions in person: the case that waits for the visit, and where its letter can be downloaded on our own server. */
export interface Letters extends LetterCases {
  pathOf(folio: string): string;
}

/** Taking a conversation to another channel. */
export interface ConversationMoves extends Moves {
  /** Tells the other conversation, once the turn is committed. */
  readonly job: MoveJob;
  /** Where people can write to us: ids of channels. */
  readonly channels: readonly string[];
  /** For typing a code, and again for confirming. */
  readonly ttlMs: number;
}

export interface EfirmaChecks {
  identify(bytes: Buffer): 'certificate' | 'key' | 'pem' | 'unknown';
  newChallenge(input: { curp: string; folio: string; portalName: string; purpose: string }): {
    readonly text: string;
    readonly expiresAt: number;
  };
  checkSignature(input: {
    certificate: Buffer;
    signature: Buffer;
    challenge: { readonly text: string; readonly expiresAt: number };
    curp: string;
  }): Promise<EfirmaResult>;
  checkFiles(input: { certificate: Buffer; key: Buffer; keyPassword: Buffer; curp: string }): Promise<EfirmaResult>;
}

export interface NewPasswords {
  /** The failing rules, or the hash to keep. */
  accept(
    password: string,
    portal: Portal,
    personal: PersonalData,
  ): Promise<{ ok: true; hash: string } | { ok: false; failing: readonly RuleId[] }>;
  /** Whether it was typed into this conversation, where others could read it. */
  isBurned(conversationId: string, password: string): Promise<boolean>;
  matches(password: string, hash: string): Promise<boolean>;
  /** The rules of a portal, to be said before the person types. */
  rules(portal: Portal): PasswordRules;
}

/** A portal's rules in the order they are said, and what their sentences need. */
export interface PasswordRules {
  readonly ids: readonly RuleId[];
  readonly min: number;
  readonly max: number;
  readonly specials: string;
}

/** Counts one use of a limit; `retryAt` says when the next is free. */
export type TakeLimit = (
  name:
    | 'efirma-check'
    | 'code-send'
    | 'case-look-up'
    | 'pase-sign-in'
    | 'handoff-request'
    | 'handoff-request-origin'
    | 'handoff-request-overall',
  key: string,
) => Promise<{ ok: true } | { ok: false; retryAt: number }>;

/** Numbers that sentences and steps need; they come from the configuration. */
export interface DialogLimits {
  readonly stepMaxRefusals: number;
  readonly resumeAfterMs: number;
  readonly proofTtlMs: number;
  readonly codeTtlMs: number;
  readonly codeDigits: number;
  readonly efirmaFileMaxBytes: number;
  readonly recognizerMaxChars: number;
  readonly paseLinkTtlMs: number;
  readonly resetLinkTtlMs: number;
  readonly conversationRetentionMs: number;
  readonly abandonedAfterMs: number;
}

/** Addresses that sentences name. */
export interface ProductLinks {
  readonly privacy: string;
  /** The web chat. */
  readonly chat: string;
  readonly signIn: Readonly<Record<Portal, string>>;
}
