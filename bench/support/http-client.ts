import { Agent, request } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

export type HttpCall = (
  method: string,
  path: string,
  options?: { readonly headers?: Record<string, string>; readonly body?: unknown },
) => Promise<HttpAnswer>;

const timeoutMs = 60_000;

/** Requests over connections that are kept alive; plain `node:http`, because the driver shares the machine. */
export function createHttpClient(baseUrl: string, connections: number): { call: HttpCall; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const call: HttpCall = (method, path, { headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const content =
        text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      const outgoing = request(baseUrl + path, { method, agent, headers: { ...headers, ...content } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
        response.on('error', reject);
      });
      outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error(`${method} ${path}: no answer`)));
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  return { call, close: () => agent.destroy() };
}
