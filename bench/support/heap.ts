import { createServer } from 'node:net';
import WebSocket from 'ws';
import { z } from 'zod';

const Targets = z.array(z.object({ webSocketDebuggerUrl: z.string() }));
const Answer = z.object({ id: z.number(), result: z.unknown() });
const Evaluated = z.object({ result: z.object({ value: z.string() }) });
const Usage = z.object({ rss: z.number(), heapUsed: z.number(), external: z.number(), arrayBuffers: z.number() });

/** The memory of a process that was started with `flag`, asked for through its inspector. */
export interface Heap {
  readonly flag: string;
  /** Collects all garbage, and answers what is left, in MiB. */
  afterCollection(): Promise<Record<'rss' | 'heap' | 'external', number>>;
}

export async function inspectHeap(): Promise<Heap> {
  const port = await freePort();
  return {
    flag: `--inspect=127.0.0.1:${port}`,
    async afterCollection() {
      const targets = Targets.parse(await (await fetch(`http://127.0.0.1:${port}/json/list`)).json());
      const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '');
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      for (let round = 0; round < 2; round += 1) await ask(socket, 'HeapProfiler.collectGarbage');
      const expression = 'JSON.stringify(process.memoryUsage())';
      const { result } = Evaluated.parse(await ask(socket, 'Runtime.evaluate', { expression }));
      socket.close();
      const { rss, heapUsed, external } = Usage.parse(JSON.parse(result.value));
      return { rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20, external: external / 2 ** 20 };
    },
  };
}

let lastId = 0;

function ask(socket: WebSocket, method: string, params: object = {}): Promise<unknown> {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    const listen = (data: WebSocket.RawData) => {
      const answer = Answer.safeParse(JSON.parse(String(data)));
      if (!answer.success || answer.data.id !== id) return;
      socket.off('message', listen);
      resolve(answer.data.result);
    };
    socket.on('message', listen).once('error', reject);
    socket.send(JSON.stringify({ id, method, params }));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
