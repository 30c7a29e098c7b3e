import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { QueueItem } from '../../../desk/api-types.ts';
import { portalName, span } from './format.ts';
import { Icon, type IconName } from './icons.tsx';
import { useWords } from './texts.ts';
import { useVirtualRows } from './virtual-list.ts';

export type QueueView = 'queue' | 'mine' | 'all';
export const queueViews: readonly QueueView[] = ['queue', 'mine', 'all'];

const ROW_HEIGHT = 88;

/** The lines of a view: who waits longest comes first; in `all`, what is over comes last. */
export function inView(items: Iterable<QueueItem>, view: QueueView, staffId: string): QueueItem[] {
  const shown = [...items].filter((item) => {
    if (view === 'mine') return item.assignee?.id === staffId && item.state !== 'closed';
    return view === 'all' || item.state === 'queued' || item.state === 'promised';
  });
  const rank = ({ state }: QueueItem) => (state === 'closed' ? 2 : state === 'promised' ? 1 : 0);
  const since = (item: QueueItem) =>
    item.waitingSince ?? (view === 'queue' ? item.requestedAt : Number.MAX_SAFE_INTEGER);
  return shown.sort((a, b) => rank(a) - rank(b) || since(a) - since(b) || a.requestedAt - b.requestedAt);
}

export function QueueList(props: {
  readonly items: readonly QueueItem[];
  readonly openId: string | undefined;
  readonly now: number;
  readonly staffId: string;
  readonly onOpen: (id: string) => void;
}): JSX.Element {
  const { items, openId, now, staffId, onOpen } = props;
  const { t } = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, height, scrollTo } = useVirtualRows(scroller, { count: items.length, rowHeight: ROW_HEIGHT });
  const at = items.findIndex(({ id }) => id === openId);

  useEffect(() => {
    if (at >= 0) scrollTo(at);
  }, [at]);

  function move(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const from = Number((event.target instanceof HTMLElement && event.target.dataset.index) || 0);
    const to = Math.max(0, Math.min(items.length - 1, from + step));
    scrollTo(to);
    const focus = () => scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus();
    focus();
    // A row that was out of view is there with the next picture.
    requestAnimationFrame(focus);
  }

  if (items.length === 0) return <p class="empty">{t('queue.empty')}</p>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys are a second way between buttons.
    <div class="scroller" ref={scroller} onKeyDown={move}>
      <ul class="rows" style={{ height: `${height}px` }}>
        {rows.map(({ index, start }) => {
          const item = items[index];
          return (
            item && (
              <li
                key={item.id}
                style={{ transform: `translateY(${start}px)`, height: `${ROW_HEIGHT}px` }}
                aria-setsize={items.length}
                aria-posinset={index + 1}
              >
                <Row
                  item={item}
                  index={index}
                  isOpen={item.id === openId}
                  now={now}
                  staffId={staffId}
                  onOpen={onOpen}
                />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

function Row(props: {
  readonly item: QueueItem;
  readonly index: number;
  readonly isOpen: boolean;
  readonly now: number;
  readonly staffId: string;
  readonly onOpen: (id: string) => void;
}): JSX.Element {
  const { item, index, isOpen, now, staffId, onOpen } = props;
  const { t, label } = useWords();
  const { channel, folio, ticket } = item;
  return (
    <button
      type="button"
      class="row"
      data-index={index}
      aria-current={isOpen ? 'true' : undefined}
      onClick={() => onOpen(item.id)}
    >
      <span class="row-main">
        <b>{item.procedure ? label('procedure', item.procedure) : t('queue.no-procedure')}</b>
        <span class="row-step">
          {item.portal && <span class={`portal ${item.portal}`}>{portalName(item.portal)}</span>}
          {item.step && label('step', item.step)}
        </span>
        <small>
          {label('channel', channel)} · {folio ?? ticket ?? t('queue.no-folio')}
        </small>
      </span>
      <span class="row-side">
        <Waiting item={item} now={now} />
        <small>{stateOf(item, staffId, t, label, now)}</small>
      </span>
    </button>
  );
}

function stateOf(
  item: QueueItem,
  staffId: string,
  t: ReturnType<typeof useWords>['t'],
  label: ReturnType<typeof useWords>['label'],
  now: number,
): string {
  if (item.state === 'assigned')
    return item.assignee?.id === staffId ? t('queue.with-me') : (item.assignee?.name ?? '');
  if (item.state === 'snoozed' && item.snoozedUntil) return t('queue.snoozed', { span: span(item.snoozedUntil - now) });
  if (item.reservedFor) return t('queue.reserved', { name: item.reservedFor.name });
  return label('state', item.state);
}

const slaIcons: Readonly<Record<QueueItem['sla']['state'], IconName>> = {
  none: 'check',
  ok: 'clock',
  near: 'clock',
  missed: 'alert',
};

/** How long the person has been waiting, and whether that is still what was promised: in words as well as in colour. */
export function Waiting({ item, now }: { item: QueueItem; now: number }): JSX.Element | null {
  const { t, label } = useWords();
  if (item.waitingSince === undefined || item.state === 'closed') return null;
  const state = slaNow(item, now);
  return (
    <span class={`sla ${state}`}>
      <Icon name={slaIcons[state]} />
      <span class="hidden">{t('queue.waits')} </span>
      {span(now - item.waitingSince)}
      <span class="sla-word">{label('sla', state)}</span>
    </span>
  );
}

/** The server says how it was when the line changed; time goes on since. */
function slaNow({ sla, waitingSince = 0 }: QueueItem, now: number): QueueItem['sla']['state'] {
  if (sla.dueAt === undefined) return sla.state;
  if (now >= sla.dueAt) return 'missed';
  return now >= sla.dueAt - (sla.dueAt - waitingSince) / 3 ? 'near' : 'ok';
}
