import { z } from 'zod';
import { belongsToPeople, type Handoff, isOpen, type KnownHandoff } from '../handoff/handoff.ts';
import type { Handoffs } from '../handoff/handoffs.ts';
import type { Filtered } from '../handoff/outgoing-filter.ts';
import type { Actor } from '../handoff/transition.ts';
import { type JobHandler, PostponedJob } from '../jobs/handler.ts';
import { collection } from '../store/collection.ts';
import type { Documents, Jobs, LogEntry, Millis, NewJob } from '../store/store.ts';
import type { AgentDesk, DeskNews } from './agent-desk.ts';

/** How far the two sides of a hand-off know of each other. */
const Mirrored = z.object({
  /** The desk's own id; absent until it is open there. */
  externalId: z.string().optional(),
  /** The last entry of our log that the desk was shown. */
  seq: z.number().int(),
  /** The last message of the desk that was looked at here. */
  newsId: z.number().int(),
  /** Who had it there when we looked last. */
  assignee: z.string().optional(),
  /** What the desk was told of who has the conversation. */
  told: z.enum(['people', 'assistant', 'closed']).optional(),
  lease: z.object({ owner: z.string(), until: z.number() }).optional(),
});
type Mirrored = z.infer<typeof Mirrored>;

export const MIRROR = 'agent-desk.sync';

/** Something happened on either side; `occasion` is the same when that is repeated. */
export const mirrorJob = (handoffId: string, occasion: string, at: Millis): NewJob => ({
  id: `${MIRROR}:${handoffId}:${occasion}`,
  kind: MIRROR,
  payload: { handoffId },
  dueAt: at,
});

const Payload = z.object({ handoffId: z.string() });
const KIND = 'agent-desk';

export interface MirrorOptions {
  readonly desk: AgentDesk;
  readonly handoffs: Pick<Handoffs, 'get' | 'claim' | 'say' | 'giveBack' | 'close' | 'transfer'>;
  readonly documents: Documents;
  readonly readLog: (conversationId: string, afterSeq: number) => Promise<LogEntry[]>;
  /** A log entry as agents may see it; undefined for what says nothing, and for their own words. */
  readonly shown: (entry: LogEntry) => { readonly from: 'person' | 'assistant'; readonly text: string } | undefined;
  readonly filter: (text: string) => Filtered;
  /** What an agent is told whose words were not sent. */
  readonly refusedInWords: (reason: string) => string;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly pollMs: Millis;
  readonly owner: string;
  readonly now: () => Millis;
  readonly leaseMs: Millis;
  readonly keepMs: Millis;
}

/**
 * Keeps a hand-off and its picture on another desk the same. A webhook and a change of ours are only the sign to look:
 * both sides are read anew, in order, under a lease. So what arrives twice, late, in another order or not at all changes
 * nothing: the next look finds it.
 */
