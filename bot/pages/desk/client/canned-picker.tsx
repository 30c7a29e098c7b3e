import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CannedAnswer, QueueItem } from '../../../desk/api-types.ts';
import type { Desk, DeskState } from './desk.ts';
import { portalName } from './format.ts';
import { useWords } from './texts.ts';

/** Answers that need not be typed, with the conversation's own values in them. */
export function CannedPicker(props: {
  readonly desk: Desk;
  readonly state: DeskState;
  readonly item: QueueItem;
  readonly onPick: (text: string) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { desk, state, item, onPick, onClose } = props;
  const { t, label } = useWords();
  const [wanted, setWanted] = useState('');
  const search = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    search.current?.focus();
    if (!desk.state().canned) void desk.loadCanned();
  }, [desk]);

  const values: Readonly<Record<string, string | undefined>> = {
    agente: state.me.staff.name,
    folio: item.folio ?? item.ticket,
    tramite: item.procedure && label('procedure', item.procedure),
    portal: item.portal && portalName(item.portal),
  };
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const fits = ({ title, text, portal }: CannedAnswer) =>
    (portal === undefined || item.portal === undefined || portal === item.portal) &&
    plain(`${title} ${text}`).includes(plain(wanted));
  const shown = (state.canned?.answers ?? [])
    .filter(fits)
    .map((answer) => ({ ...answer, filled: filledWith(answer.text, values) }))
    .filter(({ filled }) => filled !== undefined);

  return (
    <div
      class="canned"
      role="dialog"
      aria-label={t('canned.pick')}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <input
        ref={search}
        type="search"
        value={wanted}
        aria-label={t('canned.search')}
        placeholder={t('canned.search')}
        onInput={(event) => setWanted(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          const [first] = shown;
          if (first?.filled !== undefined) onPick(first.filled);
        }}
      />
      <ul>
        {shown.map(({ id, title, filled = '' }) => (
          <li key={id}>
            <button type="button" onClick={() => onPick(filled)}>
              <b>{title}</b>
              <span>{filled}</span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p class="empty">{t('canned.none')}</p>}
    </div>
  );
}

/** Undefined when a value is missing: half an answer is none. */
function filledWith(text: string, values: Readonly<Record<string, string | undefined>>): string | undefined {
  const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (names.some((name) => values[name] === undefined)) return undefined;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
