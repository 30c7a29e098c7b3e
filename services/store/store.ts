/**
 * The contract between the product and the place where its data lives. An engine (SQLite, MongoDB) implements it and
 * passes `test/contract/store-suite.ts`.
 *
 * Two ideas carry everything:
 *
 * - **One conversation is one aggregate**: state, inbox, log, lease and version change together, in one atomic write.
 * - **What a change causes elsewhere is a job**, written in the same atomic write as the change. Jobs have an id chosen
 *   by the caller, and an id is accepted once: repeating a turn after a crash repeats no mail.
 *
 * Nothing here needs a transaction over two documents, so every operation can be one atomic update in MongoDB.
 */

/** Milliseconds since the Unix epoch, from the injected clock. */
export type Millis = number;

/** What survives `JSON.parse(JSON.stringify(x))` unchanged. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

export interface Store {
  readonly conversations: Conversations;
  readonly documents: Documents;
  readonly jobs: Jobs;
  readonly chain: Chain;
  readonly counters: Counters;
  /** Resolves when the engine answers a trivial query; rejects otherwise. */
  ping(): Promise<void>;
  /** Finishes what is being written and lets go of the engine. Later calls reject. */
  close(): Promise<void>;
}

// ---------------------------------------------------------------------------------------------- conversations

export interface Conversation {
  readonly id: string;
  readonly channel: string;
  /** The channel's own id of the person. */
  readonly person: string;
  readonly locale: string;
  readonly createdAt: Millis;
  /**
   * Whence its person came, as a keyed hash, where one origin may open many conversations: a network on the web. Limits
   * count by it (`originOf`). Absent in channels that have one conversation per person.
   */
  readonly origin?: string;
}

/**
 * What the conversation waits for; the door reads it to decide what may not be stored (design, section 4, rule 5). `talk`:
 * a password is asked for, but people have the conversation and read what is written.
 */
export type Awaiting = 'text' | 'code' | 'password' | 'talk';

/** A message as it came in, already redacted: safe to store. */
export interface Incoming {
  /** The channel's id of the message; the same id is accepted once per conversation. */
  readonly messageId: string;
  /** What the turn will read. Removed when the turn is committed. */
  readonly activity: Json;
  /** What goes to the log at once, for the person to see again; nothing for events. */
  readonly echo?: Json;
  readonly at: Millis;
}

export interface LogEntry {
  /** 1, 2, 3… within the conversation, without gaps; the watermark of Direct Line. */
  readonly seq: number;
  readonly activity: Json;
  readonly at: Millis;
}

/** A message whose turn has to be run, with the state to run it on, held under a lease. */
export interface Turn {
  readonly conversation: Conversation;
  readonly messageId: string;
  readonly activity: Json;
  readonly receivedAt: Millis;
  /** Undefined before the first commit. */
  readonly state: Json | undefined;
  readonly version: number;
  readonly owner: string;
  /** How often this message has been taken without a commit, this time included. */
  readonly attempts: number;
}

export interface TurnOutcome {
  readonly state: Json;
  readonly awaiting: Awaiting;
  readonly replies: readonly Json[];
  readonly jobs: readonly NewJob[];
  readonly at: Millis;
}

export type Accepted =
  | { readonly outcome: 'accepted'; readonly entry?: LogEntry; readonly turn?: Turn }
  | { readonly outcome: 'duplicate'; readonly seq?: number }
  | { readonly outcome: 'unknown-conversation' };

export type Committed =
  | { readonly ok: true; readonly entries: readonly LogEntry[]; readonly next?: Turn }
  | { readonly ok: false; readonly reason: 'lease-lost' };

