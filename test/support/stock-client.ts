import { type Activity, ConnectionStatus, DirectLine } from 'botframework-directlinejs';
import { FetchXmlHttpRequest } from './xml-http-request.ts';

Object.assign(globalThis, { XMLHttpRequest: FetchXmlHttpRequest });

export type Heard = Activity & {
  text?: string;
  value?: unknown;
  channelData?: Record<string, unknown>;
  inputHint?: string;
  replyToId?: string;
};
type Said = { text?: string; value?: unknown; channelData?: object; from?: object; attachments?: object[] };

export interface StockClient {
  readonly line: DirectLine;
  readonly heard: Heard[];
  readonly statuses: ConnectionStatus[];
  /** Answers the id that the client was given. */
  post(activity: Said): Promise<string>;
  /** Resolves with the first activity, heard already or from now on, that fits. */
  hears(fits: (activity: Heard) => boolean): Promise<Heard>;
  /** Resolves when the connection has had the status since the call. */
  becomes(status: ConnectionStatus): Promise<void>;
  end(): void;
}

/** Everything of the stock client as it comes, but for its waiting times. */
export function startStockClient(options: {
  domain: string;
  token: string;
  webSocket: boolean;
  conversationId?: string;
  WebSocket?: typeof WebSocket;
}): StockClient {
  const settings = { domain: options.domain, token: options.token, webSocket: options.webSocket };
  // 3 s to 15 s between a lost socket and the next, drawn by `random`: makes it 12 ms.
  const services = { random: () => -0.249, ...(options.WebSocket ? { WebSocket: options.WebSocket } : {}) };
  const resumed = options.conversationId === undefined ? {} : { conversationId: options.conversationId };
  const line = new DirectLine(
    Object.assign({ ...settings, ...resumed, pollingInterval: 200, timeout: 2_000 }, services),
  );
  const heard: Heard[] = [];
  const statuses: ConnectionStatus[] = [];
  const watchers = new Set<() => void>();
  const notify = () => {
    for (const watcher of watchers) watcher();
  };
  // How the streams end is seen in the status.
  const listening = line.activity$.subscribe(
    (activity) => {
      heard.push(activity);
      notify();
    },
    () => {},
  );
  const watching = line.connectionStatus$.subscribe(
    (status) => {
      statuses.push(status);
      notify();
    },
    () => {},
  );

  function until<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const watcher = () => {
        const found = look();
        if (found === undefined) return;
        watchers.delete(watcher);
        resolve(found);
      };
      watchers.add(watcher);
      watcher();
    });
  }

  return {
    line,
    heard,
    statuses,
    post: (activity) =>
      new Promise((resolve, reject) => {
        const base: Activity = { type: 'message', from: { id: 'dl_somebody' } };
        line.postActivity(Object.assign(base, activity)).subscribe(resolve, reject);
      }),
    hears: (fits) => until(() => heard.find(fits)),
    becomes(status) {
      const from = statuses.length;
      return until(() => (statuses.slice(from).includes(status) ? true : undefined)).then(() => undefined);
    },
    end() {
      listening.unsubscribe();
      watching.unsubscribe();
      line.end();
    },
  };
}

export { ConnectionStatus };

/** A token for a new conversation. */
export async function generate(domain: string): Promise<{ conversationId: string; token: string }> {
  const answer = await fetch(`${domain}/tokens/generate`, { method: 'POST' });
  return answer.json();
}
