import { randomUUID } from 'node:crypto';
import { ConversationView, Queue } from '../../bot/desk/api-types.ts';
import { eventually } from './eventually.ts';

/** A member of the demo's staff at the desk, through its API as the page uses it. */
export async function sitDown(baseUrl: () => string, id: string) {
  const headers: Record<string, string> = { 'user-agent': `Navegador de ${id}` };
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${baseUrl()}${path}`, {
      method,
      headers: { ...headers, origin: baseUrl(), ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie) headers.cookie = cookie;
    return { status: response.status, body: await response.json() };
  };
  await ask('POST', '/demo/desk-session', { id });
  const me = await ask('GET', '/desk/api/me');
  headers['x-desk-csrf'] = me.body.csrf;
  const view = async (handoffId: string) =>
    ConversationView.parse((await ask('GET', `/desk/api/handoffs/${encodeURIComponent(handoffId)}`)).body);
  return {
    headers,
    view,
    act: (handoffId: string, act: string, body: Readonly<Record<string, unknown>> = {}) =>
      ask('POST', `/desk/api/handoffs/${encodeURIComponent(handoffId)}/${act}`, {
        ...(instructions.has(act) && { id: randomUUID() }),
        ...body,
      }),
    say: (handoffId: string, text: string, clientMessageId: string = randomUUID()) =>
      ask('POST', `/desk/api/handoffs/${encodeURIComponent(handoffId)}/say`, { text, clientMessageId }),
    queue: async () => Queue.parse((await ask('GET', '/desk/api/handoffs?view=queue')).body).items,
    /** Waits until what was said has come to the desk. */
    async reads(handoffId: string, text: string) {
      return eventually(async () => {
        const { transcript } = await view(handoffId);
        return transcript.find((entry) => entry.text.includes(text));
      }, `at the desk: ${text}`);
    },
  };
}
/** Acts that have an id of their own. */
const instructions: ReadonlySet<string> = new Set(['form', 'start', 'cancel']);

export type DeskAgent = Awaited<ReturnType<typeof sitDown>>;