export interface Conversations {
  /** Writes a new conversation; answers false when the id exists already. */
  create(conversation: Conversation): Promise<boolean>;
  /** The conversation, what it awaits, and the seq of its last log entry (0 for none). */
  get(id: string): Promise<(Conversation & { readonly awaiting: Awaiting; readonly lastSeq: number }) | undefined>;
  /**
   * Puts a message into the inbox, and its echo into the log, durably. The entry's seq is what the channel answers. A
   * message id is known for as long as the conversation lives: `duplicate` also after its turn was committed, with the
   * seq of the echo it had then.
   *
   * With `lease`, the message is taken by the same write when nothing waits before it and nobody holds the conversation:
   * then the answer has its `turn`, as `take` would give it. Without a turn in the answer, `take` is still to be called.
   */
  accept(id: string, incoming: Incoming, lease?: { owner: string; leaseMs: number }): Promise<Accepted>;
  /**
   * Takes the lease and the oldest message of the inbox. Undefined when there is none, or when another owner's lease
   * has not ended at `now`. The same owner may take again; each take counts as an attempt.
   */
  take(id: string, lease: { owner: string; now: Millis; leaseMs: number }): Promise<Turn | undefined>;
  /**
   * Atomically: state, replies into the log, jobs, and the message out of the inbox. Hands over the next message under
   * the same lease, renewed for its full time from `outcome.at`, or lets go of the lease when the inbox is empty. Refused,
   * with nothing written, when another owner has taken over or the version moved; a lease that ended and was taken by
   * nobody is still good.
   */
  commit(turn: Turn, outcome: TurnOutcome): Promise<Committed>;
  /**
   * Gives a turn that takes long its full time again, `leaseMs` from `now`. False, with nothing written, when another owner
   * has taken over or the version moved; a lease that ended and was taken by nobody is renewed.
   */
  renew(turn: Turn, lease: { now: Millis; leaseMs: number }): Promise<boolean>;
  /**
   * Lets go of the lease without a commit; the message stays first in the inbox. Does nothing when the lease was lost. With
   * `counted: false` it is as if the message had not been taken.
   */
  release(turn: Turn, options?: { readonly counted: boolean }): Promise<void>;
  /** Log entries after `seq`, oldest first; all of them without `limit`, none for an unknown conversation. */
  log(id: string, afterSeq: number, limit?: number): Promise<LogEntry[]>;
  /**
   * The seq of the last log entry of each of these conversations, 0 for none; unknown ones are left out. One query, for
   * whoever watches many of them.
   */
  heads(ids: readonly string[]): Promise<Map<string, number>>;
  /**
   * Appends to the log outside a turn (a notice, an agent's words), with jobs, atomically. The version does not move, so a
   * turn under way can still commit. Answers [] and writes nothing, jobs included, when the conversation is unknown.
   */
  append(id: string, activities: readonly Json[], jobs: readonly NewJob[], at: Millis): Promise<LogEntry[]>;
  /**
   * Puts another echo in place of a message's, as when its person took the message back. What its turn reads is not
   * touched. False when the conversation or the message is unknown, or it had no echo.
   */
  replaceEcho(id: string, messageId: string, echo: Json): Promise<boolean>;
  /** Conversations with messages in the inbox and no lease in force at `now`, at most `limit`, in no promised order. */
  waiting(now: Millis, limit: number): Promise<string[]>;
  /**
   * Deletes conversations without activity (creation, accept, commit, append) since `before`, with inbox, log and message
   * ids, at most `limit`; answers how many.
   */
  forget(before: Millis, limit: number): Promise<number>;
}

// --------------------------------------------------------------------------------------------------- documents

export interface Stored {
  readonly id: string;
  readonly value: Json;
  readonly version: number;
}

export interface WriteOptions {
  /** Other names of the document, unique within its kind; replaces those it had. When absent, those it had stay. */
  readonly keys?: readonly string[];
  /** Written in the same atomic write. */
  readonly jobs?: readonly NewJob[];
  /** When retention may delete it; never when absent, also on `replace`. Until it is deleted it can be read. */
  readonly expiresAt?: Millis;
}

export type Written =
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly reason: 'exists' | 'key-taken' | 'changed' };

/** Small versioned documents: accounts, cases, links, codes. `kind` is the collection. */
export interface Documents {
  get(kind: string, id: string): Promise<Stored | undefined>;
  /** By one of its unique keys. */
  byKey(kind: string, key: string): Promise<Stored | undefined>;
  insert(kind: string, id: string, value: Json, options?: WriteOptions): Promise<Written>;
  /** Replaces exactly the given version; `changed` when it moved or is gone. */
  replace(kind: string, id: string, version: number, value: Json, options?: WriteOptions): Promise<Written>;
  /** In order of id. */
  list(kind: string, page: { after?: string; limit: number }): Promise<Stored[]>;
  /** Deletes documents that expired before `now`, at most `limit`; answers how many. */
  forget(now: Millis, limit: number): Promise<number>;
}

