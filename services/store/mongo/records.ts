import { type Connection, type Model, Schema, type Types } from 'mongoose';
import type { Awaiting } from '../store.ts';

/**
 * What the collections hold. Whatever is JSON to the product is text here: its keys may have dots and dollar signs, and
 * BSON would give back dates, integers and missing values in its own way.
 */

/** A job as it waits in the document it was written with. */
export interface OutboxJob {
  readonly id: string;
  readonly kind: string;
  readonly payload: string;
  readonly due: number;
  readonly order: Types.ObjectId;
}

/** A record that jobs can be written with, atomically. */
export interface WithOutbox {
  readonly _id: string;
  readonly outbox?: OutboxJob[];
  /** Another value with each write that brings jobs; there as long as they are not in the collection of jobs. */
  readonly unrelayed?: Types.ObjectId;
}

export interface InboxEntry {
  readonly messageId: string;
  readonly at: number;
  readonly activity: string;
}

export interface TailEntry {
  readonly at: number;
  readonly activity: string;
  /** Of the message it echoes. */
  readonly messageId?: string;
}

export interface ConversationRecord extends WithOutbox {
  /** Names the archive of this conversation, and never that of another one of the same id. */
  readonly life: string;
  readonly channel: string;
  readonly person: string;
  readonly locale: string;
  readonly createdAt: number;
  readonly origin?: string;
  readonly activeAt: number;
  /** The hour of `activeAt`: indexed, and changes once an hour. */
  readonly activeHour: number;
  readonly awaiting: Awaiting;
  readonly version: number;
  readonly state?: string;
  readonly inbox: InboxEntry[];
  /** There while the inbox is not empty: when anybody may take its first message. 0 without a lease. */
  readonly readyAt?: number;
  readonly owner?: string;
  readonly leaseMs?: number;
  readonly attempts: number;
  readonly lastSeq: number;
  /** The log after `archivedSeq`; the place of an entry is its seq. */
  readonly tail: TailEntry[];
  readonly archivedSeq: number;
  /** Ids of messages without an echo, and how many. */
  readonly quiet: string[];
  readonly quietCount: number;
  /** How often something was moved to the archive, or changed while somebody might have been moving it. */
  readonly trims: number;
}

export interface ArchivedEntry {
  /** `<life>/<seq, ten digits>` */
  readonly _id: string;
  readonly seq: number;
  readonly at: number;
  readonly activity: string;
}

export interface ArchivedMessage {
  /** `<life>/<message id>` */
  readonly _id: string;
  readonly seq?: number;
}

/** An archive to be deleted once its conversation is gone. */
export interface Removal {
  /** Its life. */
  readonly _id: string;
  readonly conversation: string;
}

export interface DocumentRecord extends WithOutbox {
  readonly version: number;
  readonly value: string;
  /** Each with its kind, unique; absent rather than empty. */
  readonly keys?: string[];
  readonly expiresAt?: number;
  /** For the second net. */
  readonly purgeAt?: Date;
}

export interface JobRecord {
  readonly _id: string;
  readonly kind: string;
  readonly attempts: number;
  readonly dueAt: number;
  /** The same, for the index of what is to do; this and the next ones are there until the job is done. */
  readonly due?: number;
  readonly order?: Types.ObjectId;
  readonly payload?: string;
  readonly heldUntil?: number;
  readonly owner?: string;
  /** The claim that holds it. */
  readonly claim?: Types.ObjectId;
  readonly error?: string;
  readonly doneAt?: number;
}

/** Entries that were appended together: one document, so that they are there together or not at all. */
export interface ChainRecord {
  /** The seq of the first: who appends at the same place has the same one. */
  readonly _id: number;
  readonly ids: string[];
  readonly entries: { readonly seq: number; readonly id: string; readonly body: string; readonly hash: string }[];
}

export interface CounterRecord {
  readonly _id: string;
  readonly count: number;
  readonly resetsAt: number;
  readonly purgeAt?: Date;
}

export interface SequenceRecord {
  readonly _id: string;
  readonly value: number;
}

