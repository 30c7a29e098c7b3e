import type { Store } from '../../services/store/store.ts';
import type { Door, PushChannel } from '../channels/channel.ts';
import { isWithPeople, takeBack } from '../channels/last-said.ts';
import type { MakeFormLink } from '../channels/logged-message.ts';
import { createTeamsAdapter } from '../channels/teams/adapter.ts';
import { createAddresses } from '../channels/teams/addresses.ts';
import { loopbackGate, tokenGate } from '../channels/teams/auth/gate.ts';
import { createIssuerKeys } from '../channels/teams/auth/openid-keys.ts';
import { createTokenVerifier } from '../channels/teams/auth/verify-token.ts';
import { createTeamsChannel } from '../channels/teams/channel.ts';
import { publicCloud, type TeamsCloud } from '../channels/teams/cloud.ts';
import { createReceive } from '../channels/teams/receive.ts';
import { createRefusalLog } from '../channels/teams/refusals.ts';
import { messagesRoute } from '../channels/teams/route.ts';
import { sendsToLoopback } from '../channels/teams/service-url.ts';
import { readTeamsSettings, type TeamsSettings } from '../channels/teams/settings.ts';
import type { Config } from '../config.ts';
import type { Route } from '../http/route.ts';
import { standsAt } from '../turns/standing.ts';
import type { Logger } from './log.ts';
import type { World } from './world.ts';

/** The channel's incoming and outgoing sides; the outgoing one needs no door, and can be made before it. */
export interface TeamsSide {
  readonly channel: PushChannel;
  routes(door: Door): readonly Route[];
}

/**
 * Microsoft Teams. With settings, the Bot Connector is known by its tokens. Without them it is off in production; in demo
 * mode a playground on this machine may talk without a token, and only this machine is answered. Undefined when off.
 */
export function composeTeams(deps: {
  config: Config;
  store: Store;
  world: World;
  log: Logger;
  publicUrl: string;
  secureForm: MakeFormLink;
  /** Microsoft's side, for tests that bring their own. */
  cloud?: TeamsCloud | undefined;
}): TeamsSide | undefined {
  const { config, store, world, log, publicUrl, cloud = publicCloud } = deps;
  const { limits } = config;
  const settings = readTeamsSettings(config);
  if (!settings && config.MODE !== 'demo') return undefined;
  const maySendTo = settings ? cloud.maySendTo : sendsToLoopback;
  const addresses = createAddresses({
    documents: store.documents,
    conversations: store.conversations,
    now: world.now,
    newId: world.newId,
    keepMs: 2 * limits.conversationRetentionMs,
  });
  const adapter = createTeamsAdapter({
    settings,
    maySendTo,
    now: world.now,
    credentials: cloud.credentials,
    onError: (error) => log.error({ error, channel: 'teams' }, 'turn failed'),
  });
  const warn = (message: string) => (error: unknown) => log.warn({ error, channel: 'teams' }, message);
  const channel = createTeamsChannel({
    addresses,
    adapter,
    maySendTo,
    publicUrl,
    secureForm: deps.secureForm,
    onNotClosed: warn('form card not closed'),
  });

  function routes(door: Door): readonly Route[] {
    const receive = createReceive({
      door,
      counters: store.counters,
      addresses,
      adapter,
      standing: (conversationId) => standsAt(store.conversations, conversationId),
      isWithPeople: (conversationId) => isWithPeople(store.conversations, conversationId),
      takeBack: (conversationId, messageId) => takeBack(store.conversations, conversationId, messageId),
      now: world.now,
      newId: world.newId,
      publicUrl,
      limits,
      onNotSent: warn('word not sent'),
      onFailed: warn('message not kept'),
    });
    return [
      messagesRoute({
        gate: settings ? gateOf(settings) : loopbackGate,
        adapter,
        receive,
        maySendTo,
        tenantId: settings?.tenantId,
        bodyTimeoutMs: limits.bodyTimeoutMs,
        onRefused: createRefusalLog({
          now: world.now,
          tell: (refusals) => log.warn({ ...refusals, channel: 'teams' }, 'activity refused'),
        }),
      }),
    ];
  }

  function gateOf({ appId }: TeamsSettings) {
    const keys = createIssuerKeys({ metadataUrl: cloud.openIdMetadataUrl, now: world.now });
    const { tokenIssuer: issuer } = cloud;
    return tokenGate(createTokenVerifier({ keys, issuer, audience: appId, now: world.now }));
  }

  return { channel, routes };
}
