import type {
  CannedAnswers,
  ConversationView,
  Delivery,
  Me,
  QueueItem,
  StreamEvent,
  TranscriptEntry,
} from '../../../desk/api-types.ts';
import type { Alerts } from './alerts.ts';
import type { Answer, Api, Refusal } from './api.ts';
import type { LiveStream } from './stream.ts';

/** The agent's words on their way. */
export interface Pending {
  readonly clientMessageId: string;
  readonly text: string;
}

export interface OpenConversation {
  readonly id: string;
  readonly view?: ConversationView | undefined;
  readonly entries: readonly TranscriptEntry[];
  readonly pending: readonly Pending[];
  readonly personTypes: boolean;
  /** Why it cannot be shown. */
  readonly refused?: string | undefined;
}

export interface DeskState {
  readonly me: Me;
  readonly link: 'live' | 'connecting' | 'signed-out';
  readonly items: ReadonlyMap<string, QueueItem>;
  readonly open?: OpenConversation | undefined;
  readonly canned?: CannedAnswers | undefined;
  /** The last thing that was said to the agent; `n` tells two of the same apart. */
  readonly toast?: { readonly n: number; readonly kind: 'done' | 'refused'; readonly text: string } | undefined;
  /** By how much the server's clock is ahead, in milliseconds. */
  readonly offset: number;
}

/** What the page knows and does; the server decides. */
export interface Desk {
  state(): DeskState;
  subscribe(listener: () => void): () => void;
  readonly api: Api;
  start(): void;
  /** Shows a conversation, or none. */
  look(id: string | undefined): void;
  act<Body extends { item: QueueItem }>(name: string, body?: unknown): Promise<Answer<Body>>;
  say(text: string): Promise<boolean>;
  typing(): void;
  loadCanned(): Promise<void>;
  setCanned(canned: CannedAnswers): void;
  tell(kind: 'done' | 'refused', text: string): void;
  /** Asks the server to keep the session: somebody is there. */
  here(): void;
}

const root = '/desk/api';
/** What the assistant is told to do, once however often it is sent. */
const instructions: ReadonlySet<string> = new Set(['form', 'start', 'cancel']);
/** Pressed again within this because no answer came, it is the same; later it is wanted again. */
const sameActMs = 60_000;
const typingEveryMs = 3_000;
const typingEndsMs = 5_000;
const personTypesMs = 6_000;