// -------------------------------------------------------------------------------------------------------- jobs

export interface NewJob {
  /** Unique for ever: a second job of this id is ignored. */
  readonly id: string;
  readonly kind: string;
  readonly payload: Json;
  readonly dueAt: Millis;
}

export interface Job extends NewJob {
  /** How often it was claimed, this time included. */
  readonly attempts: number;
}

/** One claim of a job. A later claim of the same job, by whomever, has more attempts. */
export type Claim = Pick<Job, 'id' | 'attempts'>;

/**
 * Work that has to happen at least once, after the answer: mails, audit events, look-ups. Who claimed a job holds it until
 * the lease ends and somebody else claims it. What a lost claim asks for is not done: the job is another run's by then.
 */
export interface Jobs {
  add(jobs: readonly NewJob[]): Promise<void>;
  /**
   * Claims due jobs nobody holds, oldest first, for `leaseMs`. No two owners get the same job at a time. Of a kind in `atMost`
   * no more than that, and however many of them are due, they keep no other kind waiting.
   */
  claim(claim: {
    owner: string;
    now: Millis;
    leaseMs: number;
    limit: number;
    atMost?: Readonly<Record<string, number>>;
  }): Promise<Job[]>;
  /**
   * Gives jobs that take long their full time again, `leaseMs` from `now`. Answers the ids of those that are still held by
   * these claims; a lease that ended and was taken by nobody is renewed.
   */
  renew(claims: readonly Claim[], lease: { owner: string; now: Millis; leaseMs: number }): Promise<string[]>;
  /** Marks jobs as done; their payload is erased, their id stays known. Answers how many were held by these claims. */
  done(claims: readonly Claim[], owner: string, at: Millis): Promise<number>;
  /** Gives a job back, due again at `dueAt`. */
  retry(claim: Claim, owner: string, dueAt: Millis, error: string): Promise<void>;
  /** Calls back, within the process, whenever jobs were written; for a prompt start. Returns the way to stop. */
  onAdded(listener: () => void): () => void;
  /** How many are not done, those that are held included, and the due time of the oldest of them. */
  depth(): Promise<{ readonly waiting: number; readonly oldestDueAt?: Millis }>;
  /** Deletes done jobs finished before `before`, at most `limit`; answers how many. */
  forget(before: Millis, limit: number): Promise<number>;
}

// ------------------------------------------------------------------------------------------------------- chain

/** A link of the audit chain; the hashes are made by services/audit. */
export interface ChainEntry {
  readonly seq: number;
  /** Unique: an event is chained once. */
  readonly id: string;
  readonly body: string;
  readonly hash: string;
}

/** An append-only list with consecutive seq from 1. */
export interface Chain {
  head(): Promise<ChainEntry | undefined>;
  /**
   * All of them or none. `id-known`: one of them is chained already. `seq-taken`: the first does not follow the head, as
   * when somebody appended meanwhile. Rejects with RangeError when they do not follow each other.
   */
  append(entries: readonly ChainEntry[]): Promise<{ ok: true } | { ok: false; reason: 'seq-taken' | 'id-known' }>;
  has(id: string): Promise<boolean>;
  read(afterSeq: number, limit: number): Promise<ChainEntry[]>;
}

// ---------------------------------------------------------------------------------------------------- counters

/** Atomic counters: limits, attempts, folios. */
export interface Counters {
  /** Adds `by` (default 1) to a counter that starts over `windowMs` after its first hit; answers the new count. */
  hit(
    key: string,
    window: { now: Millis; windowMs: number; by?: number },
  ): Promise<{ count: number; resetsAt: Millis }>;
  /** The count as it stands, without adding. */
  peek(key: string, now: Millis): Promise<{ count: number; resetsAt: Millis } | undefined>;
  reset(key: string): Promise<void>;
  /** 1, 2, 3…: a sequence without end or repetition (gaps are allowed). */
  next(name: string): Promise<number>;
  /** Deletes windows that ended before `now`, at most `limit`; answers how many. */
  forget(now: Millis, limit: number): Promise<number>;
}
