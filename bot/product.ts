import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDemoAuthority } from '../services/efirma/demo/demo-authority.ts';
import { createBurnedSecrets } from '../services/secure-forms/burned.ts';
import { openStore } from '../services/store/open.ts';
import type { LogEntry } from '../services/store/store.ts';
import type { TeamsCloud } from './channels/teams/cloud.ts';
import { createHub } from './channels/web-chat/hub.ts';
import { createWebForms } from './channels/web-chat/web-forms.ts';
import { composeAbandonment } from './compose/abandonment.ts';
import { composeChannels } from './compose/channels.ts';
import { composeConversation } from './compose/conversation.ts';
import { composeDemo } from './compose/demo.ts';
import { composeDeskPages } from './compose/desk-pages.ts';
import { composeDirectLine } from './compose/direct-line.ts';
import { composeDomain } from './compose/domain.ts';
import { composeEfirma } from './compose/efirma.ts';
import { composeForms } from './compose/forms.ts';
import { composeJobs } from './compose/jobs.ts';
import { keysOf } from './compose/keys.ts';
import { composeLetters } from './compose/letters.ts';
import type { Logger } from './compose/log.ts';
import { composePages } from './compose/pages.ts';
import { createRetention } from './compose/retention.ts';
import { composeStaff } from './compose/staff.ts';
import type { World } from './compose/world.ts';
import type { Config } from './config.ts';
import type { ReadStaffSession } from './desk/context.ts';
import { healthRoutes } from './http/health.ts';
import { leaveWithin } from './leave.ts';
import { countedEfirma } from './metrics/counted-efirma.ts';
import { createMetrics } from './metrics/metrics.ts';
import { metricsRoute } from './metrics/route.ts';
import type { Assets } from './pages/assets.ts';
import { buildDeskAssets } from './pages/desk/desk-page.ts';
import { buildPageAssets } from './pages/pages.ts';
import { refusalPage } from './pages/plain/refusal-page.ts';
import { createServer } from './server.ts';

/** The whole product in one process, ready to listen. */
export interface Product {
  /** Where it listens. */
  listen(): Promise<{ port: number }>;
  /** Takes no more, finishes what is under way or gives it back, lets go of the store; within `limits.drainMs`. */
  stop(): Promise<void>;
  /** A person to try the product with; none in production. */
  readonly tryWith: { readonly name: string; readonly curp: string } | undefined;
}

