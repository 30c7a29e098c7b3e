import { createHmac } from 'node:crypto';
import type { LimitVerdict } from '../limits/limits.ts';
import { type Change, collection } from '../store/collection.ts';
import type { Documents, Millis } from '../store/store.ts';
import { newCode } from './code.ts';
import { type Claimed, type Decided, Move, type Moves } from './move.ts';

export interface MovesOptions {
  readonly documents: Documents;
  readonly now: () => Millis;
  readonly newId: () => string;
  /** A uniform integer in [0, max). */
  readonly randomInt: (max: number) => number;
  /** Keys the hash under which codes are stored. */
  readonly key: Buffer;
  /** For typing the code, and again for confirming. */
  readonly ttlMs: number;
  /** Counts one, per conversation: codes asked for, and codes tried. Both must fail closed. */
  readonly take: (what: 'move-offer' | 'move-claim', conversationId: string) => Promise<LimitVerdict>;
}

const BUSY_ATTEMPTS = 16;

/**
 * Moves of a conversation lie in one document under its id, found also by the hash of the present code. So each step is
 * one compare-and-swap, and a new code makes the one before unknown.
 */
export function createMoves(options: MovesOptions): Moves {
  const { documents, now, ttlMs, take } = options;
  const moves = collection(documents, 'move', Move);
  const hash = (code: string) => createHmac('sha256', options.key).update(`move:${code}`).digest('base64url');
  const keep = (move: Move): Change<Move> => ({ value: move, keys: [move.code], expiresAt: move.expiresAt + ttlMs });

  /** One step of the move of a conversation; `step` answers undefined where nothing may change. */
  async function change<Answer>(
    conversationId: string,
    step: (move: Move) => { readonly next?: Move; readonly answer: Answer },
    otherwise: Answer,
  ): Promise<Answer> {
    let answer = otherwise;
    const changed = await moves.change(
      conversationId,
      (move) => {
        const said = step(move);
        answer = said.answer;
        return said.next && keep(said.next);
      },
      BUSY_ATTEMPTS,
    );
    if (!changed.ok && changed.reason === 'busy') throw new Error('a move could not be written: others were faster');
    return changed.ok || changed.reason === 'declined' ? answer : otherwise;
  }

  return {
    async offer({ conversationId, channel }) {
      const allowed = await take('move-offer', conversationId);
      if (!allowed.ok) return { ok: false, reason: 'limit', retryAt: allowed.retryAt };
      const code = newCode(options.randomInt);
      const offeredAt = now();
      const move: Move = {
        id: options.newId(),
        fromChannel: channel,
        code: hash(code),
        state: 'offered',
        offeredAt,
        expiresAt: offeredAt + ttlMs,
      };
      const { value, ...written } = keep(move);
      if (!(await moves.insert(conversationId, value, written)).ok) {
        const replaced = await moves.change(conversationId, () => keep(move), BUSY_ATTEMPTS);
        if (!replaced.ok) throw new Error(`could not write a move: ${replaced.reason}`);
      }
      return { ok: true, moveId: move.id, code, expiresAt: move.expiresAt };
    },

    async claim({ to, code, turnId }): Promise<Claimed> {
      const noMatch: Claimed = { ok: false, reason: 'no-match' };
      const found = await moves.byKey(hash(code));
      // A turn that is run again is no second attempt.
      const isAgain = found?.value.claim?.by === turnId;
      const allowed: LimitVerdict = isAgain ? { ok: true } : await take('move-claim', to.conversationId);
      if (!allowed.ok) return { ok: false, reason: 'limit', retryAt: allowed.retryAt };
      if (found === undefined || found.id === to.conversationId) return noMatch;
      return change<Claimed>(
        found.id,
        (move) => {
          const from = { conversationId: found.id, channel: move.fromChannel };
          const isOpen = move.code === hash(code) && now() < move.expiresAt;
          const isHere = move.claim?.to === to.conversationId;
          // Typed again where it was typed: perhaps the turn that claimed it was lost with the code.
          if (isHere && (move.claim?.by === turnId || (isOpen && move.state === 'claimed'))) {
            return { answer: { ok: true, moveId: move.id, from, expiresAt: move.expiresAt } };
          }
          if (!isOpen || move.state !== 'offered') return { answer: noMatch };
          const at = now();
          const claim = { to: to.conversationId, toChannel: to.channel, by: turnId, at };
          const next: Move = { ...move, state: 'claimed', claim, expiresAt: at + ttlMs };
          return { next, answer: { ok: true, moveId: move.id, from, expiresAt: next.expiresAt } };
        },
        noMatch,
      );
    },

    decide({ from, moveId, agree, turnId }) {
      const none: Decided = { ok: false, reason: 'none' };
      const wanted = agree ? 'confirmed' : 'refused';
      return change<Decided>(
        from,
        (move) => {
          if (move.id !== moveId || move.claim === undefined) return { answer: none };
          const to = { conversationId: move.claim.to, channel: move.claim.toChannel };
          const answer: Decided = { ok: true, moveId: move.id, to };
          if (move.decidedBy === turnId && move.state === wanted) return { answer };
          if (move.state !== 'claimed' || now() >= move.expiresAt) return { answer: none };
          return { next: { ...move, state: wanted, decidedBy: turnId }, answer };
        },
        none,
      );
    },
  };
}
