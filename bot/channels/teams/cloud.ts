import type { ServiceClientCredentialsFactory } from 'botframework-connector';
import { type MaySendTo, sendsToHosts } from './service-url.ts';

/** Microsoft's side: where tokens come from, and where the bot may send to. Tests bring their own. */
export interface TeamsCloud {
  readonly tokenIssuer: string;
  readonly openIdMetadataUrl: string;
  readonly maySendTo: MaySendTo;
  /** In place of the credentials of the settings. */
  readonly credentials?: ServiceClientCredentialsFactory | undefined;
}

/**
 * The public cloud, and the hosts of its connector (learn.microsoft.com, "Bot Framework security" and "GCC"). Named one
 * by one: anybody can register a name under trafficmanager.net.
 */
export const publicCloud: TeamsCloud = {
  tokenIssuer: 'https://api.botframework.com',
  openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  maySendTo: sendsToHosts(['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com']),
};
