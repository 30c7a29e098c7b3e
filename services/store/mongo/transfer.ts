import { mongo } from 'mongoose';
import { PART, type RecordOf, type StoreRecord, type Transfer } from '../transfer/transfer.ts';
import { entryId, lifeRange, messageKey } from './archive.ts';
import { connect, type MongoOptions } from './connection.ts';
import { activeSince, conversationOf } from './conversation-views.ts';
import { idOf, namesOf } from './document-names.ts';
import { storeErrorOf } from './driver-errors.ts';
import { mongoOutbox } from './outbox.ts';
import { type ConversationRecord, type Models, modelsOf } from './records.ts';
import { prepareSchema } from './schema.ts';

export async function openMongoTransfer(options: MongoOptions): Promise<Transfer> {
  const database = await connect(options);
  const models = modelsOf(database.connection);
  try {
    await prepareSchema(database.connection, models);
  } catch (error) {
    await database.close();
    throw storeErrorOf(error);
  }
  const outbox = mongoOutbox(database, models);
  const clock = options.clock ?? Date.now;
  return {
    async *records() {
      // Jobs that still lie in the documents they were written with have to be found among the jobs.
      await outbox.collect(clock());
      yield* conversationsOf(models);
      yield* documentsOf(models);
      yield* jobsOf(models);
      yield* chainOf(models);
      yield* countersOf(models);
    },
    async isEmpty() {
      const { conversations, documents, jobs, chain, counters, sequences } = models;
      const found = await Promise.all([
        conversations.exists({}),
        documents.exists({}),
        jobs.exists({}),
        chain.exists({}),
        counters.exists({}),
        sequences.exists({}),
      ]);
      return found.every((one) => one === null);
    },
    write: (records) => database.run(() => write(models, records, clock)),
    close: () => database.close(),
  };
}

async function* conversationsOf({ conversations, log, messages }: Models): AsyncGenerator<StoreRecord> {
  for await (const record of conversations.find().sort({ _id: 1 }).lean().cursor()) {
    const { _id: conversationId, life, tail, archivedSeq, quiet } = record;
    yield {
      what: 'conversation',
      conversation: conversationOf(record),
      activeAt: record.activeAt,
      awaiting: record.awaiting,
      version: record.version,
      lastSeq: record.lastSeq,
      ...(record.state === undefined ? {} : { state: record.state }),
      attempts: record.attempts,
      inbox: record.inbox.map(({ messageId, at, activity }) => ({ messageId, at, activity })),
    };
    const archived = await messages
      .find({ _id: lifeRange(life) })
      .sort({ _id: 1 })
      .lean();
    const recent = tail.map(({ at, activity, messageId }, index) => ({
      entry: { seq: archivedSeq + index + 1, at, activity },
      messageId,
    }));
    // A process that died while it archived leaves some ids in both places.
    const seen = new Map<string, number | undefined>([
      ...archived.map(({ _id, seq }) => [_id.slice(messageKey(life, '').length), seq] as const),
      ...recent.flatMap(({ entry, messageId }) => (messageId === undefined ? [] : [[messageId, entry.seq] as const])),
      ...quiet.map((messageId) => [messageId, undefined] as const),
    ]);
    const ids = [...seen].map(([messageId, seq]) => ({ messageId, ...(seq === undefined ? {} : { seq }) }));
    for (const part of parts(ids)) yield { what: 'messages', conversationId, messages: part };
    const older = await log
      .find({ _id: { $gt: entryId(life, 0), $lte: entryId(life, archivedSeq) } })
      .sort({ _id: 1 })
      .lean();
    const entries = [
      ...older.map(({ seq, at, activity }) => ({ seq, at, activity })),
      ...recent.map(({ entry }) => entry),
    ];
    for (const part of parts(entries)) yield { what: 'log', conversationId, entries: part };
  }
}