export function createDesk(deps: {
  readonly me: Me;
  readonly api: Api;
  readonly alerts: Alerts;
  readonly now: () => number;
  readonly newId: () => string;
  readonly openStream: (handlers: {
    address: () => string;
    onEvent: (event: StreamEvent) => void;
    onState: (state: DeskState['link']) => void;
  }) => LiveStream;
  readonly refusal: (reason: string) => string;
}): Desk {
  const { api, alerts, now } = deps;
  let state: DeskState = { me: deps.me, link: 'connecting', items: new Map(), offset: deps.me.now - now() };
  const listeners = new Set<() => void>();
  let stream = '';
  let typingSince = 0;
  let typingEnds: ReturnType<typeof setTimeout> | undefined;
  let personStops: ReturnType<typeof setTimeout> | undefined;
  let rereading: Promise<void> | undefined;
  let told = 0;
  /** Ids of instructions that may have been done, by what was asked. */
  const unanswered = new Map<string, { readonly id: string; readonly until: number }>();

  function set(change: Partial<DeskState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  function setOpen(id: string, change: Partial<OpenConversation>): void {
    if (state.open?.id === id) set({ open: { ...state.open, ...change } });
  }

  function take(event: StreamEvent): void {
    const view = state.open?.view;
    switch (event.event) {
      case 'hello':
        stream = event.stream;
        set({ items: new Map(event.items.map((item) => [item.id, item])), offset: event.now - now() });
        alerts.count(waiting());
        if (state.open) void reread(state.open.id);
        break;
      case 'item':
        takeItem(event.item);
        break;
      case 'gone':
        set({ items: new Map([...state.items].filter(([id]) => id !== event.id)) });
        alerts.count(waiting());
        break;
      case 'entries':
        takeEntries(event.id, event.entries);
        if (movesOn(view, event.entries)) void reread(event.id);
        break;
      case 'deliveries':
        if (view) setOpen(event.id, { view: { ...view, deliveries: newest(view.deliveries, event.deliveries) } });
        break;
      case 'typing':
        clearTimeout(personStops);
        if (event.typing) personStops = setTimeout(() => setOpen(event.id, { personTypes: false }), personTypesMs);
        setOpen(event.id, { personTypes: event.typing });
        break;
      case 'looking':
        if (view) setOpen(event.id, { view: { ...view, looking: event.looking } });
        break;
      case 'changed':
        void reread(event.id);
        break;
      case 'notice':
        alerts.notice(event.notice);
        break;
      case 'signed-out':
        set({ link: 'signed-out' });
    }
  }

  function takeItem(item: QueueItem): void {
    const before = state.items.get(item.id);
    if (before !== undefined && before.version > item.version) return;
    set({ items: new Map(state.items).set(item.id, item) });
    const mine = item.assignee?.id === state.me.staff.id;
    const isNew = item.state === 'queued' && before?.state !== 'queued';
    const spoke = mine && item.waitingSince !== undefined && before?.waitingSince === undefined;
    if (isNew || spoke) alerts.ring();
    alerts.count(waiting());
    if (state.open?.id !== item.id) return;
    if (state.open.view) setOpen(item.id, { view: { ...state.open.view, item } });
    // It was somebody else's, and may be there for all by now.
    if (state.open.refused !== undefined) void reread(item.id);
  }

  function takeEntries(id: string, fresh: readonly TranscriptEntry[]): void {
    const { open } = state;
    if (open?.id !== id) return;
    const bySeq = new Map([...open.entries, ...fresh].map((entry) => [entry.seq, entry]));
    const entries = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
    const said = new Set(entries.map(({ clientMessageId }) => clientMessageId));
    const pending = open.pending.filter(({ clientMessageId }) => !said.has(clientMessageId));
    const personTypes = open.personTypes && !fresh.some(({ from }) => from === 'person');
    setOpen(id, { entries, pending, personTypes });
  }

  function waiting(): number {
    const mine = state.me.staff.id;
    return [...state.items.values()].filter(
      (item) =>
        item.state === 'queued' ||
        (item.assignee?.id === mine && item.waitingSince !== undefined && item.state === 'assigned'),
    ).length;
  }

  /** One reading at a time; a change meanwhile asks for one more. */
  function reread(id: string): Promise<void> {
    const reading = (rereading ?? Promise.resolve()).then(() => read(id));
    rereading = reading;
    return reading;
  }

  async function read(id: string): Promise<void> {
    if (state.open?.id !== id) return;
    const answer = await api.get<ConversationView>(`${root}/handoffs/${encodeURIComponent(id)}`);
    if (state.open?.id !== id) return;
    if (!answer.ok) {
      if (answer.status === 401) return set({ link: 'signed-out' });
      return setOpen(id, { refused: answer.refused, view: undefined, entries: [] });
    }
    setOpen(id, { view: answer.body, refused: undefined, entries: [] });
    takeEntries(id, answer.body.transcript);
    await watch(id, true);
  }

  async function watch(id: string, looking: boolean): Promise<void> {
    if (stream === '') return;
    await api.send('POST', `${root}/handoffs/${encodeURIComponent(id)}/looking`, { stream, looking });
  }

  function tell(kind: 'done' | 'refused', text: string): void {
    told += 1;
    set({ toast: { n: told, kind, text } });
  }

  function refused(answer: Refusal): void {
    if (answer.status === 401) set({ link: 'signed-out' });
    else tell('refused', deps.refusal(answer.refused));
  }

  async function act<Body extends { item: QueueItem }>(name: string, body: unknown = {}): Promise<Answer<Body>> {
    const id = state.open?.id ?? '';
    const path = `${root}/handoffs/${encodeURIComponent(id)}/${name}`;
    const answer = await (instructions.has(name) ? instruct<Body>(path, body) : api.send<Body>('POST', path, body));
    if (!answer.ok) refused(answer);
    else if (name !== 'typing') {
      takeItem(answer.body.item);
      void reread(id);
    }
    return answer;
  }

  /** With an id of its own; asked for again because no answer came, it has the same. */
  async function instruct<Body>(path: string, body: unknown): Promise<Answer<Body>> {
    const what = JSON.stringify([path, body]);
    const before = unanswered.get(what);
    const { id, until } = before && before.until > now() ? before : { id: deps.newId(), until: now() + sameActMs };
    unanswered.set(what, { id, until });
    const answer = await api.send<Body>('POST', path, Object.assign({ id }, body));
    if (answer.ok || (answer.status > 0 && answer.status < 500)) unanswered.delete(what);
    return answer;
  }

  function stopTyping(): void {
    clearTimeout(typingEnds);
    if (typingSince === 0) return;
    typingSince = 0;
    const id = state.open?.id;
    if (id) void api.send('POST', `${root}/handoffs/${encodeURIComponent(id)}/typing`, { typing: false });
  }

  return {
    api,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start() {
      const address = () => {
        const { open } = state;
        if (!open?.view) return `${root}/stream`;
        return `${root}/stream?watch=${encodeURIComponent(open.id)}&after=${open.entries.at(-1)?.seq ?? 0}`;
      };
      deps.openStream({ address, onEvent: take, onState: (link) => set({ link }) });
    },
    look(id) {
      const before = state.open?.id;
      if (before === id) return;
      stopTyping();
      if (before !== undefined && id === undefined) void watch(before, false);
      set({ open: id === undefined ? undefined : { id, entries: [], pending: [], personTypes: false } });
      if (id !== undefined) void reread(id);
    },
    act,
    async say(text) {
      const { open } = state;
      if (!open) return false;
      const clientMessageId = deps.newId();
      stopTyping();
      setOpen(open.id, { pending: [...open.pending, { clientMessageId, text }] });
      const path = `${root}/handoffs/${encodeURIComponent(open.id)}/say`;
      let answer = await api.send<{ item: QueueItem }>('POST', path, { clientMessageId, text });
      // The same id is said once, however often it arrives.
      if (!answer.ok && answer.status === 0) answer = await api.send('POST', path, { clientMessageId, text });
      if (answer.ok) {
        takeItem(answer.body.item);
        return true;
      }
      setOpen(open.id, {
        pending: (state.open?.pending ?? []).filter((each) => each.clientMessageId !== clientMessageId),
      });
      refused(answer);
      return false;
    },
    typing() {
      const at = now();
      clearTimeout(typingEnds);
      typingEnds = setTimeout(stopTyping, typingEndsMs);
      if (at - typingSince < typingEveryMs || !state.open) return;
      typingSince = at;
      void api.send('POST', `${root}/handoffs/${encodeURIComponent(state.open.id)}/typing`, { typing: true });
    },
    async loadCanned() {
      const answer = await api.get<CannedAnswers>(`${root}/canned`);
      if (answer.ok) set({ canned: answer.body });
    },
    setCanned: (canned) => set({ canned }),
    tell,
    here: () => void api.send('POST', `${root}/session/here`, {}),
  };
}

/** Whether the assistant asks for something else than what is shown beside the conversation. */
function movesOn(view: ConversationView | undefined, fresh: readonly TranscriptEntry[]): boolean {
  const asked = fresh.findLast(({ from, step }) => from === 'assistant' && step !== undefined);
  return asked !== undefined && asked.step !== view?.standing?.step;
}

/** How far each entry came, the later word counting. */
function newest(before: readonly Delivery[], after: readonly Delivery[]): Delivery[] {
  return [...new Map([...before, ...after].map((delivery) => [delivery.seq, delivery])).values()];
}
