import type { SessionKeeper } from './direct-line.ts';
import { readSession } from './wire.ts';

const key = 'recupera.conversation';

/**
 * Keeps the way back into the conversation while the tab lives: its id and token, nothing said in it. A browser that
 * forbids storage makes the conversation end with a reload, nothing worse.
 */
export function createSessionKeeper(storage: () => Storage): SessionKeeper {
  const attempt = <T>(use: () => T): T | undefined => {
    try {
      return use();
    } catch {
      return undefined;
    }
  };
  return {
    load: () => attempt(() => readSession(JSON.parse(storage().getItem(key) ?? ''))),
    save: (session) => attempt(() => storage().setItem(key, JSON.stringify(session))),
    clear: () => attempt(() => storage().removeItem(key)),
  };
}
