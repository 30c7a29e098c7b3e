import type { QueryFilter, UpdateQuery } from 'mongoose';
import type { Conversations, Turn, TurnOutcome } from '../store.ts';
import type { Archive } from './archive.ts';
import type { Database } from './connection.ts';
import {
  activeSince,
  conversationOf,
  IDENTITY,
  type Identity,
  SIZES,
  type Sizes,
  tailOf,
  turnOf,
  writtenEntries,
} from './conversation-views.ts';
import { type Outbox, type OutboxWrite, outboxWrite, pushJobs, setToken } from './outbox.ts';
import type { ConversationRecord, Models } from './records.ts';

type Filter = QueryFilter<ConversationRecord>;
type Update = UpdateQuery<ConversationRecord>;
type Turns = Pick<Conversations, 'take' | 'renew' | 'commit' | 'release'>;

const BEFORE = { returnDocument: 'before', lean: true } as const;

const TAKEN = { ...IDENTITY, version: 1, state: 1, attempts: 1, inbox: { $slice: 1 } } as const;
type Taken = Identity & Pick<ConversationRecord, 'version' | 'state' | 'attempts' | 'inbox'>;

/** The message of the turn, and the one that follows. */
const SETTLED = { ...SIZES, inbox: { $slice: 2 } } as const;
type Settled = Sizes & Pick<ConversationRecord, 'inbox'>;

/** What becomes of the lease with a commit. */
type Lease = { readonly goesOnUntil: number } | 'ends';

export function mongoTurns({ run }: Database, { conversations }: Models, outbox: Outbox, archive: Archive): Turns {
  /** Answers what the conversation was: what it is then is known, too. */
  function proceed(filter: Filter, update: Update): Promise<Settled | null> {
    return conversations.findOneAndUpdate(filter, update, BEFORE).select<Settled>(SETTLED);
  }

  /** A conversation with exactly one message lets go of its lease; one with more hands over the next. */
  async function settle(turn: Turn, outcome: TurnOutcome, work: OutboxWrite | undefined) {
    const held = heldBy(turn);
    const last = await proceed({ ...held, inbox: { $size: 1 } }, commitOf(outcome, work, 'ends'));
    if (last) return last;
    const lease = await conversations.findOne(held, { leaseMs: 1 }).lean();
    if (lease?.leaseMs === undefined) return null;
    const goesOnUntil = outcome.at + lease.leaseMs;
    return proceed({ ...held, 'inbox.1': { $exists: true } }, commitOf(outcome, work, { goesOnUntil }));
  }

  return {
    take: (id, { owner, now, leaseMs }) =>
      run(async () => {
        const before = await conversations
          .findOneAndUpdate(
            { _id: id, $or: [{ readyAt: { $lte: now } }, { owner }] },
            { $set: { owner, leaseMs, readyAt: now + leaseMs }, $inc: { attempts: 1 } },
            BEFORE,
          )
          .select<Taken>(TAKEN);
        const first = before?.inbox[0];
        if (!before || !first) return undefined;
        const { version, attempts } = before;
        const state = before.state === undefined ? undefined : JSON.parse(before.state);
        return turnOf(first, { conversation: conversationOf(before), state, version, owner, attempts: attempts + 1 });
      }),

    renew: (turn, { now, leaseMs }) =>
      run(async () => {
        const renewed = await conversations.updateOne(heldBy(turn), { $set: { leaseMs, readyAt: now + leaseMs } });
        return renewed.matchedCount === 1;
      }),

    commit: (turn, outcome) =>
      run(async () => {
        const { conversation, owner, version } = turn;
        const { state, replies, jobs, at } = outcome;
        const work = outboxWrite(jobs);
        const before = await settle(turn, outcome, work);
        if (!before) return { ok: false, reason: 'lease-lost' };
        outbox.relay('conversations', conversation.id, work);
        archive.relieve(conversation.id, before, { entries: replies.length });
        const entries = writtenEntries(replies, at, before.lastSeq);
        const following = before.inbox[1];
        if (!following) return { ok: true, entries };
        const next = turnOf(following, { conversation, state, version: version + 1, owner, attempts: 1 });
        return { ok: true, entries, next };
      }),

    release: (turn, { counted } = { counted: true }) =>
      run(async () => {
        await conversations.updateOne(heldBy(turn), {
          $set: { readyAt: 0 },
          $unset: { owner: 1, leaseMs: 1 },
          ...(!counted && { $inc: { attempts: -1 } }),
        });
      }),
  };
}

function heldBy({ conversation, owner, version, messageId }: Turn): Filter {
  return { _id: conversation.id, owner, version, 'inbox.0.messageId': messageId };
}

function commitOf({ state, awaiting, replies, at }: TurnOutcome, work: OutboxWrite | undefined, lease: Lease): Update {
  const written = { state: JSON.stringify(state), awaiting, ...setToken(work) };
  return {
    $push: { tail: { $each: tailOf(replies, at) }, ...pushJobs(work) },
    $pop: { inbox: -1 },
    $inc: { lastSeq: replies.length, version: 1 },
    $max: activeSince(at),
    ...(lease === 'ends'
      ? { $set: { ...written, attempts: 0 }, $unset: { owner: 1, leaseMs: 1, readyAt: 1 } }
      : { $set: { ...written, attempts: 1, readyAt: lease.goesOnUntil } }),
  };
}