export function createMirror(options: MirrorOptions) {
  const { desk, handoffs, now, owner } = options;
  const mirrored = collection(options.documents, KIND, Mirrored);

  async function sync(handoffId: string): Promise<void> {
    const known = await handoffs.get(handoffId);
    if (!known) return;
    const held = await hold(handoffId);
    try {
      await mirror(known, held);
    } finally {
      await letGo(handoffId);
    }
  }

  async function mirror(known: KnownHandoff, before: Mirrored): Promise<void> {
    if (before.externalId === undefined && !isOpen(known.handoff)) return;
    const externalId = before.externalId ?? (await open(known));
    await show(known, externalId, before.seq);
    await tellOwner(known, externalId, before.told);
    await hear(known.id, externalId, before);
  }

  async function open({ id, handoff }: KnownHandoff): Promise<string> {
    const { conversationId, channel, locale, reason, portal, procedure, step, folio } = handoff;
    const about = { conversationId, channel, locale, reason, portal, procedure, step, folio };
    const externalId = await desk.open({ handoffId: id, ...about });
    await note(id, { externalId });
    return externalId;
  }

  /** What was said since, each noted when it is there; after the end it is the desk's no more. */
  async function show({ id, handoff }: KnownHandoff, externalId: string, after: number): Promise<void> {
    let unsure = true;
    for (const entry of await options.readLog(handoff.conversationId, after)) {
      if (handoff.endedAt !== undefined && entry.at > handoff.endedAt) return;
      const shown = options.shown(entry);
      if (shown) await desk.message(externalId, { id: `${id}:${entry.seq}`, ...shown, unsure });
      if (shown) unsure = false;
      await note(id, { seq: entry.seq });
    }
  }

  async function tellOwner({ id, handoff }: KnownHandoff, externalId: string, told: Mirrored['told']): Promise<void> {
    const owns = ownerOf(handoff);
    if (owns === told) return;
    if (owns === 'closed') await desk.close(externalId);
    else await desk.status(externalId, owns);
    await note(id, { told: owns });
  }

  /** Does here what agents did there. */
  async function hear(id: string, externalId: string, before: Mirrored): Promise<void> {
    const news = await desk.news(externalId, before.newsId);
    for (const message of news.messages) {
      await speak(id, externalId, message);
      await note(id, { newsId: message.id });
    }
    const known = await handoffs.get(id);
    if (!known || !isOpen(known.handoff)) return;
    // Only who is new there: an agent who let the person wait here has lost it, and is not given it again.
    if (news.assignee && news.assignee.id !== before.assignee) {
      await take(known, actorOf(news.assignee));
      await note(id, { assignee: news.assignee.id });
    }
    await settle(known, news);
  }

  async function settle(known: KnownHandoff, { state, assignee }: DeskNews): Promise<void> {
    const by = actorOf(known.handoff.assignee ?? assignee ?? { id: desk.id, name: desk.id }, true);
    if (state === 'closed') await handoffs.close(known.id, by);
    if (state !== 'assistant' || !belongsToPeople(known.handoff)) return;
    await take(known, by);
    await handoffs.giveBack(known.id, by);
  }

  async function speak(id: string, externalId: string, message: DeskNews['messages'][number]) {
    const known = await handoffs.get(id);
    if (!known) return;
    const filtered = options.filter(message.text);
    if (!filtered.ok) return desk.note(externalId, options.refusedInWords(filtered.reason));
    const by = actorOf(message.agent);
    if (isOpen(known.handoff)) await take(known, by);
    const said = await handoffs.say(id, by, { text: filtered.text, clientMessageId: `${desk.id}:${message.id}` });
    if (!said.ok) await desk.note(externalId, options.refusedInWords(said.reason));
  }

  /** The other desk says who has it: whoever speaks there, or was assigned there. */
  async function take({ id, handoff }: KnownHandoff, by: Actor): Promise<void> {
    if (handoff.assignee?.id === by.id && handoff.state === 'assigned') return;
    if (handoff.assignee && handoff.assignee.id !== by.id) await handoffs.transfer(id, { ...by, supervisor: true }, by);
    await handoffs.claim(id, by);
  }

  const actorOf = ({ id, name }: { id: string; name: string }, supervisor = false): Actor => ({ id, name, supervisor });

  async function hold(id: string): Promise<Mirrored> {
    const at = now();
    const lease = { owner, until: at + options.leaseMs };
    const fresh = { seq: 0, newsId: 0, lease };
    const expiresAt = at + options.keepMs;
    if ((await mirrored.insert(id, fresh, { expiresAt })).ok) return fresh;
    const taken = await mirrored.change(id, (before) =>
      before.lease && before.lease.until > at ? undefined : { value: { ...before, lease }, expiresAt },
    );
    if (taken.ok) return taken.value;
    throw new PostponedJob('the other desk is being told already', RETRY_MS);
  }

  /** Notes how far it got and renews the lease. Rejects when somebody else has taken over. */
  async function note(id: string, progress: Partial<Mirrored>): Promise<void> {
    const at = now();
    const lease = { owner, until: at + options.leaseMs };
    const written = await mirrored.change(id, (before) =>
      before.lease?.owner === owner
        ? { value: { ...before, ...progress, lease }, expiresAt: at + options.keepMs }
        : undefined,
    );
    if (!written.ok) throw new PostponedJob('somebody else tells the other desk', RETRY_MS);
  }

  async function letGo(id: string): Promise<void> {
    const expiresAt = now() + options.keepMs;
    await mirrored.change(id, ({ lease, ...rest }) =>
      lease?.owner === owner ? { value: rest, expiresAt } : undefined,
    );
  }

  /** Webhooks get lost: while it is open, both sides are looked at from time to time without any sign. */
  async function lookAgain(handoffId: string): Promise<void> {
    const known = await handoffs.get(handoffId);
    if (!known || !isOpen(known.handoff)) return;
    const next = (Math.floor(now() / options.pollMs) + 1) * options.pollMs;
    await options.jobs.add([mirrorJob(handoffId, `look:${next}`, next)]);
  }

  const handler: JobHandler = {
    async run(jobs) {
      for (const job of jobs) {
        const { handoffId } = Payload.parse(job.payload);
        await lookAgain(handoffId);
        await sync(handoffId);
      }
    },
  };
  return { sync, handler };
}

const RETRY_MS = 1_000;

function ownerOf(handoff: Handoff): 'people' | 'assistant' | 'closed' {
  if (handoff.endReason === 'agent-closed' || handoff.endReason === 'case-completed') return 'closed';
  return handoff.state === 'closed' ? 'assistant' : 'people';
}
