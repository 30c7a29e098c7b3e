import { type BoardLine, HandoffRow, placeInQueue, placesOf } from '../../services/handoff/board-line.ts';
import type { Agent, KnownHandoff, Staff } from '../../services/handoff/handoff.ts';
import type { Handoffs } from '../../services/handoff/handoffs.ts';
import type { Notice, Notices } from '../../services/handoff/notices.ts';
import type { SlaTimes } from '../../services/handoff/sla.ts';
import type { LogEntry, Millis } from '../../services/store/store.ts';
import type { Delivery, StreamEvent } from './api-types.ts';
import type { Presence } from './presence.ts';
import { queueItem } from './queue-item.ts';
import { isSupervisor, mayRead, maySee } from './rights.ts';
import { transcriptOf } from './transcript.ts';

/** One open page of the desk. */
export interface DeskViewer {
  readonly stream: string;
  readonly staff: Staff;
  /** `id` comes back as `Last-Event-ID`. */
  send(event: StreamEvent, id?: string): void;
}

/** What happens, for the pages of the desk that are open here. */
export interface Feed {
  /** Sends `hello`, and from then on what this viewer may see. Answers how to leave. */
  join(viewer: DeskViewer): Promise<() => void>;
  /** A viewer turns to a conversation, from an entry of its log on. False for a stream that is not open here, or not theirs. */
  watch(stream: string, staffId: string, handoffId: string | undefined, afterSeq?: number): Promise<boolean>;
  /** New entries of a conversation, as the worker and the door publish them. */
  publish(conversationId: string, entries: readonly LogEntry[]): void;
  personTyping(conversationId: string, typing: boolean): void;
  delivered(conversationId: string, deliveries: readonly Delivery[]): void;
  /** Something beside the words changed: whoever looks reads the conversation again. */
  changed(conversationId: string): void;
  /** Who looks at a conversation, besides this member of staff. */
  lookers(handoffId: string, staffId: string): readonly Agent[];
  /** Looks for what other instances did; to be called about once a second. */
  poll(): Promise<void>;
  /** How many pages are open here. */
  open(): number;
}

interface Seat {
  readonly viewer: DeskViewer;
  watched:
    | { readonly id: string; readonly conversationId: string; lastSeq: number; reading: boolean; again: boolean }
    | undefined;
}

const PAGE = 200;

