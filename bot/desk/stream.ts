import type { ServerResponse } from 'node:http';
import type { Staff } from '../../services/handoff/handoff.ts';
import { refuse } from '../http/errors.ts';
import { queryOf, type Route } from '../http/route.ts';
import type { StreamEvent } from './api-types.ts';
import { type DeskContext, root } from './context.ts';
import { reading } from './guard.ts';
import { worksHere } from './rights.ts';

export interface DeskStream {
  readonly route: Route;
  /** Keeps connections alive, and ends those whose session is over; to be called a few times a minute. */
  sweep(): Promise<void>;
  /** Ends all of them: their pages come back and are told everything again. */
  close(): void;
}

/** A page that does not take its events is cut before they fill the memory; it comes back and reads anew. */
const maxBufferedBytes = 2 * 1024 * 1024;
/** Tabs of one session; the oldest makes room for the newest. */
const maxStreamsPerSession = 6;

interface Open {
  readonly sessionId: string;
  readonly staff: Staff;
  readonly response: ServerResponse;
  readonly isSignedIn: () => Promise<boolean>;
}

/** `GET /desk/api/stream`: server-sent events. */
export function createDeskStream(context: DeskContext): DeskStream {
  const open = new Set<Open>();

  function makeRoom(sessionId: string): void {
    const mine = [...open].filter((stream) => stream.sessionId === sessionId);
    if (mine.length >= maxStreamsPerSession) mine[0]?.response.destroy();
  }

  const handle = reading(context, async (request, response, _params, session) => {
    const { staff, sessionId } = session;
    if (!worksHere(staff)) return refuse(response, 'NotFound');
    makeRoom(sessionId);
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const isSignedIn = async () => (await context.staffSession(request))?.sessionId === sessionId;
    const entry: Open = { sessionId, staff, response, isSignedIn };
    open.add(entry);
    const stream = context.newId();
    let leave = () => {};
    response.on('close', () => {
      open.delete(entry);
      leave();
    });
    leave = await context.feed.join({ stream, staff, send: (event, id) => write(response, event, id) });
    if (response.destroyed) return leave();
    const watched = watchedBy(queryOf(request, 'watch'), queryOf(request, 'after'), request.headers['last-event-id']);
    if (watched) await context.feed.watch(stream, staff.id, watched.id, watched.afterSeq);
  });

  return {
    route: { method: 'GET', path: `${root}/stream`, handle, endless: true },
    async sweep() {
      for (const { response, isSignedIn, staff } of open) {
        if (await isSignedIn()) {
          response.write(': \n\n');
          await context.staff.seen(staff);
        } else {
          write(response, { event: 'signed-out' });
          response.end();
        }
      }
    },
    close() {
      for (const { response } of open) response.end();
    },
  };
}

function write(response: ServerResponse, event: StreamEvent, id?: string): void {
  if (response.writableLength > maxBufferedBytes) response.destroy();
  else response.write(`${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(event)}\n\n`);
}

/** The conversation in view, and where its entries go on after a reconnect. */
function watchedBy(watch: string | undefined, after: string | undefined, lastEventId: string | string[] | undefined) {
  if (watch === undefined || watch === '') return undefined;
  const [, id, seq] = /^(.*):(\d{1,9})$/.exec(String(lastEventId ?? '')) ?? [];
  if (id === watch) return { id, afterSeq: Number(seq) };
  return { id: watch, afterSeq: /^\d{1,9}$/.test(after ?? '') ? Number(after) : 0 };
}
