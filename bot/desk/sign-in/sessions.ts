import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { AuditJob } from '../../../services/audit/event.ts';
import { Staff } from '../../../services/handoff/handoff.ts';
import { collection } from '../../../services/store/collection.ts';
import type { Documents, Jobs, Millis } from '../../../services/store/store.ts';
import { BrowserKey } from './proof.ts';

/** A member of staff in one browser. Stored under the hash of what the cookie holds. */
export const Session = z.object({
  staff: Staff,
  csrf: z.string(),
  createdAt: z.number(),
  /** When they last did something; what runs by itself does not count. */
  usedAt: z.number(),
  /** When they last proved who they are. */
  authenticatedAt: z.number(),
  /** Hash of the browser's name, from when its key is known. */
  browser: z.string().optional(),
  /** The browser's own key; absent only in a demo, where whoever has none to give may still come in. */
  key: BrowserKey.optional(),
  endedAt: z.number().optional(),
});
export type Session = z.infer<typeof Session>;

export interface KnownSession {
  readonly id: string;
  readonly session: Session;
}

export interface Opening {
  readonly staff: Staff;
  readonly authenticatedAt: Millis;
  readonly userAgent: string | undefined;
  readonly key?: BrowserKey | undefined;
  /** The session this one takes the place of; it ends. */
  readonly replaces?: string | undefined;
}

export interface Sessions {
  /** A new session under a new secret, which goes into the cookie and nowhere else. */
  open(opening: Opening): Promise<{ readonly secret: string; readonly id: string }>;
  /** The session of a cookie; undefined when it ended, was left alone too long, or is of another browser. */
  find(secret: string, userAgent: string | undefined): Promise<KnownSession | undefined>;
  /** They did something. Written at most once a minute. */
  used(known: KnownSession): Promise<void>;
  /** Gives a session without a key the one of its browser; false when it has another. */
  bind(id: string, key: BrowserKey, userAgent: string | undefined): Promise<boolean>;
  /** Ends it now, wherever it is used. */
  end(id: string): Promise<void>;
}

const KIND = 'desk-session';
const SECRET_BYTES = 32;
const USED_EVERY_MS = 60_000;

export function createSessions(options: {
  readonly documents: Documents;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly auditJob: AuditJob;
  readonly now: () => Millis;
  readonly randomBytes: (size: number) => Buffer;
  /** Ended after this long without anything done. */
  readonly idleMs: Millis;
  /** Ended after this long in any case. */
  readonly maxMs: Millis;
}): Sessions {
  const { now, randomBytes, idleMs, maxMs, auditJob } = options;
  const sessions = collection(options.documents, KIND, Session);
  const isOver = ({ endedAt, createdAt, usedAt }: Session) =>
    endedAt !== undefined || now() >= usedAt + idleMs || now() >= createdAt + maxMs;

  async function end(id: string): Promise<void> {
    const at = now();
    await sessions.change(id, (before) => {
      if (before.endedAt !== undefined) return undefined;
      const event = { id: `desk.signed-out:${id}`, name: 'desk.signed-out', at, by: before.staff.id } as const;
      return { value: { ...before, endedAt: at }, expiresAt: at, jobs: [auditJob(event)] };
    });
  }

  return {
    async open({ staff, authenticatedAt, userAgent, key, replaces }) {
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const id = sessionIdOf(secret);
      const at = now();
      const csrf = randomBytes(SECRET_BYTES).toString('base64url');
      const session = {
        staff,
        csrf,
        createdAt: at,
        usedAt: at,
        authenticatedAt,
        ...(key && { key, browser: hashOf(userAgent ?? '') }),
      };
      const event = { id: `desk.signed-in:${id}`, name: 'desk.signed-in', at, by: staff.id } as const;
      await sessions.insert(id, session, { expiresAt: at + maxMs, jobs: [auditJob(event)] });
      if (replaces !== undefined && replaces !== id) await end(replaces);
      return { secret, id };
    },

    async find(secret, userAgent) {
      const id = sessionIdOf(secret);
      const session = (await sessions.get(id))?.value;
      if (session === undefined || isOver(session)) return undefined;
      const { browser } = session;
      return browser === undefined || same(browser, hashOf(userAgent ?? '')) ? { id, session } : undefined;
    },

    async used({ id, session }) {
      if (now() - session.usedAt < USED_EVERY_MS) return;
      await sessions.change(id, (before) =>
        isOver(before) ? undefined : { value: { ...before, usedAt: now() }, expiresAt: before.createdAt + maxMs },
      );
    },

    async bind(id, key, userAgent) {
      const browser = hashOf(userAgent ?? '');
      const bound = await sessions.change(id, (before) =>
        before.key === undefined && !isOver(before)
          ? { value: { ...before, key, browser }, expiresAt: before.createdAt + maxMs }
          : undefined,
      );
      if (bound.ok) return true;
      const there = (await sessions.get(id))?.value.key;
      return there !== undefined && there.x === key.x && there.y === key.y;
    },

    end,
  };
}

/** How a session is called wherever its secret may not be. */
export const sessionIdOf = (secret: string): string => hashOf(`desk-session:${secret}`);

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const same = (left: string, right: string) => timingSafeEqual(Buffer.from(left), Buffer.from(right));
