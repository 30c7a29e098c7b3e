import type { DialogTurn } from '../turn.ts';

/**
 * Why a person cannot be called now, in words; nothing when they can. The narrowest limit first: what one conversation may
 * not do counts against nobody else.
 */
export async function refusedCall(turn: DialogTurn): Promise<string | undefined> {
  const { take } = turn.services;
  const wait = (retryAt: number) => ({ wait: turn.duration(Math.max(1, retryAt - turn.now)) });

  const here = await take('handoff-request', turn.conversationId);
  if (!here.ok) return turn.text('handoff.too-many', wait(here.retryAt));
  const ofOrigin = await take('handoff-request-origin', turn.origin);
  if (!ofOrigin.ok) return turn.text('handoff.too-many-there', wait(ofOrigin.retryAt));
  const overall = await take('handoff-request-overall', 'all');
  return overall.ok ? undefined : turn.text('handoff.too-many-overall', wait(overall.retryAt));
}
