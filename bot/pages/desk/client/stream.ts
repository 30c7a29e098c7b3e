import type { StreamEvent } from '../../../desk/api-types.ts';
import type { Api } from './api.ts';

/** Server-sent events by `fetch`, since the browser's own kind cannot be signed. */
export interface LiveStream {
  /** Goes on until it is closed: reconnects, a little later each time. */
  close(): void;
}

export function openStream(deps: {
  readonly api: Api;
  /** Where to connect, as of now. */
  readonly address: () => string;
  readonly onEvent: (event: StreamEvent) => void;
  readonly onState: (state: 'live' | 'connecting' | 'signed-out') => void;
  readonly pause: (ms: number) => Promise<void>;
}): LiveStream {
  const { api, onEvent, onState, pause } = deps;
  const abort = new AbortController();
  let lastId = '';
  let closed = false;
  void run();

  async function run(): Promise<void> {
    for (let failures = 0; !closed; failures += 1) {
      const began = performance.now();
      const status = await once().catch(() => 0);
      if (closed) return;
      if (status === 401) return onState('signed-out');
      onState('connecting');
      if (performance.now() - began > 10_000) failures = 0;
      // Many pages come back at once when a server restarts.
      await pause(Math.min(8_000, 250 * 2 ** failures) * (0.5 + Math.random() / 2));
    }
  }

  async function once(): Promise<number> {
    const headers = lastId === '' ? {} : { 'last-event-id': lastId };
    const response = await api.open(deps.address(), { headers, signal: abort.signal });
    if (!response.ok || response.body === null) return response.status;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return response.status;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) take(block);
    }
  }

  function take(block: string): void {
    let data = '';
    for (const line of block.split('\n')) {
      if (line.startsWith('id: ')) lastId = line.slice(4);
      if (line.startsWith('data: ')) data += line.slice(6);
    }
    if (data === '') return;
    const event: StreamEvent = JSON.parse(data);
    if (event.event === 'hello') onState('live');
    onEvent(event);
  }

  return {
    close() {
      closed = true;
      abort.abort();
    },
  };
}