export interface Models {
  readonly conversations: Model<ConversationRecord>;
  readonly log: Model<ArchivedEntry>;
  readonly messages: Model<ArchivedMessage>;
  readonly removals: Model<Removal>;
  readonly documents: Model<DocumentRecord>;
  readonly jobs: Model<JobRecord>;
  readonly chain: Model<ChainRecord>;
  readonly counters: Model<CounterRecord>;
  readonly sequences: Model<SequenceRecord>;
}

const { ObjectId } = Schema.Types;
const text = { type: String, required: true };
const number = { type: Number, required: true };
const part = { _id: false };

const outbox = [new Schema({ id: text, kind: text, payload: text, due: number, order: ObjectId }, part)];
const inbox = [new Schema({ messageId: text, at: number, activity: text }, part)];
const tail = [new Schema({ at: number, activity: text, messageId: String }, part)];
const entries = [new Schema({ seq: number, id: text, body: text, hash: text }, part)];

/** A week after their time, should the sweeper of the product be out of order for so long. */
const secondNet = { expireAfterSeconds: 7 * 24 * 60 * 60 };

/** The models of a connection, each with the indexes it needs and no other. */
export function modelsOf(connection: Connection): Models {
  const model = <Shape>(name: string, schema: Schema<Shape>) => connection.model<Shape>(name, schema, name);
  return {
    conversations: model(
      'conversations',
      schemaOf<ConversationRecord>({
        _id: text,
        life: text,
        channel: text,
        person: text,
        locale: text,
        createdAt: number,
        origin: String,
        activeAt: number,
        activeHour: number,
        awaiting: text,
        version: number,
        state: String,
        inbox,
        readyAt: Number,
        owner: String,
        leaseMs: Number,
        attempts: number,
        lastSeq: number,
        tail,
        archivedSeq: number,
        quiet: [String],
        quietCount: number,
        trims: number,
        outbox: { type: outbox, default: undefined },
        unrelayed: ObjectId,
      })
        .index({ readyAt: 1 }, { sparse: true })
        .index({ unrelayed: 1 }, { sparse: true })
        .index({ activeHour: 1 }),
    ),
    log: model('log', schemaOf<ArchivedEntry>({ _id: text, seq: number, at: number, activity: text })),
    messages: model('messages', schemaOf<ArchivedMessage>({ _id: text, seq: Number })),
    removals: model('removals', schemaOf<Removal>({ _id: text, conversation: text })),
    documents: model(
      'documents',
      schemaOf<DocumentRecord>({
        _id: text,
        version: number,
        value: text,
        keys: { type: [String], default: undefined },
        expiresAt: Number,
        purgeAt: Date,
        outbox: { type: outbox, default: undefined },
        unrelayed: ObjectId,
      })
        .index({ keys: 1 }, { unique: true, sparse: true })
        .index({ expiresAt: 1 }, { sparse: true })
        .index({ unrelayed: 1 }, { sparse: true })
        .index({ purgeAt: 1 }, { sparse: true, ...secondNet }),
    ),
    jobs: model(
      'jobs',
      schemaOf<JobRecord>({
        _id: text,
        kind: text,
        attempts: number,
        dueAt: number,
        due: Number,
        order: ObjectId,
        payload: String,
        heldUntil: Number,
        owner: String,
        claim: ObjectId,
        error: String,
        doneAt: Number,
      })
        .index({ due: 1, order: 1 }, { sparse: true })
        .index({ doneAt: 1 }, { sparse: true }),
    ),
    chain: model(
      'chain',
      schemaOf<ChainRecord>({ _id: number, ids: [String], entries }).index({ ids: 1 }, { unique: true }),
    ),
    counters: model(
      'counters',
      schemaOf<CounterRecord>({ _id: text, count: number, resetsAt: number, purgeAt: Date })
        .index({ resetsAt: 1 })
        .index({ purgeAt: 1 }, { sparse: true, ...secondNet }),
    ),
    sequences: model('sequences', schemaOf<SequenceRecord>({ _id: text, value: number })),
  };
}

/** Nothing that the schema does not name, no field of mongoose's own, and empty objects stay. */
function schemaOf<Shape>(definition: ConstructorParameters<typeof Schema<Shape>>[0]): Schema<Shape> {
  return new Schema<Shape>(definition, { strict: 'throw', strictQuery: 'throw', versionKey: false, minimize: false });
}
