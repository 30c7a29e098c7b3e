/**
 * A desk where people answer, other than our own: what an institution has already. The hand-off stays with us
 * (services/handoff); the desk shows it, and tells what its agents did. `mirror.ts` calls it, in order and again after a
 * failure, so every call may be a repetition.
 */
export interface AgentDesk {
  /** Stored with each hand-off it shows; the same for ever. */
  readonly id: string;
  /** Shows a hand-off to agents; answers the desk's own id of it, the same when it is shown already. */
  open(opening: DeskOpening): Promise<string>;
  /** Something that was said in the conversation. `id` is the same when it is repeated. */
  message(externalId: string, message: DeskMessage): Promise<void>;
  typing(externalId: string, typing: boolean): Promise<void>;
  /** Who has the conversation: people of the desk, or the assistant again. */
  status(externalId: string, owner: 'people' | 'assistant'): Promise<void>;
  close(externalId: string): Promise<void>;
  /** A word to agents alone, as that what they wrote was not sent. */
  note(externalId: string, text: string): Promise<void>;
  /** What agents did since, oldest first, and how it stands there. */
  news(externalId: string, after: number): Promise<DeskNews>;
}

/** What agents are told of a hand-off. No personal data. */
export interface DeskOpening {
  readonly handoffId: string;
  readonly conversationId: string;
  readonly channel: string;
  readonly locale: string;
  readonly reason: string;
  readonly portal?: string | undefined;
  readonly procedure?: string | undefined;
  readonly step?: string | undefined;
  readonly folio?: string | undefined;
}

/** Masked for the eyes of agents. */
export interface DeskMessage {
  readonly id: string;
  readonly from: 'person' | 'assistant';
  readonly text: string;
  /** It may be there already: a process died between sending it and noting that. */
  readonly unsure: boolean;
}

export interface DeskNews {
  /** What agents said to the person; never their notes. Ids grow. */
  readonly messages: readonly {
    readonly id: number;
    readonly text: string;
    readonly agent: { readonly id: string; readonly name: string };
  }[];
  readonly state: 'people' | 'assistant' | 'closed';
  readonly assignee?: { readonly id: string; readonly name: string };
}
