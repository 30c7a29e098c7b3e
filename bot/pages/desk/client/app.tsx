import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Alerts } from './alerts.ts';
import { Audit } from './audit.tsx';
import type { BrowserSigner } from './browser-key.ts';
import { CannedEditor } from './canned-editor.tsx';
import { Cases } from './cases.tsx';
import type { Desk, DeskState } from './desk.ts';
import { Figures } from './figures.tsx';
import { useDesk, useHash } from './hooks.ts';
import { Icon } from './icons.tsx';
import { Notices } from './notices.tsx';
import { type QueueView, queueViews } from './queue.tsx';
import { ShortcutHelp } from './shortcuts.tsx';
import type { SignInWay } from './sign-in.tsx';
import { useWords } from './texts.ts';
import { Work } from './work.tsx';

const places = ['work', 'cases', 'figures', 'canned', 'notices', 'audit'] as const;
type Place = (typeof places)[number];

/** Where somebody may go, by their part. */
function placesFor({ me: { staff } }: DeskState): readonly Place[] {
  const works = staff.roles.includes('agent') || staff.roles.includes('supervisor');
  const leads = staff.roles.includes('supervisor');
  const audits = staff.roles.includes('auditor');
  const may = { work: works, cases: works, figures: leads || audits, canned: leads, notices: leads, audit: audits };
  return places.filter((place) => may[place]);
}

export interface AppProps {
  readonly desk: Desk;
  readonly alerts: Alerts;
  readonly way: SignInWay;
  readonly signer: BrowserSigner | undefined;
}

export function App({ desk, alerts, way, signer }: AppProps): JSX.Element {
  const { t } = useWords();
  const state = useDesk(desk);
  const hash = useHash();
  const [helping, setHelping] = useState(false);
  useHere(desk);
  const may = placesFor(state);
  const [first = '', second] = hash.split('/');
  const view = queueViews.find((each) => each === first);
  const place: Place = view ? 'work' : (may.find((each) => each === first) ?? may[0] ?? 'work');
  return (
    <>
      <TopBar desk={desk} state={state} alerts={alerts} may={may} place={place} onHelp={() => setHelping(true)} />
      {state.link === 'signed-out' && (
        <p class="warning ended" role="alert">
          {t('app.signed-out')}{' '}
          <button type="button" onClick={() => location.reload()}>
            {t('app.sign-in-again')}
          </button>
        </p>
      )}
      {state.link === 'connecting' && may.includes('work') && (
        <p class="notice link" role="status">
          {t('app.connecting')}
        </p>
      )}
      {place === 'work' && (
        <Work
          desk={desk}
          state={state}
          view={view ?? firstView}
          openId={view && second}
          onHelp={() => setHelping(true)}
        />
      )}
      {place === 'cases' && <Cases desk={desk} way={way} signer={signer} folio={second} />}
      {place === 'figures' && <Figures api={desk.api} />}
      {place === 'canned' && <CannedEditor desk={desk} />}
      {place === 'notices' && <Notices api={desk.api} alerts={alerts} />}
      {place === 'audit' && <Audit api={desk.api} />}
      {helping && <ShortcutHelp onClose={() => setHelping(false)} />}
      <Toast state={state} />
    </>
  );
}

const firstView: QueueView = 'queue';

function TopBar(props: {
  readonly desk: Desk;
  readonly state: DeskState;
  readonly alerts: Alerts;
  readonly may: readonly Place[];
  readonly place: Place;
  readonly onHelp: () => void;
}): JSX.Element {
  const { desk, state, alerts, may, place, onHelp } = props;
  const { t } = useWords();
  const [loud, setLoud] = useState(alerts.isLoud());
  const { staff } = state.me;
  return (
    <div class="bar">
      <nav aria-label={t('app.nav')}>
        {may.map((each) => (
          <a
            key={each}
            href={`#${each === 'work' ? 'queue' : each}`}
            aria-current={each === place ? 'page' : undefined}
          >
            {t(`place.${each}`)}
          </a>
        ))}
      </nav>
      <section class="bar-end" aria-label={t('app.account')}>
        <button
          type="button"
          class="bare"
          aria-pressed={loud}
          aria-label={t('app.sound')}
          title={t('app.sound')}
          onClick={() => {
            alerts.setLoud(!loud);
            setLoud(!loud);
            if (!loud) alerts.ring();
          }}
        >
          <Icon name={loud ? 'bell' : 'bell-off'} />
        </button>
        <button type="button" class="bare" aria-label={t('keys.title')} title={t('keys.title')} onClick={onHelp}>
          <Icon name="keyboard" />
        </button>
        <span class="me">
          <b>{staff.name}</b>
          <small>{staff.roles.map((role) => t(`role.${role}`)).join(', ')}</small>
        </span>
        <button
          type="button"
          class="small"
          onClick={async () => {
            await desk.api.send('POST', '/desk/api/session/end', {});
            location.replace('/desk');
          }}
        >
          {t('app.sign-out')}
        </button>
      </section>
    </div>
  );
}

const toastMs = 6_000;

function Toast({ state: { toast } }: { state: DeskState }): JSX.Element {
  const [hidden, setHidden] = useState(0);
  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(() => setHidden(toast.n), toastMs);
    return () => clearTimeout(timer);
  }, [toast]);
  const shown = toast && toast.n > hidden ? toast : undefined;
  return (
    <div class="toasts" role="status">
      {shown && <p class={`toast ${shown.kind}`}>{shown.text}</p>}
    </div>
  );
}

const hereEveryMs = 5 * 60_000;

/** Somebody who reads and clicks is there, also when nothing they do reaches the server. */
function useHere(desk: Desk): void {
  useEffect(() => {
    let last = Date.now();
    function seen(): void {
      if (Date.now() - last < hereEveryMs) return;
      last = Date.now();
      desk.here();
    }
    const events = ['keydown', 'pointerdown', 'wheel'] as const;
    for (const event of events) addEventListener(event, seen, { passive: true });
    return () => {
      for (const event of events) removeEventListener(event, seen);
    };
  }, [desk]);
}
