import type { Api } from './api.ts';
import { createDirectLine, type DirectLine, type Link, type SessionKeeper } from './direct-line.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import type { View } from './transcript.ts';
import {
  emptyTranscript,
  fail,
  isConfirmed,
  type MessageKind,
  receive,
  say,
  type Transcript,
  viewOf,
} from './transcript.ts';
import type { Activity } from './wire.ts';

export interface ChatDeps {
  readonly api: Api;
  readonly locale: string;
  readonly origin: string;
  readonly keeper: SessionKeeper;
  readonly openSocket: (streamUrl: string) => WebSocket;
  readonly pause: (ms: number) => Promise<void>;
  readonly isOnline: () => boolean;
  readonly random: () => number;
  readonly newId: () => string;
  readonly now: () => number;
}

export interface ChatState extends View {
  readonly link: Link;
  /** The agent who is writing. */
  readonly typist: string | undefined;
}

/** Everything the screen needs of a conversation. */
export interface Chat {
  state(): ChatState;
  /** Milliseconds since the epoch by the server's clock, as far as its answers told. */
  serverNow(): number;
  /** Calls back after each change; answers how to stop that. */
  subscribe(listener: () => void): () => void;
  start(): void;
  /** Says something as the person. `kind` tells what the page shows of it. */
  sendText(text: string, kind?: MessageKind): void;
  /** Sends what must not be shown: it is in no transcript, storage or log of the page. */
  sendValue(value: Record<string, unknown>, kind: MessageKind): void;
  sendFiles(files: readonly File[]): void;
  /** The person is writing; told to agents now and then, and to nobody else. */
  typing(): void;
  /** The person touched the open form; told once for each question. */
  touchForm(): void;
  /** Lets this device forget the conversation, and opens a new one. */
  restart(): void;
}

/** The server's echo of a message comes at once; a stream that stays silent this long after a message is dead. */
const echoTimeoutMs = 8_000;
/** Telling that the person writes, and how long it is believed of an agent. */
const typingEveryMs = 3_000;
const typingLastsMs = 4_500;

/** Puts together connection, outbox and transcript. */
export function createChat(deps: ChatDeps): Chat {
  const listeners = new Set<() => void>();
  let transcript: Transcript = emptyTranscript;
  let link: Link = 'connecting';
  let typist: string | undefined;
  let typistStops: ReturnType<typeof setTimeout> | undefined;
  let typedAt = 0;
  let touched: string | undefined;
  let current: ChatState = { ...viewOf(transcript, deps.origin), link, typist };
  let line: DirectLine;
  let outbox: Outbox;

  function change(next: Transcript, nextLink: Link = link): void {
    transcript = next;
    link = nextLink;
    current = { ...viewOf(transcript, deps.origin), link, typist };
    for (const listener of listeners) listener();
  }

  /** A word of theirs ends it; otherwise it ends by itself. */
  function seeTyping(activities: readonly Activity[]): void {
    const last = activities.findLast(({ from }) => from?.role === 'bot');
    if (last === undefined) return;
    clearTimeout(typistStops);
    typist = last.type === 'typing' ? last.from?.name : undefined;
    if (typist === undefined) return;
    typistStops = setTimeout(() => {
      typist = undefined;
      change(transcript);
    }, typingLastsMs);
  }

  function open(mayResume: boolean): void {
    const opened = createDirectLine({
      ...deps,
      mayResume,
      onActivities: (activities) => {
        seeTyping(activities);
        change(receive(transcript, activities));
      },
      onLink: (next) => change(transcript, next),
    });
    line = opened;
    outbox = createOutbox({
      post: opened.post,
      pause: deps.pause,
      onFailed: (id) => change(fail(transcript, id)),
      onSent: (id) => {
        setTimeout(() => {
          if (!isConfirmed(transcript, id) && link === 'online') opened.reconnect();
        }, echoTimeoutMs);
      },
    });
    void opened.start();
  }

  function send(kind: MessageKind, shown: string, content: object): void {
    const id = `${kind}:${deps.newId()}`;
    outbox.send({ id, body: activityOf(id, content) });
    change(say(transcript, id, shown));
  }

  const activityOf = (id: string, content: object) => ({
    type: 'message',
    from: { id: 'user', role: 'user' },
    locale: deps.locale,
    textFormat: 'plain',
    channelData: { clientActivityID: id },
    ...content,
  });

  return {
    state: () => current,
    serverNow: () => deps.now() + deps.api.clockOffset(),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => open(true),
    sendText: (text, kind = 'text') => send(kind, kind === 'text' ? text : '', { text }),
    sendValue: (value, kind) => send(kind, '', { value }),
    sendFiles(files) {
      const id = `files:${deps.newId()}`;
      const attachments = files.map(({ name, type }) => ({ name, contentType: type || 'application/octet-stream' }));
      const body = new FormData();
      const activity = JSON.stringify(activityOf(id, { attachments }));
      body.append('activity', new Blob([activity], { type: 'application/vnd.microsoft.activity' }), 'blob');
      for (const file of files) body.append('file', file, file.name);
      outbox.send({ id, body });
      change(say(transcript, id, ''));
    },
    typing() {
      if (!current.people || link !== 'online' || deps.now() - typedAt < typingEveryMs) return;
      typedAt = deps.now();
      void line.post({ type: 'typing', from: { id: 'user', role: 'user' } });
    },
    touchForm() {
      const { askedId } = current;
      if (askedId === undefined || askedId === touched || link !== 'online') return;
      touched = askedId;
      void line.post({ type: 'event', name: 'form-opened', value: { asked: askedId } });
    },
    restart() {
      line.stop();
      outbox.stop();
      deps.keeper.clear();
      change(emptyTranscript, 'connecting');
      void deps.api.endSession().then(() => open(false));
    },
  };
}