export function createFeed(deps: {
  readonly handoffs: Pick<Handoffs, 'list' | 'get' | 'onChanged'>;
  readonly notices: Pick<Notices, 'onNotice'>;
  readonly presence: Presence;
  readonly readLog: (conversationId: string, afterSeq: number, limit: number) => Promise<LogEntry[]>;
  readonly mask: (text: string) => string;
  readonly sla: SlaTimes;
  readonly now: () => Millis;
  readonly renewLooksMs: Millis;
  readonly onError: (error: unknown) => void;
}): Feed {
  const { handoffs, presence, now, sla, mask } = deps;
  const seats = new Map<string, Seat>();
  /** Kept while a page is open here, or about to be. */
  const board = new Map<string, BoardLine>();
  let joining = 0;
  let looking = new Map<string, Agent[]>();
  let renewedAt = 0;

  handoffs.onChanged((known) => {
    if (isWatched()) changed(lineOf(known));
  });
  deps.notices.onNotice((notice) => tellSupervisors(notice));

  const isWatched = () => joining + seats.size > 0;
  const itemOf = (line: BoardLine, place: number | undefined) => queueItem(line, { place, now: now(), sla });
  const placeOf = ({ id, row }: BoardLine) =>
    row.state === 'queued' ? placeInQueue(board.values(), id, row.requestedAt) : undefined;

  /** A line that is newer than what is known here; `before` says who saw it until now. */
  function changed(line: BoardLine): void {
    const before = board.get(line.id);
    if (before !== undefined && before.row.rev >= line.row.rev) return;
    board.set(line.id, line);
    const item = itemOf(line, placeOf(line));
    for (const { viewer, watched } of seats.values()) {
      if (maySee(viewer.staff, line.row)) viewer.send({ event: 'item', item });
      else if (before && maySee(viewer.staff, before.row)) viewer.send({ event: 'gone', id: line.id });
      if (watched?.id === line.id && isNews(before?.row, line.row)) tellWatcher(viewer, line);
    }
  }

  /** Who lost the right to read what they have open reads no further word. */
  function tellWatcher(viewer: DeskViewer, { id, row }: BoardLine): void {
    const seat = seats.get(viewer.stream);
    if (!mayRead(viewer.staff, row) && seat) seat.watched = undefined;
    viewer.send({ event: 'changed', id });
  }

  function tellSupervisors(notice: Notice): void {
    for (const { viewer } of seats.values()) if (isSupervisor(viewer.staff)) viewer.send({ event: 'notice', notice });
  }

  function watchersOf(conversationId: string): Seat[] {
    return [...seats.values()].filter(({ watched }) => watched?.conversationId === conversationId);
  }

  /** Entries that follow what the seat has; anything else is read from the log. */
  function give(seat: Seat, entries: readonly LogEntry[]): void {
    const { watched, viewer } = seat;
    const last = entries.at(-1);
    if (!watched || !last) return;
    if (!stillReads(seat)) return;
    watched.lastSeq = last.seq;
    const shown = transcriptOf(entries, mask);
    if (shown.length > 0)
      viewer.send({ event: 'entries', id: watched.id, entries: shown }, `${watched.id}:${last.seq}`);
  }

  /** After its end a conversation goes on between the person and the assistant, and is nobody's at the desk. */
  function stillReads({ watched, viewer }: Seat): boolean {
    const line = watched && board.get(watched.id);
    return line !== undefined && line.row.state !== 'closed' && mayRead(viewer.staff, line.row);
  }

  async function catchUp(seat: Seat): Promise<void> {
    const { watched } = seat;
    if (!watched) return;
    watched.again = true;
    if (watched.reading) return;
    watched.reading = true;
    try {
      for (let more = true; more && seat.watched === watched; ) {
        watched.again = false;
        const entries = await deps.readLog(watched.conversationId, watched.lastSeq, PAGE);
        if (seat.watched === watched) give(seat, entries);
        more = entries.length === PAGE || watched.again;
      }
    } finally {
      watched.reading = false;
    }
  }

  async function refreshBoard(): Promise<void> {
    const known = [...board.keys()];
    const lines = await handoffs.list();
    const ids = new Set(lines.map(({ id }) => id));
    for (const id of known) if (!ids.has(id)) board.delete(id);
    for (const line of lines) changed(line);
  }

  async function refreshLooking(): Promise<void> {
    const before = looking;
    looking = await presence.all();
    for (const { viewer, watched } of seats.values()) {
      if (!watched || sameAgents(before.get(watched.id), looking.get(watched.id))) continue;
      viewer.send({ event: 'looking', id: watched.id, looking: [...lookers(watched.id, viewer.staff.id)] });
    }
  }

  /** Looks are renewed well before they are forgotten, and not with each poll: each costs a write. */
  async function renewLooks(): Promise<void> {
    if (now() < renewedAt + deps.renewLooksMs) return;
    renewedAt = now();
    for (const { viewer, watched } of seats.values()) {
      if (watched) await presence.look(viewer.stream, viewer.staff, watched.id);
    }
  }

  const lookers = (handoffId: string, staffId: string) =>
    (looking.get(handoffId) ?? []).filter(({ id }) => id !== staffId);

  return {
    async join(viewer) {
      joining += 1;
      try {
        await refreshBoard();
        const lines = [...board.values()];
        const places = placesOf(lines);
        const items = lines
          .filter(({ row }) => maySee(viewer.staff, row))
          .map((line) => itemOf(line, places.get(line.id)));
        viewer.send({ event: 'hello', stream: viewer.stream, now: now(), items });
        seats.set(viewer.stream, { viewer, watched: undefined });
      } finally {
        joining -= 1;
      }
      return () => {
        const seat = seats.get(viewer.stream);
        seats.delete(viewer.stream);
        if (!isWatched()) board.clear();
        if (seat?.watched) void presence.look(viewer.stream, viewer.staff, undefined).catch(deps.onError);
      };
    },
    async watch(stream, staffId, handoffId, afterSeq = 0) {
      const seat = seats.get(stream);
      if (seat?.viewer.staff.id !== staffId) return false;
      const known = handoffId === undefined ? undefined : await handoffs.get(handoffId);
      const readable = known && mayRead(seat.viewer.staff, known.handoff);
      if (known) changed(lineOf(known));
      seat.watched = readable
        ? {
            id: known.id,
            conversationId: known.handoff.conversationId,
            lastSeq: afterSeq,
            reading: false,
            again: false,
          }
        : undefined;
      await presence.look(stream, seat.viewer.staff, seat.watched?.id);
      await Promise.all([catchUp(seat), refreshLooking()]);
      return true;
    },
    publish(conversationId, entries) {
      const first = entries[0];
      if (!first) return;
      for (const seat of watchersOf(conversationId)) {
        if (seat.watched && !seat.watched.reading && seat.watched.lastSeq + 1 === first.seq) give(seat, entries);
        else void catchUp(seat).catch(deps.onError);
      }
    },
    personTyping(conversationId, typing) {
      for (const seat of watchersOf(conversationId)) {
        if (seat.watched && stillReads(seat)) seat.viewer.send({ event: 'typing', id: seat.watched.id, typing });
      }
    },
    delivered(conversationId, deliveries) {
      for (const seat of watchersOf(conversationId)) {
        if (seat.watched && stillReads(seat)) {
          seat.viewer.send({ event: 'deliveries', id: seat.watched.id, deliveries: [...deliveries] });
        }
      }
    },
    changed(conversationId) {
      for (const seat of watchersOf(conversationId)) {
        if (seat.watched && stillReads(seat)) seat.viewer.send({ event: 'changed', id: seat.watched.id });
      }
    },
    lookers,
    async poll() {
      if (seats.size === 0) return;
      try {
        await refreshBoard();
        await Promise.all([...seats.values()].map(catchUp));
        await renewLooks();
        await refreshLooking();
      } catch (error) {
        deps.onError(error);
      }
    },
    open: () => seats.size,
  };
}

const lineOf = ({ id, handoff }: KnownHandoff): BoardLine => ({ id, row: HandoffRow.parse(handoff) });

/** Whether more changed than that somebody said something: the words come by themselves. */
const isNews = (before: HandoffRow | undefined, after: HandoffRow): boolean =>
  before === undefined ||
  before.state !== after.state ||
  before.assignee?.id !== after.assignee?.id ||
  before.touchedAt !== after.touchedAt ||
  before.step !== after.step ||
  before.procedure !== after.procedure ||
  before.folio !== after.folio;

const sameAgents = (before: readonly Agent[] = [], after: readonly Agent[] = []) =>
  before.length === after.length && before.every(({ id }) => after.some((agent) => agent.id === id));