async function* documentsOf({ documents }: Models): AsyncGenerator<StoreRecord> {
  for await (const { _id, version, value, keys = [], expiresAt } of documents.find().sort({ _id: 1 }).lean().cursor()) {
    const [kind, id] = namesOf(_id);
    yield {
      what: 'document',
      kind,
      id,
      version,
      value,
      keys: keys.map((key) => namesOf(key)[1]).toSorted(),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
  }
}

async function* jobsOf({ jobs }: Models): AsyncGenerator<StoreRecord> {
  for await (const job of jobs.find().sort({ order: 1, _id: 1 }).lean().cursor()) {
    const { _id: id, kind, attempts, dueAt, payload, error, doneAt } = job;
    yield {
      what: 'job',
      id,
      kind,
      attempts,
      dueAt,
      ...(payload === undefined ? {} : { payload }),
      ...(error === undefined ? {} : { error }),
      ...(doneAt === undefined ? {} : { doneAt }),
    };
  }
}

async function* chainOf({ chain }: Models): AsyncGenerator<StoreRecord> {
  for await (const { entries } of chain.find({}, { entries: 1 }).sort({ _id: 1 }).lean().cursor()) {
    const plain = entries.map(({ seq, id, body, hash }) => ({ seq, id, body, hash }));
    for (const part of parts(plain)) yield { what: 'chain', entries: part };
  }
}

async function* countersOf({ counters, sequences }: Models): AsyncGenerator<StoreRecord> {
  for await (const { _id: key, count, resetsAt } of counters.find().sort({ _id: 1 }).lean().cursor()) {
    yield { what: 'counter', key, count, resetsAt };
  }
  for await (const { _id: name, value } of sequences.find().sort({ _id: 1 }).lean().cursor()) {
    yield { what: 'sequence', name, value };
  }
}

/** Each kind with as few writes as it takes; a conversation before what belongs to it. */
async function write(models: Models, records: readonly StoreRecord[], clock: () => number): Promise<void> {
  const of = <What extends StoreRecord['what']>(what: What) =>
    records.filter((record): record is RecordOf<What> => record.what === what);
  const fast = { lean: true } as const;

  await models.conversations.insertMany(of('conversation').map(newConversation), fast);
  const parted = [...of('messages'), ...of('log')];
  const ids = [...new Set(parted.map(({ conversationId }) => conversationId))];
  const found = await models.conversations.find({ _id: { $in: ids } }, { life: 1 }).lean();
  const lives = new Map(found.map(({ _id, life }) => [_id, life]));
  const lifeOf = (id: string) => lives.get(id) ?? '';
  await models.messages.insertMany(
    of('messages').flatMap(({ conversationId, messages }) =>
      messages.map(({ messageId, seq }) => ({
        _id: messageKey(lifeOf(conversationId), messageId),
        ...(seq === undefined ? {} : { seq }),
      })),
    ),
    fast,
  );
  await models.log.insertMany(
    of('log').flatMap(({ conversationId, entries }) =>
      entries.map((entry) => ({ _id: entryId(lifeOf(conversationId), entry.seq), ...entry })),
    ),
    fast,
  );
  await models.documents.insertMany(
    of('document').map(({ kind, id, version, value, keys, expiresAt }) => ({
      _id: idOf(kind, id),
      version,
      value,
      ...(keys.length > 0 ? { keys: keys.map((key) => idOf(kind, key)) } : {}),
      ...(expiresAt === undefined ? {} : { expiresAt, purgeAt: new Date(Math.max(expiresAt, clock())) }),
    })),
    fast,
  );
  await models.jobs.insertMany(
    of('job').map(({ id, kind, attempts, dueAt, payload, error, doneAt }) => ({
      _id: id,
      kind,
      attempts,
      dueAt,
      ...(error === undefined ? {} : { error }),
      ...(doneAt === undefined
        ? { due: dueAt, order: new mongo.ObjectId(), payload: payload ?? 'null', heldUntil: 0 }
        : { doneAt }),
    })),
    fast,
  );
  await models.chain.insertMany(
    of('chain').map(({ entries }) => ({
      _id: entries[0]?.seq ?? 0,
      ids: entries.map(({ id }) => id),
      entries: [...entries],
    })),
    fast,
  );
  await models.counters.insertMany(
    of('counter').map(({ key, count, resetsAt }) => ({
      _id: key,
      count,
      resetsAt,
      purgeAt: new Date(Math.max(resetsAt, clock())),
    })),
    fast,
  );
  await models.sequences.insertMany(
    of('sequence').map(({ name, value }) => ({ _id: name, value })),
    fast,
  );
}

/** With its log and its message ids in the archive, where there is room for as many as there may be. */
function newConversation(record: RecordOf<'conversation'>): ConversationRecord {
  const { id, ...rest } = record.conversation;
  const { awaiting, version, state, attempts, lastSeq } = record;
  return {
    _id: id,
    ...rest,
    ...activeSince(record.activeAt),
    life: new mongo.ObjectId().toHexString(),
    awaiting,
    version,
    ...(state === undefined ? {} : { state }),
    inbox: record.inbox.map((entry) => ({ ...entry })),
    ...(record.inbox.length > 0 ? { readyAt: 0 } : {}),
    attempts,
    lastSeq,
    tail: [],
    archivedSeq: lastSeq,
    quiet: [],
    quietCount: 0,
    trims: 1,
  };
}

function* parts<T>(list: readonly T[]): Generator<T[]> {
  for (let from = 0; from < list.length; from += PART) yield list.slice(from, from + PART);
}
