import { z } from 'zod';
import type { Signer } from '../../../services/seal/signer.ts';
import type { Counters, Millis } from '../../../services/store/store.ts';

/** What a stream URL allows: to listen once, soon, to one conversation as its person. */
export interface Ticket {
  readonly conversationId: string;
  readonly user: string;
  /** Entries up to this one are known to the client. */
  readonly afterSeq: number;
}

export interface Tickets {
  issue(ticket: Ticket): string;
  /** Answers what the ticket allows, and spends it. Undefined when it is forged, late, or was used before. */
  spend(text: string): Promise<Ticket | undefined>;
}

const purpose = 'stream-ticket';
const Payload = z.tuple([z.string(), z.string(), z.number().int().min(0), z.number(), z.string()]);

/** One-use tickets, signed; that they are used once is counted in the store, so it holds for all processes. */
export function createTickets(deps: {
  signer: Signer;
  ttlMs: number;
  now: () => Millis;
  newId: () => string;
  counters: Pick<Counters, 'hit'>;
}): Tickets {
  function read(text: string): z.infer<typeof Payload> | undefined {
    const [payload = '', signature = ''] = text.split('.');
    if (!deps.signer.verify(purpose, payload, signature)) return undefined;
    return Payload.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  }

  return {
    issue({ conversationId, user, afterSeq }) {
      const fields = [conversationId, user, afterSeq, deps.now() + deps.ttlMs, deps.newId()];
      const payload = Buffer.from(JSON.stringify(fields)).toString('base64url');
      return `${payload}.${deps.signer.sign(purpose, payload)}`;
    },
    async spend(text) {
      const fields = read(text);
      if (!fields) return undefined;
      const [conversationId, user, afterSeq, until, id] = fields;
      const now = deps.now();
      if (until <= now) return undefined;
      const { count } = await deps.counters.hit(`stream-ticket:${id}`, { now, windowMs: deps.ttlMs });
      return count === 1 ? { conversationId, user, afterSeq } : undefined;
    },
  };
}
