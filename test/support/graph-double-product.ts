import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createHub } from '../../bot/channels/web-chat/hub.ts';
import type { WhatsAppReport } from '../../bot/channels/whatsapp/report.ts';
import { composeConversation } from '../../bot/compose/conversation.ts';
import { composeDemo } from '../../bot/compose/demo.ts';
import { composeDomain } from '../../bot/compose/domain.ts';
import { composeLetters } from '../../bot/compose/letters.ts';
import { createLog } from '../../bot/compose/log.ts';
import { composeWhatsApp } from '../../bot/compose/whatsapp.ts';
import { readConfig } from '../../bot/config.ts';
import { createMetrics } from '../../bot/metrics/metrics.ts';
import { createServer } from '../../bot/server.ts';
import { createDelivery, DELIVER } from '../../bot/turns/delivery.ts';
import { createDemoAuthority } from '../../services/efirma/demo/demo-authority.ts';
import { createEfirma } from '../../services/efirma/efirma.ts';
import { loadTrust } from '../../services/efirma/trust/load-trust.ts';
import { createRunner } from '../../services/jobs/runner.ts';
import { loadKeys } from '../../services/seal/keys.ts';
import { openStore } from '../../services/store/open.ts';
import { testClock } from './clock.ts';
import { startGraphDouble } from './graph-double.ts';

/** The parts of the product that WhatsApp needs, in this process, connected to a double of the Cloud API. */
export async function startWhatsApp(environment: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'recupera-whatsapp-'));
  const clock = testClock();
  const { now } = clock;
  const graph = await startGraphDouble({ now });
  const settings = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'debug', ...graph.environment, ...environment });
  const config = { ...settings, limits: { ...settings.limits, lookUpDelayMs: { from: 0, to: 1 } } };
  const world = { now, newId: randomUUID, randomBytes, randomInt: (max: number) => randomInt(max) };
  const lines: string[] = [];
  const sink = new Writable({
    write(line, _, done) {
      lines.push(String(line));
      done();
    },
  });
  const log = createLog('debug', sink);
  const keys = loadKeys({ dataDir });
  const store = await openStore(`sqlite:${join(dataDir, 'recupera.sqlite')}`);
  const authority = await createDemoAuthority({ directory: join(dataDir, 'demo-authority'), now });
  const { limits } = config;
  const efirma = createEfirma({
    trust: await loadTrust({ production: false, own: authority.certificates }),
    now,
    limits: {
      fileMaxBytes: limits.efirmaFileMaxBytes,
      keyMaxIterations: limits.keyMaxIterations,
      workerTimeoutMs: limits.efirmaWorkerTimeoutMs,
      challengeTtlMs: limits.challengeTtlMs,
    },
  });
  const publicUrl = 'https://recupera.example';
  const metrics = createMetrics({ jobs: () => store.jobs.depth(), sockets: () => 0, now });
  const domain = composeDomain({ config, keys, store, world, publicUrl });
  const letters = composeLetters({ config, keys, store, world, domain, publicUrl });
  const hub = createHub(store.conversations);
  const burned = { note: async () => {}, has: async () => false };
  const talk = composeConversation({
    config,
    store,
    world,
    domain,
    efirma,
    letters,
    burned,
    sharedStore: false,
    publish: hub.publish,
    handoffs: undefined,
    metrics,
    log,
    publicUrl,
  });
  const reports: WhatsAppReport[] = [];
  const forms: { conversationId: string; seq: number; mark: string }[] = [];
  const whatsapp = composeWhatsApp({
    config,
    store,
    world,
    domain,
    door: talk.door,
    kick: talk.worker.kick,
    log,
    report: (event) => void reports.push(event),
    async secureForm(conversation, entry) {
      const mark = String(1000 + forms.length);
      forms.push({ conversationId: conversation.id, seq: entry.seq, mark });
      return { url: `${publicUrl}/f/${'t'.repeat(43)}`, mark, expiresInMs: 600_000 };
    },
  });
  if (!whatsapp) throw new Error('WhatsApp is not set up');
  const delivery = createDelivery({
    conversations: store.conversations,
    documents: store.documents,
    channels: [whatsapp.channel],
    owner: randomUUID(),
    now,
    leaseMs: 45_000,
    keepMs: limits.conversationRetentionMs,
    report: (event) => log.info(event, 'delivery'),
  });
  const runner = createRunner({
    jobs: store.jobs,
    handlers: { ...domain.handlers, ...letters.handlers, ...whatsapp.handlers, [DELIVER]: delivery },
    owner: randomUUID(),
    now,
    leaseMs: 60_000,
    maxBackoffMs: limits.jobMaxBackoffMs,
    capacity: 200,
    after: (ms, call) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    pollMs: 20,
    report: (event) => log.info(event, 'job'),
  });
  const demo = await composeDemo({ config, world, store, domain, efirma, authority });
  const server = createServer({ routes: [...whatsapp.routes, ...demo.routes], log });
  const { port } = await server.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  graph.connect(url);
  talk.worker.start();
  runner.start();
  return {
    url,
    clock,
    graph,
    store,
    whatsapp,
    door: talk.door,
    domain,
    lines,
    reports,
    forms,
    async stop() {
      await graph.close();
      await server.close(0);
      await talk.worker.stop();
      await runner.stop();
      await Promise.all([efirma.close(), store.close()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type TestWhatsApp = Awaited<ReturnType<typeof startWhatsApp>>;
