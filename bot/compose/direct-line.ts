import type { Keys } from '../../services/seal/keys.ts';
import { createSigner } from '../../services/seal/signer.ts';
import type { Store } from '../../services/store/store.ts';
import type { Door } from '../channels/channel.ts';
import type { DirectLineContext } from '../channels/web-chat/context.ts';
import { type Hub, webChatId } from '../channels/web-chat/hub.ts';
import { openToClients, sameOriginOnly } from '../channels/web-chat/origin.ts';
import { createPageSession } from '../channels/web-chat/page-session.ts';
import { directLineRoutes } from '../channels/web-chat/routes.ts';
import { createStream } from '../channels/web-chat/stream.ts';
import { createTickets } from '../channels/web-chat/tickets.ts';
import { createTokens } from '../channels/web-chat/tokens.ts';
import type { Config } from '../config.ts';
import { clientAddressBehind, limitedAddress } from '../http/client-address.ts';
import type { Domain } from './domain.ts';
import type { Logger } from './log.ts';
import type { World } from './world.ts';

const heartbeatMs = 30_000;
/** What another process wrote is shown within a second. */
const pollMs = 400;

/** The web chat's server side: Direct Line 3.0 over REST and WebSocket. */
export function composeDirectLine(deps: {
  config: Config;
  keys: Keys;
  store: Store;
  world: World;
  domain: Domain;
  hub: Hub;
  door: Door;
  log: Logger;
  publicUrl: string;
  onTyping: NonNullable<DirectLineContext['onTyping']>;
  onFormOpened: NonNullable<DirectLineContext['onFormOpened']>;
  /** Other processes write into the same conversations. */
  sharedStore: boolean;
}) {
  const { config, keys, store, world, domain, hub, log } = deps;
  const { limits } = config;
  const { now, newId } = world;
  const demo = config.MODE === 'demo';
  const signer = createSigner(keys.signing);
  const tickets = createTickets({
    signer,
    ttlMs: limits.streamTicketTtlMs,
    now,
    newId,
    counters: store.counters,
  });
  const stream = createStream({ hub, tickets, log });
  // Addresses rest nowhere as they are, in counters neither.
  const origin = domain.pseudonymOf('origin');
  const routes = directLineRoutes({
    conversations: store.conversations,
    door: deps.door,
    tokens: createTokens({ keys: keys.signing, ttlMs: limits.directLineTokenTtlMs, now }),
    tickets,
    startLimit: { take: (address) => domain.takeStart(webChatId, origin(limitedAddress(address))) },
    mayOpen: demo ? openToClients : sameOriginOnly(deps.publicUrl),
    pageSession: createPageSession({ signer, https: deps.publicUrl.startsWith('https://') }),
    needsPageSession: !demo,
    clientAddress: clientAddressBehind(config.TRUST_PROXY ?? (demo ? 'loopback' : undefined)),
    origin,
    publicUrl: config.PUBLIC_URL && deps.publicUrl,
    onTyping: deps.onTyping,
    onFormOpened: deps.onFormOpened,
    limits,
    bodyTimeoutMs: limits.bodyTimeoutMs,
    now,
    newId,
  });
  let heartbeat: NodeJS.Timeout | undefined;
  let polling: NodeJS.Timeout | undefined;
  const poll = () => void hub.poll().catch((error) => log.warn({ error }, 'looking for new messages failed'));
  return {
    routes,
    stream,
    start() {
      heartbeat = setInterval(stream.sweep, heartbeatMs);
      heartbeat.unref();
      if (deps.sharedStore) polling = setInterval(poll, pollMs).unref();
    },
    stop() {
      clearInterval(heartbeat);
      clearInterval(polling);
      stream.close();
    },
  };
}
