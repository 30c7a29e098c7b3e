import { collection } from '../store/collection.ts';
import type { Documents, Millis } from '../store/store.ts';
import { type BoardLine, HandoffRow } from './board-line.ts';
import { createBoardNews } from './board-news.ts';
import type { KnownHandoff } from './handoff.ts';

/**
 * The hand-offs that are open or ended lately, to be listed without reading all there ever were. A copy, written after
 * each change of the record (`rev` says of which); whoever decides something decides it on the record.
 */
export interface Board {
  write(known: KnownHandoff): Promise<void>;
  list(): Promise<BoardLine[]>;
}

export interface BoardOptions {
  readonly documents: Documents;
  readonly now: () => Millis;
  /** How long ended hand-offs stay on the board. */
  readonly keepMs: Millis;
  /** How long one that nobody ends stays after its last word. */
  readonly keepOpenMs: Millis;
  /** Other processes write to the same store. */
  readonly shared: boolean;
}

const KIND = 'handoff-board';
const PAGE = 500;
/** Who lists the board does so again within seconds; after this long without anybody, it is read anew. */
const IDLE_MS = 60_000;
/** What was never told, as by a process that died, is found by then. */
const RELOAD_MS = 60_000;

/** The board as this process knows it, kept while somebody lists it: each change costs its own line, not all of them. */
interface View {
  readonly lines: Map<string, BoardLine>;
  readonly loadedAt: Millis;
  readonly loaded: Promise<void>;
  listedAt: Millis;
  toldAt: Millis;
}

export function createBoard(options: BoardOptions): Board {
  const { documents, now, shared } = options;
  const rows = collection(documents, KIND, HandoffRow);
  const news = createBoardNews(documents);
  let view: View | undefined;

  const expiryOf = ({ endedAt, requestedAt, lastPersonAt = requestedAt, lastAgentAt = requestedAt }: HandoffRow) =>
    endedAt === undefined ? Math.max(lastPersonAt, lastAgentAt) + options.keepOpenMs : endedAt + options.keepMs;

  async function write({ id, handoff }: KnownHandoff): Promise<void> {
    const at = now();
    const line = { id, row: HandoffRow.parse(handoff) };
    if (view && view.listedAt + IDLE_MS < at) view = undefined;
    if (view) put(view.lines, line);
    await Promise.all([writeLine(line), shared && news.tell(line, at)]);
    // Whoever opened the board meanwhile may have read past the place of this line.
    if (view) put(view.lines, line);
  }

  async function writeLine({ id, row }: BoardLine): Promise<void> {
    const expiresAt = expiryOf(row);
    const inserted = await rows.insert(id, row, { expiresAt });
    if (inserted.ok) return;
    const changed = await rows.change(id, (before) => (before.rev < row.rev ? { value: row, expiresAt } : undefined));
    if (!changed.ok && changed.reason === 'busy') throw new Error('a line of the board keeps changing');
  }

  async function list(): Promise<BoardLine[]> {
    const at = now();
    if (view && shared && view.loadedAt + RELOAD_MS < at) view = undefined;
    view ??= open(at);
    const current = view;
    try {
      await current.loaded;
    } catch (error) {
      if (view === current) view = undefined;
      throw error;
    }
    current.listedAt = at;
    if (shared) await hear(current, at);
    for (const { id, row } of current.lines.values()) if (expiryOf(row) < at) current.lines.delete(id);
    return [...current.lines.values()];
  }

  function open(at: Millis): View {
    const lines = new Map<string, BoardLine>();
    return { lines, loaded: load(lines), loadedAt: at, listedAt: at, toldAt: at };
  }

  async function load(lines: View['lines']): Promise<void> {
    for (let after: string | undefined; ; ) {
      const page = await documents.list(KIND, { ...(after !== undefined && { after }), limit: PAGE });
      for (const { id, value } of page) {
        // A copy in the shape of another version is written anew with the next change; it must not hide all others.
        const row = HandoffRow.safeParse(value);
        if (row.success) put(lines, { id, row: row.data });
      }
      after = page.at(-1)?.id;
      if (page.length < PAGE) return;
    }
  }

  async function hear(current: View, at: Millis): Promise<void> {
    for (const line of await news.since(current.toldAt)) put(current.lines, line);
    current.toldAt = Math.max(current.toldAt, at);
  }

  return { write, list };
}

function put(lines: View['lines'], line: BoardLine): void {
  const before = lines.get(line.id);
  if (before === undefined || before.row.rev < line.row.rev) lines.set(line.id, line);
}
