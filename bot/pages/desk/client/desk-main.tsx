import { render } from 'preact';
import type { Me } from '../../../desk/api-types.ts';
import { createAlerts } from './alerts.ts';
import { createApi, type SignInInfo } from './api.ts';
import { App } from './app.tsx';
import { Boundary } from './boundary.tsx';
import { loadSigner } from './browser-key.ts';
import { createDesk } from './desk.ts';
import { newId } from './new-id.ts';
import { SignIn } from './sign-in.tsx';
import { openStream } from './stream.ts';
import { WordsContext, wordsOf } from './texts.ts';

const block = (id: string) => JSON.parse(document.getElementById(id)?.textContent ?? 'null');
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const words = wordsOf(block('texts'), block('refusals'));
const root = document.getElementById('app');

async function start(place: HTMLElement): Promise<void> {
  const signer = await loadSigner();
  const asked = await signInInfo();
  if (asked === undefined) {
    place.textContent = words.refusal('offline');
    return;
  }
  const way = asked.with;
  const api = createApi({ signer, now: Date.now, offsetMs: asked.now - Date.now() });
  const me = await api.get<Me>('/desk/api/me');
  place.textContent = '';
  if (!me.ok) {
    render(
      <WordsContext.Provider value={words}>
        <SignIn api={api} signer={signer} way={way} />
      </WordsContext.Provider>,
      place,
    );
    return;
  }
  api.setCsrf(me.body.csrf);
  // A session that began without a key takes this browser's; one that has a key says no, and that is well.
  if (signer !== undefined) await api.send('POST', '/desk/api/session/key', { key: signer.key });
  const alerts = createAlerts(words.t('app.title'));
  const desk = createDesk({
    me: me.body,
    api,
    alerts,
    now: Date.now,
    newId,
    refusal: words.refusal,
    openStream: (handlers) => openStream({ api, pause, ...handlers }),
  });
  render(
    <WordsContext.Provider value={words}>
      <Boundary sentence={words.t('app.broken')}>
        <App desk={desk} alerts={alerts} way={way} signer={signer} />
      </Boundary>
    </WordsContext.Provider>,
    place,
  );
  const { roles } = me.body.staff;
  if (roles.includes('agent') || roles.includes('supervisor')) desk.start();
}

const signInInfo = (): Promise<SignInInfo | undefined> =>
  fetch('/desk/sign-in', { cache: 'no-store' })
    .then((response) => response.json())
    .catch(() => undefined);

if (root !== null) void start(root);
