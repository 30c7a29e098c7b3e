import { render } from 'preact';
import type { Me } from '../../../desk/api-types.ts';
import { createAlerts } from './alerts.ts';
import { createApi } from './api.ts';
import { App } from './app.tsx';
import { Boundary } from './boundary.tsx';
import { loadSigner } from './browser-key.ts';
import { createDesk } from './desk.ts';
import { newId } from './new-id.ts';
import { SignIn, type SignInWay } from './sign-in.tsx';
import { openStream } from './stream.ts';
import { WordsContext, wordsOf } from './texts.ts';

const block = (id: string) => JSON.parse(document.getElementById(id)?.textContent ?? 'null');
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const words = wordsOf(block('texts'), block('refusals'));
const root = document.getElementById('app');

async function start(place: HTMLElement): Promise<void> {
  const signer = await loadSigner();
  const api = createApi({ signer, now: Date.now });
  const asked = await api.get<{ with: SignInWay; now: number }>('/desk/sign-in');
  if (!asked.ok) return fail(place, asked.refused);
  api.setOffset(asked.body.now - Date.now());
  const way = asked.body.with;
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

function fail(place: HTMLElement, reason: string): void {
  place.textContent = words.refusal(reason);
}

if (root !== null) void start(root);
