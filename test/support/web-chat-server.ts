import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { DirectLineContext, DirectLineLimits, StartLimit } from '../../bot/channels/web-chat/context.ts';
import { createHub } from '../../bot/channels/web-chat/hub.ts';
import { openToClients } from '../../bot/channels/web-chat/origin.ts';
import { createPageSession } from '../../bot/channels/web-chat/page-session.ts';
import { directLineRoutes } from '../../bot/channels/web-chat/routes.ts';
import { createStream } from '../../bot/channels/web-chat/stream.ts';
import { createTickets } from '../../bot/channels/web-chat/tickets.ts';
import { createTokens } from '../../bot/channels/web-chat/tokens.ts';
import { clientAddressBehind } from '../../bot/http/client-address.ts';
import { healthRoutes } from '../../bot/http/health.ts';
import type { Route } from '../../bot/http/route.ts';
import { createServer } from '../../bot/server.ts';
import { createSigner } from '../../services/seal/signer.ts';
import { openSqlite } from '../../services/store/sqlite/index.ts';
import { createTestDoor } from './test-door.ts';

export interface TestServerOptions {
  readonly limits?: Partial<DirectLineLimits>;
  readonly bodyTimeoutMs?: number;
  readonly startLimit?: StartLimit;
  readonly routes?: readonly Route[];
  readonly mayOpen?: DirectLineContext['mayOpen'];
  readonly needsPageSession?: boolean;
  readonly publicUrl?: string;
  readonly onTyping?: (conversationId: string) => void;
  readonly onFormOpened?: (conversationId: string, seq: number) => Promise<void>;
}

export type TestServer = Awaited<ReturnType<typeof startWebChatServer>>;

/** The real server and store around a bot that repeats what it is told. The clock can be moved. */
export async function startWebChatServer(options: TestServerOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'web-chat-'));
  const store = await openSqlite({ path: join(folder, 'test.db') });
  const clock = { aheadMs: 0 };
  const now = () => Date.now() + clock.aheadMs;
  const signingKey = randomBytes(32);
  const logged: { error: unknown }[] = [];
  const log = { error: (fields: { error: unknown }) => void logged.push(fields) };
  const signer = createSigner([signingKey]);
  const tokens = createTokens({ keys: [signingKey], ttlMs: 30 * 60_000, now });
  const { conversations, counters } = store;
  const tickets = createTickets({ signer, ttlMs: 60_000, now, newId: randomUUID, counters });
  const hub = createHub(conversations);
  const stream = createStream({ hub, tickets, log });
  const door = createTestDoor({ store, hub, now });
  const directLine = directLineRoutes({
    conversations,
    door,
    tokens,
    tickets,
    startLimit: options.startLimit ?? { take: async () => ({ ok: true }) },
    mayOpen: options.mayOpen ?? openToClients,
    pageSession: createPageSession({ signer, https: options.publicUrl?.startsWith('https://') ?? false }),
    needsPageSession: options.needsPageSession ?? false,
    clientAddress: clientAddressBehind('loopback'),
    origin: (address) => `hash of ${address}`,
    publicUrl: options.publicUrl,
    ...(options.onTyping && { onTyping: options.onTyping }),
    ...(options.onFormOpened && { onFormOpened: options.onFormOpened }),
    limits: {
      messageMaxChars: 4_096,
      requestMaxBytes: 64 * 1024,
      efirmaFileMaxBytes: 8 * 1024,
      uploadMaxFiles: 4,
      conversationRetentionMs: 30 * 24 * 60 * 60_000,
      ...options.limits,
    },
    bodyTimeoutMs: options.bodyTimeoutMs ?? 10_000,
    now,
    newId: randomUUID,
  });
  const health = { stopping: false };
  const server = createServer({
    routes: [
      ...healthRoutes({ ping: () => store.ping(), stopping: () => health.stopping }),
      ...directLine,
      ...(options.routes ?? []),
    ],
    upgrades: [stream],
    log,
  });
  const { port } = await server.listen(0, '127.0.0.1');
  const domain = `http://127.0.0.1:${port}/v3/directline`;

  /** What a page does for a person whose token ran out: a new one, and the stream that it opens. */
  async function renewed(conversationId: string, watermark: string) {
    const user = (await store.conversations.get(conversationId))?.person ?? '';
    const { token } = await tokens.issue({ conversationId, user });
    const resume = `${domain}/conversations/${conversationId}?watermark=${watermark}`;
    const answer = await fetch(resume, { headers: { authorization: `Bearer ${token}` } });
    return z
      .object({ conversationId: z.string(), token: z.string(), streamUrl: z.string() })
      .parse(await answer.json());
  }

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    domain,
    renewed,
    store,
    clock,
    logged,
    door,
    health,
    hub,
    stream,
    server,
    async stop() {
      stream.close();
      await server.close(1_000);
      await door.idle();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
