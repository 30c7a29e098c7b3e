import { Agent, type IncomingMessage, request } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

export interface HttpClient {
  readonly call: HttpCall;
  /** Gets a file as it travels, still compressed. Rejects when there is none. */
  fetch(path: string, headers: Record<string, string>): Promise<{ bytes: Buffer; encoding: string | undefined }>;
  close(): void;
}

export type HttpCall = (
  method: string,
  path: string,
  options?: { readonly headers?: Record<string, string>; readonly body?: unknown },
) => Promise<HttpAnswer>;

const timeoutMs = 60_000;

/** Requests over connections that are kept alive; plain `node:http`, because the driver shares the machine. */
export function createHttpClient(baseUrl: string, connections: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  function send(method: string, path: string, headers: Record<string, string | number>, text?: string) {
    return new Promise<{ response: IncomingMessage; bytes: Buffer }>((resolve, reject) => {
      const outgoing = request(baseUrl + path, { method, agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ response, bytes: Buffer.concat(chunks) }));
        response.on('error', reject);
      });
      outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error(`${method} ${path}: no answer`)));
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  }

  return {
    async call(method, path, { headers = {}, body } = {}) {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const content =
        text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      const { response, bytes } = await send(method, path, { ...headers, ...content }, text);
      return { status: response.statusCode ?? 0, body: bytes.toString('utf8') };
    },
    async fetch(path, headers) {
      const { response, bytes } = await send('GET', path, headers);
      if (response.statusCode !== 200) throw new Error(`${response.statusCode} for ${path}`);
      return { bytes, encoding: response.headers['content-encoding'] };
    },
    close: () => agent.destroy(),
  };
}
