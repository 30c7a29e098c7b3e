import type { IncomingMessage } from 'node:http';
import type { AuditEvent } from '../../services/audit/event.ts';
import type { CannedDesk } from '../../services/handoff/canned.ts';
import type { Staff } from '../../services/handoff/handoff.ts';
import type { Handoffs } from '../../services/handoff/handoffs.ts';
import type { Notices } from '../../services/handoff/notices.ts';
import type { Filtered } from '../../services/handoff/outgoing-filter.ts';
import type { SlaTimes } from '../../services/handoff/sla.ts';
import type { StaffDirectory } from '../../services/handoff/staff-directory.ts';
import type { LimitVerdict } from '../../services/limits/limits.ts';
import type { Conversations, Millis } from '../../services/store/store.ts';
import type { ConversationView, Delivery, FormView, Report } from './api-types.ts';
import type { Feed } from './feed.ts';

/** A member of staff who signed in, in this browser. */
export interface StaffSession {
  readonly staff: Staff;
  readonly sessionId: string;
  readonly csrf: string;
  /** When they last proved who they are, in milliseconds. */
  readonly authenticatedAt: number;
}

/** Undefined without a session, and for one of another browser. */
export type ReadStaffSession = (request: IncomingMessage) => Promise<StaffSession | undefined>;

export type DeskLimit = 'desk-reveal' | 'desk-start' | 'desk-view' | 'desk-say';

/** What other rooms tell the desk about a conversation; each may be missing. */
export interface DeskSources {
  /** The steps of a procedure, in order; undefined for what is none. */
  stepsOf(procedure: string): readonly string[] | undefined;
  /** Procedures that an agent may start for a person. */
  readonly startable: readonly string[];
  caseOf(folio: string): Promise<ConversationView['case'] | undefined>;
  formsOf(conversationId: string): Promise<readonly FormView[]>;
  deliveriesOf(conversationId: string): Promise<readonly Delivery[]>;
  /** Until when a channel lets us write after the person's last word; undefined where it always does. */
  windowEndsAt(channel: string, lastPersonAt: Millis): Millis | undefined;
  /** The agent of that name writes, or stopped; for channels that can show it. */
  showTyping(conversationId: string, typing: boolean, name: string): void;
}

/** What the routes of the desk work with. */
export interface DeskContext {
  readonly handoffs: Handoffs;
  readonly conversations: Pick<Conversations, 'get' | 'log'>;
  readonly sources: DeskSources;
  readonly staffSession: ReadStaffSession;
  readonly staff: StaffDirectory;
  readonly feed: Feed;
  readonly canned: CannedDesk;
  readonly notices: Notices;
  readonly filter: (text: string) => Filtered;
  /** Hides secrets and masks identifiers of a text for the eyes of agents. */
  readonly mask: (text: string) => string;
  readonly take: (name: DeskLimit, key: string) => Promise<LimitVerdict>;
  /** Looks that were granted within the last minutes: pages read again what they have open. */
  readonly views: {
    granted(staffId: string, handoffId: string): Promise<boolean>;
    grant(staffId: string, handoffId: string): Promise<void>;
  };
  readonly audit: (event: AuditEvent) => Promise<void>;
  readonly report: (query: ReportQuery) => Promise<Report>;
  readonly sla: SlaTimes;
  readonly limits: DeskLimits;
  readonly now: () => Millis;
  readonly newId: () => string;
}

export interface DeskLimits {
  readonly requestMaxBytes: number;
  readonly bodyTimeoutMs: number;
  readonly deskMessageMaxChars: number;
  readonly deskNoteMaxChars: number;
  readonly deskSnoozeMaxMs: number;
}

/** Days in Mexico City, both included. */
export interface ReportQuery {
  readonly from: string;
  readonly to: string;
  readonly portal?: string;
  readonly channel?: string;
}

/** Where the desk's API lives. */
export const root = '/desk/api';
