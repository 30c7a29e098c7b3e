import type { Answer, Api, Opening } from './api.ts';
import { type Activity, readFrame, type Session } from './wire.ts';

/** How the page stands with the server. `ended`: this conversation cannot go on, a new one can be started. */
export type Link = 'connecting' | 'online' | 'reconnecting' | 'offline' | 'ended';

export interface SessionKeeper {
  load(): Session | undefined;
  save(session: Session): void;
  clear(): void;
}

export interface DirectLineDeps {
  readonly api: Api;
  readonly locale: string;
  readonly keeper: SessionKeeper;
  /** False after the person chose to begin anew: then nothing is taken up that this browser had. */
  readonly mayResume: boolean;
  readonly openSocket: (streamUrl: string) => WebSocket;
  /** Resolves after `ms`, or earlier when the network or the person comes back. */
  readonly pause: (ms: number) => Promise<void>;
  readonly isOnline: () => boolean;
  readonly random: () => number;
  readonly onActivities: (activities: Activity[]) => void;
  readonly onLink: (link: Link) => void;
}

export interface DirectLine {
  /** Runs until the conversation ends or `stop` is called. */
  start(): Promise<void>;
  stop(): void;
  post(body: object | FormData): Promise<Answer<{ id?: string | undefined }>>;
  /** Drops the connection in use, which seems dead, and makes a new one. */
  reconnect(): void;
}

const pingMs = 20_000;
const refreshMs = 15 * 60_000;
const pollMs = 1_000;
/** Polled this often, a socket is tried again. */
const pollsBeforeSocket = 60;
const longestPauseMs = 15_000;
/** A handshake that takes longer hangs in some proxy: the page polls meanwhile. */
const openTimeoutMs = 5_000;

/** One conversation over Direct Line 3.0: WebSocket first, polling where sockets do not pass, back by itself. */
export function createDirectLine(deps: DirectLineDeps): DirectLine {
  const { api, keeper } = deps;
  let session = keeper.load();
  /** History is read from the start after a reload, and from here after a lost connection. */
  let watermark = '0';
  let stopped = false;
  let dropConnection = () => {};
  let failures = 0;

  const report = (link: Link) => {
    if (!stopped) deps.onLink(link);
  };
  const keep = (next: Session) => {
    session = next;
    keeper.save(next);
  };
  const end = () => {
    keeper.clear();
    report('ended');
    stopped = true;
  };

  async function open(): Promise<Answer<Opening>> {
    if (session !== undefined) return adopt(session, await call((own) => api.resume(own, watermark), session));
    const generated = await api.generate(deps.mayResume);
    if (!generated.ok) return generated;
    const { resumed, ...own } = generated.value;
    return adopt(own, await (resumed ? api.resume(own, watermark) : api.start(own, deps.locale)));
  }

  /** Asks with the token at hand, and once more with a new one where that has expired. */
  async function call<T>(ask: (own: Session) => Promise<Answer<T>>, own: Session): Promise<Answer<T>> {
    const answer = await ask(own);
    if (answer.ok || answer.reason !== 'expired') return answer;
    const renewed = await renew(own);
    return renewed.ok ? ask(renewed.value) : renewed;
  }

  /** A new token for the same conversation, by the browser's own session; `gone` when that leads elsewhere. */
  async function renew(lost: Session): Promise<Answer<Session>> {
    if (session !== undefined && session.token !== lost.token) return { ok: true, value: session };
    const generated = await api.generate(true);
    if (!generated.ok) return generated.reason === 'unreachable' ? generated : { ok: false, reason: 'gone' };
    const { resumed, ...own } = generated.value;
    if (!resumed || own.conversationId !== lost.conversationId) return { ok: false, reason: 'gone' };
    keep(own);
    return { ok: true, value: own };
  }

  function adopt(used: Session, opened: Answer<Opening>): Answer<Opening> {
    const token = session?.token ?? used.token;
    if (opened.ok) keep({ conversationId: opened.value.conversationId, token: opened.value.token ?? token });
    return opened;
  }

  function receive(data: unknown): void {
    const frame = readFrame(data);
    if (frame === undefined || stopped) return;
    watermark = frame.watermark ?? watermark;
    if (frame.activities.length > 0) deps.onActivities(frame.activities);
  }

  /** Resolves when the socket is closed, with whether it had ever been open. */
  function stream(streamUrl: string): Promise<boolean> {
    return new Promise((resolve) => {
      let wasOpen = false;
      const socket = deps.openSocket(streamUrl);
      const ping = setInterval(() => {
        if (socket.readyState === socket.OPEN) socket.send('');
      }, pingMs);
      const hung = setTimeout(() => finish(), openTimeoutMs);
      const finish = () => {
        clearInterval(ping);
        clearTimeout(hung);
        socket.onclose = null;
        socket.onopen = null;
        socket.onmessage = null;
        socket.close();
        resolve(wasOpen);
      };
      dropConnection = finish;
      socket.onopen = () => {
        wasOpen = true;
        clearTimeout(hung);
        failures = 0;
        report('online');
      };
      socket.onmessage = ({ data }) => receive(parse(data));
      socket.onclose = finish;
    });
  }

  async function poll(current: Session): Promise<Answer<unknown>> {
    let dropped = false;
    dropConnection = () => {
      dropped = true;
    };
    for (let count = 0; count < pollsBeforeSocket && !stopped && !dropped; count += 1) {
      const polled = await call((own) => api.poll(own, watermark), session ?? current);
      if (!polled.ok) return polled;
      failures = 0;
      report('online');
      receive(polled.value);
      await deps.pause(pollMs);
    }
    return { ok: true, value: undefined };
  }

  async function connectOnce(): Promise<Answer<unknown>> {
    const opened = await open();
    if (!opened.ok) return opened;
    const { streamUrl } = opened.value;
    if (streamUrl !== undefined && (await stream(streamUrl))) return { ok: true, value: undefined };
    return stopped || session === undefined ? { ok: true, value: undefined } : poll(session);
  }

  async function refreshForever(): Promise<void> {
    while (!stopped) {
      await new Promise((resolve) => setTimeout(resolve, refreshMs));
      if (stopped || session === undefined) continue;
      const { conversationId } = session;
      const refreshed = await call(api.refresh, session);
      if (refreshed.ok) keep({ conversationId, token: refreshed.value.token });
      else if (refreshed.reason !== 'unreachable') return end();
    }
  }

  return {
    async start() {
      report('connecting');
      void refreshForever();
      while (!stopped) {
        const result = await connectOnce();
        if (stopped) return;
        if (!result.ok && result.reason !== 'unreachable') return end();
        report(deps.isOnline() ? (failures === 0 && session === undefined ? 'connecting' : 'reconnecting') : 'offline');
        await deps.pause(Math.min(longestPauseMs, 500 * 2 ** failures) * (0.75 + deps.random() / 2));
        failures += 1;
      }
    },
    stop() {
      stopped = true;
      dropConnection();
    },
    async post(body) {
      if (session === undefined) return { ok: false, reason: 'unreachable' };
      const posted = await call((own) => api.post(own, body), session);
      if (!posted.ok && (posted.reason === 'expired' || posted.reason === 'gone')) end();
      return posted;
    },
    reconnect: () => dropConnection(),
  };
}

function parse(data: unknown): unknown {
  if (typeof data !== 'string' || data === '') return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