export async function createProduct({
  config,
  world,
  log,
  open = openStore,
  assets = buildPageAssets,
  deskAssets = buildDeskAssets,
  teamsCloud,
}: {
  config: Config;
  world: World;
  log: Logger;
  /** Another way to the store, for tests that let it fail. */
  open?: typeof openStore;
  /** What browsers load, for tests that start the product many times. */
  assets?: typeof buildPageAssets;
  deskAssets?: typeof buildDeskAssets;
  /** Microsoft's side of Teams, for tests that bring their own. */
  teamsCloud?: TeamsCloud;
}): Promise<Product> {
  const demo = config.MODE === 'demo';
  const { limits, DATA_DIR: dataDir } = config;
  const { now } = world;
  const publicUrl = (config.PUBLIC_URL ?? `http://localhost:${config.PORT}`).replace(/\/$/, '');
  const keys = keysOf(config);
  const storeUrl = config.STORE_URL ?? `sqlite:${join(dataDir, 'recupera.sqlite')}`;
  /** Other processes may be at work on the same data. */
  const sharedStore = storeUrl.startsWith('mongodb');
  const [store, authority] = await Promise.all([
    open(storeUrl, { exclusive: true, freeLeases: true }),
    demo ? createDemoAuthority({ directory: join(dataDir, 'demo-authority'), now }) : undefined,
  ]);
  const efirma = await composeEfirma({ config, world, own: authority?.certificates });
  const metrics = createMetrics({ jobs: () => store.jobs.depth(), sockets: () => directLine.stream.open(), now });
  const hub = createHub(store.conversations);
  const webForms = createWebForms({
    documents: store.documents,
    conversations: store.conversations,
    ttlMs: limits.secureFormTtlMs,
    now,
  });
  const domain = composeDomain({ config, keys, store, world, publicUrl });
  const letters = composeLetters({ config, keys, store, world, domain, publicUrl });
  const burned = createBurnedSecrets({
    documents: store.documents,
    key: keys.index,
    now,
    keepMs: limits.burnedSecretTtlMs,
  });
  const publish = (id: string, entries: readonly LogEntry[]) => {
    hub.publish(id, entries);
    desk?.feed.publish(id, entries);
  };
  const staff = composeStaff({
    config,
    store,
    world,
    domain,
    publish,
    kick: (id) => conversation.worker.kick(id),
    log,
    publicUrl,
  });
  const conversation = composeConversation({
    config,
    store,
    world,
    domain,
    efirma: countedEfirma(efirma, metrics),
    letters,
    burned,
    sharedStore,
    publish,
    handoffs: staff?.handoffs,
    metrics,
    log,
    publicUrl,
  });
  const directLine = composeDirectLine({
    config,
    keys,
    store,
    world,
    domain,
    hub,
    door: conversation.door,
    log,
    publicUrl,
    sharedStore,
    onTyping: (id) => desk?.feed.personTyping(id, true),
    async onFormOpened(id, seq) {
      if (await webForms.opened(id, seq)) desk?.feed.changed(id);
    },
  });
  const forms = composeForms({ config, keys, store, world, domain, burned, publicUrl });
  const channels = composeChannels({
    config,
    store,
    world,
    domain,
    forms,
    door: conversation.door,
    kick: conversation.worker.kick,
    metrics,
    log,
    publicUrl,
    teamsCloud,
  });
  const desk = staff?.open({
    forms: forms.forms,
    webForms,
    channels,
    showTyping(id, typing, name) {
      if (typing) hub.showTyping(id, { name, at: now() });
    },
  });
  const runner = composeJobs({
    config,
    store,
    world,
    handlers: {
      ...domain.handlers,
      ...letters.handlers,
      ...channels.handlers,
      ...staff?.handoffs.handlers,
      ...composeAbandonment({ config, store, world, domain, handoffs: staff?.handoffs, metrics }),
    },
    metrics,
    log,
  });
  const retention = createRetention({
    store,
    limits,
    now,
    pause: (ms) => sleep(ms, undefined, { ref: false }),
    onError: (error) => log.warn({ error }, 'retention failed'),
  });
  let stopping = false;
  const pageAssets = await assets();
  const deskPages = (staffSession: ReadStaffSession, own: Assets) =>
    composeDeskPages({ config, store, world, domain, visits: letters.desk, staffSession, assets: own });
  const demoSide = authority ? await composeDemo({ config, world, store, domain, efirma, authority }) : undefined;
  const server = createServer({
    routes: [
      ...healthRoutes({ ping: store.ping, stopping: () => stopping }),
      metricsRoute(metrics, config.METRICS_TOKEN),
      ...directLine.routes,
      ...channels.routes,
      ...forms.routes({ door: conversation.door, kick: conversation.worker.kick, assets: pageAssets }),
      ...composePages({ config, world, domain, publicUrl, assets: pageAssets }),
      ...letters.routes,
      ...(desk ? [...desk.signInRoutes, ...desk.routes, ...deskPages(desk.staffSession, await deskAssets())] : []),
      ...(demoSide?.routes ?? []),
    ],
    upgrades: [directLine.stream],
    https: publicUrl.startsWith('https://'),
    log,
    refusalPage,
  });

  return {
    tryWith: demoSide?.tryWith,
    async listen() {
      const address = await server.listen(config.PORT, config.HOST);
      runner.start();
      retention.start();
      conversation.worker.start();
      directLine.start();
      desk?.start();
      return address;
    },
    async stop() {
      stopping = true;
      directLine.stop();
      desk?.stop();
      retention.stop();
      await leaveWithin(limits.drainMs, {
        closeServer: server.close,
        turns: conversation.worker,
        jobs: runner,
        async close() {
          conversation.vault.clear();
          domain.smtp?.close();
          await Promise.all([efirma.close(), store.close()]);
        },
        onError: (error) => log.warn({ error }, 'not left in order'),
      });
    },
  };
}
