import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  type Activity,
  ActivityEx,
  CallerIdConstants,
  ConfigurationServiceClientCredentialFactory,
  type ConversationReference,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder-core';
import type { ServiceClientCredentialsFactory } from 'botframework-connector';
import type { Reference } from './addresses.ts';
import { askConnector } from './connector-http.ts';
import type { MaySendTo } from './service-url.ts';
import type { TeamsSettings } from './settings.ts';
import type { TeamsActivity } from './wire-activity.ts';

/** What the channel needs of botbuilder's `CloudAdapter`. */
export interface TeamsAdapter {
  /**
   * Runs one activity that was admitted already. Answers what its HTTP response says: for an invoke what `logic` made of
   * it, 200 for everything else, 500 when `logic` failed; nothing of an error is in it.
   */
  receive(activity: TeamsActivity, logic: () => Promise<InvokeResponse | undefined>): Promise<InvokeResponse>;
  /** Sends to a person at any time. Answers the id that Teams gave the message. Rejects with what the connector said. */
  send(reference: Reference, activity: Partial<Activity>): Promise<string>;
  /** Puts another message in the place of one that was sent. Rejects with what the connector said. */
  replace(reference: Reference, messageId: string, activity: Partial<Activity>): Promise<void>;
}

export interface TeamsAdapterDeps {
  /** Undefined for the demo on one's own machine: no token goes along, and only this machine is sent to. */
  readonly settings: TeamsSettings | undefined;
  readonly maySendTo: MaySendTo;
  readonly now: () => number;
  /** A turn failed; the person hears of it elsewhere. */
  readonly onError: (error: unknown) => void;
  /** In place of the credentials of the settings, for tests. */
  readonly credentials?: ServiceClientCredentialsFactory | undefined;
}

