import type { Chat } from '../chat.ts';

/** A text that has less than this to live is not signed any more: the signature still has to travel. */
const marginMs = 20_000;
const answerWithinMs = 20_000;

/**
 * The text to sign: the one of the last message, or a new one from the bot when that is old. Undefined when none came.
 */
export function freshChallenge(chat: Chat): Promise<string | undefined> {
  const { challenge, challengeExpiresAt } = chat.state();
  const isFresh = challengeExpiresAt === undefined || challengeExpiresAt - chat.serverNow() > marginMs;
  if (challenge !== undefined && isFresh) return Promise.resolve(challenge);
  return new Promise((resolve) => {
    const timer = setTimeout(finish, answerWithinMs, undefined);
    const unsubscribe = chat.subscribe(() => {
      const next = chat.state().challenge;
      if (next !== undefined && next !== challenge) finish(next);
    });
    function finish(next: string | undefined) {
      clearTimeout(timer);
      unsubscribe();
      resolve(next);
    }
    chat.sendValue({ renewChallenge: true }, 'renew');
  });
}
