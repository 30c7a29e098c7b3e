import { randomUUID } from 'node:crypto';

/** An agent at the desk of a demo, with the live stream of one conversation. */
export interface DeskClient {
  readonly id: string;
  act(handoffId: string, act: string, body?: unknown): Promise<number>;
  say(handoffId: string, text: string): Promise<number>;
  queue(): Promise<string[]>;
  /** Calls back for each text that comes over the stream. Answers how to stop. */
  watch(handoffId: string, onText: (text: string) => void): Promise<() => void>;
}

export async function sitDown(url: string, id: string): Promise<DeskClient> {
  const headers: Record<string, string> = { 'user-agent': 'bench', origin: url, 'content-type': 'application/json' };
  const post = (path: string, body: unknown) =>
    fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const signedIn = await post('/demo/desk-session', { id });
  headers.cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  await signedIn.text();
  const me = await fetch(`${url}/desk/api/me`, { headers });
  headers['x-desk-csrf'] = (await me.json()).csrf;

  const act = async (handoffId: string, name: string, body: unknown = {}) => {
    const response = await post(`/desk/api/handoffs/${encodeURIComponent(handoffId)}/${name}`, body);
    await response.text();
    return response.status;
  };
  return {
    id,
    act,
    say: (handoffId, text) => act(handoffId, 'say', { text, clientMessageId: randomUUID() }),
    async queue() {
      const response = await fetch(`${url}/desk/api/handoffs?view=queue`, { headers });
      const { items }: { items: { id: string }[] } = await response.json();
      return items.map((item) => item.id);
    },
    async watch(handoffId, onText) {
      const stop = new AbortController();
      const path = `${url}/desk/api/stream?watch=${encodeURIComponent(handoffId)}`;
      const response = await fetch(path, { headers, signal: stop.signal });
      void listen(response, onText).catch(() => {});
      return () => stop.abort();
    },
  };
}

async function listen(response: Response, onText: (text: string) => void): Promise<void> {
  let rest = '';
  for await (const chunk of response.body ?? []) {
    rest += Buffer.from(chunk).toString('utf8');
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = event.split('\n').find((line) => line.startsWith('data: '));
      if (!data?.includes('"entries"')) continue;
      for (const entry of JSON.parse(data.slice('data: '.length)).entries ?? []) onText(entry.text);
    }
  }
}
