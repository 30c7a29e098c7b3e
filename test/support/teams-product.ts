import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sendsToLoopback } from '../../bot/channels/teams/service-url.ts';
import { createLog } from '../../bot/compose/log.ts';
import { readConfig } from '../../bot/config.ts';
import { createProduct } from '../../bot/product.ts';
import { openStore } from '../../services/store/open.ts';
import type { Store } from '../../services/store/store.ts';
import { testClock } from './clock.ts';
import { startTeamsConnector } from './teams-connector.ts';
import { startTeamsIssuer } from './teams-issuer.ts';
import { type TeamsUserOptions, teamsApp, teamsUser } from './teams-user.ts';

export interface TeamsProductOptions {
  /** Without the app's settings: anybody on this machine may talk. */
  readonly anonymous?: boolean;
  /** Puts something of the test's own around the store. */
  readonly around?: (store: Store) => Store;
  readonly environment?: Record<string, string>;
}

const publicUrl = 'https://recupera.example';

/** The product in demo mode between doubles of the Bot Connector and its token issuer. */
export async function startTeamsProduct({ anonymous = false, around, environment }: TeamsProductOptions = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'recupera-teams-'));
  const clock = testClock();
  const lines: string[] = [];
  const connector = await startTeamsConnector(anonymous ? {} : { token: teamsApp.botToken });
  const issuer = await startTeamsIssuer({ clock: clock.now });
  const settings = readConfig({
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    PUBLIC_URL: publicUrl,
    ...(anonymous ? {} : appSettings),
    ...environment,
  });
  // Look-ups hide behind a random pause; tests that do not measure it need not wait for it.
  const config = { ...settings, limits: { ...settings.limits, lookUpDelayMs: { from: 0, to: 1 } } };
  let store: Store | undefined;
  const product = await createProduct({
    config,
    world: { now: clock.now, newId: randomUUID, randomBytes, randomInt: (max: number) => randomInt(max) },
    log: createLog('debug', { write: (line: string) => void lines.push(line) }),
    async open(...args) {
      const opened = await openStore(...args);
      store = around?.(opened) ?? opened;
      return store;
    },
    teamsCloud: {
      tokenIssuer: issuer.issuer,
      openIdMetadataUrl: issuer.metadataUrl,
      maySendTo: sendsToLoopback,
      credentials: anonymous ? undefined : botCredentials,
    },
  });
  const { port } = await product.listen();
  const url = `http://127.0.0.1:${port}`;
  if (!store) throw new Error('the product opened no store');

  return {
    url,
    publicUrl,
    dataDir,
    clock,
    /** Lines of the log. */
    lines,
    store,
    connector,
    issuer,
    user: (options: Partial<TeamsUserOptions> = {}) =>
      teamsUser({ url, connector, ...(anonymous ? {} : { issuer }), ...options }),
    async stop() {
      await product.stop();
      await Promise.all([connector.stop(), issuer.stop()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type TeamsProduct = Awaited<ReturnType<typeof startTeamsProduct>>;

const appSettings = {
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
