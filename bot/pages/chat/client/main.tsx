import { render } from 'preact';
import { createApi } from './api.ts';
import { App } from './app.tsx';
import { Boundary } from './boundary.tsx';
import { createChat } from './chat.ts';
import { pause } from './pause.ts';
import { createSessionKeeper } from './session-keeper.ts';
import { type Texts, TextsContext } from './texts.ts';
import { readOptions } from './wire.ts';

const block = (id: string) => JSON.parse(document.getElementById(id)?.textContent ?? 'null');

/** The stream is on the host this page came from, however the server calls itself. */
function openSocket(streamUrl: string): WebSocket {
  const url = new URL(streamUrl, location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  url.host = location.host;
  return new WebSocket(url);
}

/** `crypto.randomUUID` is missing where the page came over plain http. */
const newId = () => Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join('');

const texts: Texts = block('texts');
const options = readOptions(block('options'));
const root = document.getElementById('app');

if (options !== undefined && root !== null) {
  const chat = createChat({
    api: createApi({ base: '/v3/directline', fetch: (input, init) => fetch(input, init), now: Date.now }),
    locale: options.locale,
    origin: location.origin,
    keeper: createSessionKeeper(() => sessionStorage),
    openSocket,
    pause,
    isOnline: () => navigator.onLine,
    random: Math.random,
    newId,
    now: Date.now,
  });
  root.textContent = '';
  render(
    <TextsContext.Provider value={texts}>
      <Boundary texts={texts}>
        <App chat={chat} options={options} />
      </Boundary>
    </TextsContext.Provider>,
    root,
  );
  chat.start();
}
