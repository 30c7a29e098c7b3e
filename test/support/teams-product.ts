import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecureForm } from '../../bot/channels/teams/render/render.ts';
import { sendsToLoopback } from '../../bot/channels/teams/service-url.ts';
import { createHub } from '../../bot/channels/web-chat/hub.ts';
import { composeConversation } from '../../bot/compose/conversation.ts';
import { composeDomain } from '../../bot/compose/domain.ts';
import { composeLetters } from '../../bot/compose/letters.ts';
import { createLog } from '../../bot/compose/log.ts';
import { composeTeams } from '../../bot/compose/teams.ts';
import { readConfig } from '../../bot/config.ts';
import { createMetrics } from '../../bot/metrics/metrics.ts';
import { createServer } from '../../bot/server.ts';
import { createDelivery, DELIVER, type DeliveryReport } from '../../bot/turns/delivery.ts';
import { createEfirma } from '../../services/efirma/efirma.ts';
import { loadTrust } from '../../services/efirma/trust/load-trust.ts';
import { createRunner } from '../../services/jobs/runner.ts';
import { loadKeys } from '../../services/seal/keys.ts';
import { openStore } from '../../services/store/open.ts';
import type { Store } from '../../services/store/store.ts';
import { testClock } from './clock.ts';
import { startTeamsConnector } from './teams-connector.ts';
import { startTeamsIssuer } from './teams-issuer.ts';
import { type TeamsUserOptions, teamsApp, teamsUser } from './teams-user.ts';

export interface TeamsProductOptions {
  /** Without the app's settings: anybody on this machine may talk. */
  readonly anonymous?: boolean;
  readonly around?: (store: Store) => Store;
  /** Lines of the log. */
  readonly lines?: string[];
}

/** The product with Teams as its only channel, between doubles of the Bot Connector and its token issuer. */
export async function startTeamsProduct({
  anonymous = false,
  around = (store) => store,
  lines = [],
}: TeamsProductOptions = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'recupera-teams-'));
  const clock = testClock();
  const { now } = clock;
  const connector = await startTeamsConnector(anonymous ? {} : { token: teamsApp.botToken });
  const issuer = await startTeamsIssuer();
  const log = createLog('debug', { write: (line: string) => void lines.push(line) });
  const config = readConfig({
    DATA_DIR: dataDir,
    PUBLIC_URL: 'https://recupera.example',
    ...(anonymous ? {} : settings),
  });
  const { limits } = config;
  const publicUrl = 'https://recupera.example';
  const keys = loadKeys({ dataDir });
  const world = { now, newId: randomUUID, randomBytes, randomInt: (max: number) => randomInt(max) };
  const store = around(await openStore(`sqlite:${join(dataDir, 'recupera.sqlite')}`));
  const metrics = createMetrics({ jobs: () => store.jobs.depth(), sockets: () => 0, now });
  const efirma = createEfirma({
    trust: await loadTrust({ production: false, directory: undefined, pins: undefined, own: undefined }),
    now,
    limits: {
      fileMaxBytes: limits.efirmaFileMaxBytes,
      keyMaxIterations: limits.keyMaxIterations,
      workerTimeoutMs: limits.efirmaWorkerTimeoutMs,
      challengeTtlMs: limits.challengeTtlMs,
    },
    ocsp: undefined,
  });
  const domain = composeDomain({ config, keys, store, world, publicUrl });
  const letters = composeLetters({ config, keys, store, world, domain, publicUrl });
  const hub = createHub({ readLog: store.conversations.log });
  const conversation = composeConversation({
    config,
    store,
    world,
    domain,
    efirma,
    letters,
    burned: { note: async () => {}, has: async () => false },
    hub,
    metrics,
    log,
    publicUrl,
  });
  const forms: SecureForm[] = [];
  const teams = composeTeams({
    config,
    store,
    world,
    log,
    publicUrl,
    secureForm: async () => {
      const mark = String(1_000 + forms.length);
      const form = { url: `${publicUrl}/formulario?t=${randomUUID()}`, mark, expiresInMs: limits.secureFormTtlMs };
      forms.push(form);
      return form;
    },
    cloud: {
      tokenIssuer: issuer.issuer,
      openIdMetadataUrl: issuer.metadataUrl,
      maySendTo: sendsToLoopback,
      credentials: anonymous ? undefined : botCredentials,
    },
  });
  if (!teams) throw new Error('Teams is off');
  const reports: DeliveryReport[] = [];
  const runner = createRunner({
    jobs: store.jobs,
    handlers: {
      ...domain.handlers,
      ...letters.handlers,
      [DELIVER]: createDelivery({
        conversations: store.conversations,
        documents: store.documents,
        channels: [teams.channel],
        owner: 'test',
        now,
        leaseMs: 45_000,
        keepMs: limits.conversationRetentionMs,
        report: (report) => reports.push(report),
      }),
    },
    owner: 'test',
    now,
    leaseMs: 60_000,
    maxBackoffMs: 50,
    capacity: 50,
    after: (ms, call) => {
      const timer = setTimeout(call, Math.min(ms, 50));
      return () => clearTimeout(timer);
    },
    pollMs: 1_000,
    report: () => {},
  });
  const server = createServer({ routes: teams.routes(conversation.door), log });
  const { port } = await server.listen(0, '127.0.0.1');
  runner.start();
  conversation.worker.start();
  const url = `http://127.0.0.1:${port}`;

  return {
    url,
    clock,
    dataDir,
    store,
    connector,
    issuer,
    forms,
    reports,
    lines,
    door: conversation.door,
    runner,
    user: (options: Partial<TeamsUserOptions> = {}) =>
      teamsUser({ url, connector, ...(anonymous ? {} : { issuer }), ...options }),
    async stop() {
      await server.close(0);
      await conversation.worker.stop();
      await runner.stop();
      await Promise.all([connector.stop(), issuer.stop(), efirma.close(), store.close()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type TeamsProduct = Awaited<ReturnType<typeof startTeamsProduct>>;

const settings = {
  MICROSOFT_APP_ID: teamsApp.appId,
  MICROSOFT_APP_TENANT_ID: teamsApp.tenantId,
  MICROSOFT_APP_PASSWORD: teamsApp.password,
};

/** The bot's token without a call to Microsoft. */
const botCredentials = {
  isValidAppId: async () => true,
  isAuthenticationDisabled: async () => false,
  createCredentials: async () => ({
    async signRequest<Request extends { headers: { set(name: string, value: string): void } }>(request: Request) {
      request.headers.set('authorization', `Bearer ${teamsApp.botToken}`);
      return request;
    },
  }),
};