/** botbuilder and all it brings are loaded with the first use, so that a start without Teams stays quick. */
export function createTeamsAdapter(deps: TeamsAdapterDeps): TeamsAdapter {
  let loading: Promise<TeamsAdapter> | undefined;
  const adapter = () => {
    loading ??= load(deps).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  return {
    receive: async (activity, logic) => (await adapter()).receive(activity, logic),
    send: async (reference, activity) => (await adapter()).send(reference, activity),
    replace: async (reference, id, activity) => (await adapter()).replace(reference, id, activity),
  };
}

async function load(deps: TeamsAdapterDeps): Promise<TeamsAdapter> {
  // The two beside botbuilder are parts of it, of the same version.
  const [{ CloudAdapter }, connector, { HttpHeaders }] = await Promise.all([
    import('botbuilder/lib/cloudAdapter.js'),
    import('botframework-connector'),
    import('botbuilder-stdlib/lib/azureCoreHttpCompat.js'),
  ]);
  const appId = deps.settings?.appId ?? '';
  const cloud = connector.AuthenticationConstants;
  const authentication = connector.BotFrameworkAuthenticationFactory.create(
    '',
    true,
    cloud.ToChannelFromBotLoginUrl,
    cloud.ToChannelFromBotOAuthScope,
    cloud.ToBotFromChannelTokenIssuer,
    cloud.OAuthUrl,
    cloud.ToBotFromChannelOpenIdMetadataUrl,
    cloud.ToBotFromEmulatorOpenIdMetadataUrl,
    CallerIdConstants.PublicAzureChannel,
    deps.credentials ?? (await credentialsOf(deps.settings)),
    new connector.AuthenticationConfiguration(),
    undefined,
    {
      httpClient: {
        async sendRequest(request) {
          const answer = await askConnector(request, deps);
          return { ...answer, request, headers: new HttpHeaders() };
        },
      },
    },
  );

  class AdmittedAdapter extends CloudAdapter {
    /** The token was verified at the gate; botbuilder is told who it was for. */
    run(activity: Activity, logic: (context: TurnContext) => Promise<void>): Promise<InvokeResponse | undefined> {
      const claimsIdentity = this.createClaimsIdentity(appId);
      const connectorFactory = authentication.createConnectorFactory(claimsIdentity);
      const audience = authentication.getOriginatingAudience();
      return this.processActivity({ claimsIdentity, connectorFactory, audience }, activity, logic);
    }
  }

  const adapter = new AdmittedAdapter(authentication);
  adapter.onTurnError = async (_context, error) => deps.onError(error);

  /** `onTurnError` would swallow what the connector said, so it is caught within the turn. */
  async function proactively<T>(reference: Reference, act: (context: TurnContext) => Promise<T>): Promise<T> {
    let result: { readonly value: T } | { readonly error: unknown } | undefined;
    await adapter.continueConversationAsync(appId, referenceFor(reference), async (context) => {
      // botbuilder makes an id up, and would name it as what is replied to.
      context.activity.id = '';
      result = await act(context).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
    });
    return settled(result);
  }

  return {
    async receive(activity, logic) {
      let failed = false;
      const response = await adapter.run(activityFor(activity), async (context) => {
        try {
          const value = await logic();
          if (value) await context.sendActivity({ type: 'invokeResponse', value });
        } catch (error) {
          failed = true;
          throw error;
        }
      });
      return failed ? { status: 500 } : (response ?? { status: 200 });
    },
    send: (reference, activity) =>
      proactively(reference, async (context) => (await context.sendActivity(activity))?.id ?? ''),
    replace: (reference, id, activity) =>
      proactively(reference, async (context) => void (await context.updateActivity({ ...activity, id }))),
  };
}

function settled<T>(result: { readonly value: T } | { readonly error: unknown } | undefined): T {
  if (!result) throw new Error('the turn did not run');
  if ('error' in result) throw result.error;
  return result.value;
}

/** As much of an activity as botbuilder needs for the way back. `deliveryMode` is left out: answers go their own way. */
function activityFor({
  type,
  id,
  name,
  channelId,
  serviceUrl,
  conversation,
  from,
  recipient,
}: TeamsActivity): Activity {
  const unused = { text: '', localTimezone: '', callerId: '', label: '', valueType: '', listenFor: [] };
  const { id: conversationId, tenantId = '', conversationType = 'personal' } = conversation;
  return Object.assign(ActivityEx.createMessageActivity(), unused, {
    type,
    id: id ?? '',
    name: name ?? '',
    channelId,
    serviceUrl,
    conversation: { id: conversationId, isGroup: false, conversationType, tenantId, name: '' },
    from: { id: from.id, name: '' },
    recipient: { id: recipient.id, name: '' },
  });
}

function referenceFor({ channelId, serviceUrl, locale, bot, user, conversation }: Reference) {
  const { id, tenantId, conversationType } = conversation;
  const { aadObjectId } = user;
  const reference: Partial<ConversationReference> = {
    channelId,
    serviceUrl,
    ...(locale !== undefined && { locale }),
    bot: { id: bot.id, name: '' },
    user: { id: user.id, name: '', ...(aadObjectId !== undefined && { aadObjectId }) },
    conversation: { id, conversationType, isGroup: false, name: '', ...(tenantId !== undefined && { tenantId }) },
  };
  return reference;
}

async function credentialsOf(settings: TeamsSettings | undefined): Promise<ServiceClientCredentialsFactory> {
  if (!settings) return new ConfigurationServiceClientCredentialFactory({ MicrosoftAppId: '' });
  const { appId: MicrosoftAppId, tenantId: MicrosoftAppTenantId, credentials } = settings;
  const who = { MicrosoftAppId, MicrosoftAppTenantId };
  switch (credentials.kind) {
    case 'managed-identity':
      return new ConfigurationServiceClientCredentialFactory({ ...who, MicrosoftAppType: 'UserAssignedMsi' });
    case 'password': {
      const secret = { MicrosoftAppPassword: credentials.password };
      return new ConfigurationServiceClientCredentialFactory({ ...who, ...secret, MicrosoftAppType: 'SingleTenant' });
    }
    case 'certificate': {
      const pem = await readFile(credentials.file, 'utf8');
      const secret = {
        CertificateThumbprint: new X509Certificate(pem).fingerprint.replaceAll(':', ''),
        CertificatePrivateKey: createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
      return new ConfigurationServiceClientCredentialFactory({ ...who, ...secret, MicrosoftAppType: 'SingleTenant' });
    }
  }
}
