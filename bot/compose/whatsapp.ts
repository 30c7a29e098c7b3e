import { redact } from '../../services/redaction/redact.ts';
import type { Conversation, Store } from '../../services/store/store.ts';
import type { Door } from '../channels/channel.ts';
import { isWithPeople } from '../channels/last-said.ts';
import type { MakeFormLink } from '../channels/logged-message.ts';
import { channelId, createWhatsAppChannel } from '../channels/whatsapp/channel.ts';
import { createContacts, windowEnd } from '../channels/whatsapp/contacts.ts';
import { createDelays } from '../channels/whatsapp/delays.ts';
import { filesOf } from '../channels/whatsapp/files.ts';
import { createGraph } from '../channels/whatsapp/graph.ts';
import { createLanes } from '../channels/whatsapp/lanes.ts';
import { createFetchFile } from '../channels/whatsapp/media.ts';
import { createReceive, TAKE_UP } from '../channels/whatsapp/receive.ts';
import type { WhatsAppReport } from '../channels/whatsapp/report.ts';
import { createSendAgain } from '../channels/whatsapp/send-again.ts';
import { createStatuses, SEND_AGAIN } from '../channels/whatsapp/statuses.ts';
import { createTakeUp } from '../channels/whatsapp/take-up.ts';
import { createTicks } from '../channels/whatsapp/ticks.ts';
import { webhookRoutes } from '../channels/whatsapp/webhook.ts';
import type { Config } from '../config.ts';
import { deskMessage } from '../turns/inbox-message.ts';
import { standsAt } from '../turns/standing.ts';
import type { Domain } from './domain.ts';
import type { Logger } from './log.ts';
import type { World } from './world.ts';

const metaUrl = 'https://graph.facebook.com/v25.0';
/** Two requests to Meta for a file, or one for a message, within the lease of a delivery. */
const graphTimeoutMs = 10_000;
const firstDelayMs = 6_000;
const locale = 'es-MX';

export type WhatsApp = NonNullable<ReturnType<typeof composeWhatsApp>>;

/** Everything of WhatsApp, or nothing when it is not set up. */
export function composeWhatsApp(deps: {
  config: Config;
  store: Store;
  world: World;
  domain: Pick<Domain, 'documents'>;
  door: Door;
  /** Starts the worker of a conversation. */
  kick: (conversationId: string) => void;
  secureForm: MakeFormLink;
  publicUrl: string;
  /** Counts. */
  report: (event: WhatsAppReport) => void;
  log: Logger;
}) {
  const { config, store, world, domain, door, log } = deps;
  const { limits } = config;
  const { now, newId } = world;
  const phoneNumberId = config.WHATSAPP_PHONE_NUMBER_ID;
  const appSecret = config.WHATSAPP_APP_SECRET;
  const verifyToken = config.WHATSAPP_VERIFY_TOKEN;
  if (phoneNumberId === undefined || appSecret === undefined || verifyToken === undefined) return undefined;

  const { conversations } = store;
  const { documents } = domain;
  const report = (event: WhatsAppReport) => {
    deps.report(event);
    // `code` is a word for secrets in our logs, and hidden there.
    const { code: error, ...about } = { code: undefined, ...event };
    if (isAlarm(event)) log.error({ ...about, error }, 'whatsapp needs an operator');
    else if (event.what !== 'received') log.warn({ ...about, error }, 'whatsapp');
  };
  const baseUrl = (config.WHATSAPP_BASE_URL ?? `${metaUrl}/${phoneNumberId}`).replace(/\/+$/, '');
  const graph = createGraph({
    baseUrl,
    phoneNumberId,
    authorization: headerOf(config.WHATSAPP_AUTH_HEADER ?? `Authorization: Bearer ${config.WHATSAPP_TOKEN ?? ''}`),
    timeoutMs: graphTimeoutMs,
  });
  const contacts = createContacts({
    documents,
    conversations,
    now,
    newId,
    locale,
    keepMs: 2 * limits.conversationRetentionMs,
    whenBack: (conversationId, at) => [
      { id: `${SEND_AGAIN}:back:${conversationId}:${at}`, kind: SEND_AGAIN, payload: { conversationId }, dueAt: at },
    ],
  });
  const ticks = createTicks({ documents, now, keepMs: limits.conversationRetentionMs });
  const channel = createWhatsAppChannel({
    conversations,
    contacts,
    graph,
    ticks,
    delays: createDelays({
      firstMs: firstDelayMs,
      maxMs: limits.jobMaxBackoffMs,
      random: () => world.randomInt(1_000) / 1_000,
    }),
    template: config.WHATSAPP_TEMPLATE
      ? { name: config.WHATSAPP_TEMPLATE, language: config.WHATSAPP_TEMPLATE_LANGUAGE }
      : undefined,
    secureForm: deps.secureForm,
    publicUrl: deps.publicUrl,
    now,
    report,
  });
  const lanes = createLanes();
  const fetchFile = createFetchFile({
    graph,
    hosts: { baseUrl: new URL(baseUrl), also: listOf(config.WHATSAPP_MEDIA_HOSTS) },
    maxBytes: limits.archiveMaxBytes,
  });
  const fileLimits = { fileMaxBytes: limits.efirmaFileMaxBytes, maxFiles: limits.uploadMaxFiles };
  const receive = createReceive({
    contacts,
    door,
    conversations,
    standsAt: (conversationId) => standsAt(conversations, conversationId),
    redact,
    async dropVerification(conversationId, eventId) {
      const activity = deskMessage({ what: 'identity-changed' });
      const accepted = await conversations.accept(conversationId, { messageId: eventId, activity, at: now() });
      if (accepted.outcome !== 'unknown-conversation') deps.kick(conversationId);
    },
    markRead(message_id, answersIn) {
      const mark = async () => {
        // While people have the conversation the bot is not writing.
        const types = answersIn !== undefined && !(await isWithPeople(conversations, answersIn));
        await graph.send({
          messaging_product: 'whatsapp',
          status: 'read',
          message_id,
          ...(types && { typing_indicator: { type: 'text' } }),
        });
      };
      mark().catch((error: unknown) => log.warn({ error }, 'a message of whatsapp was not marked as read'));
    },
    lanes,
    now,
    staleAfterMs: limits.whatsappStaleAfterMs,
    locale,
    report,
  });

  return {
    channel,
    routes: webhookRoutes({
      appSecret,
      verifyToken,
      phoneNumberId,
      maxBytes: limits.whatsappWebhookMaxBytes,
      timeoutMs: limits.bodyTimeoutMs,
      messageMaxChars: limits.messageMaxChars,
      receive,
      noteStatuses: createStatuses({ ticks, now, report }),
      report,
      onError: (error) => log.error({ error }, 'a webhook of whatsapp was not kept'),
    }),
    handlers: {
      [TAKE_UP]: createTakeUp({
        contacts,
        door,
        fetchFiles: async (file) => filesOf(file, await fetchFile(file), fileLimits),
        lanes,
        now,
        report,
      }),
      [SEND_AGAIN]: createSendAgain({ conversations, contacts, ticks, render: channel.render, send: channel.send }),
    },
    /** How far each message of a conversation got. */
    ticksOf: (conversationId: string) => ticks.ofEntries(conversationId),
    /** Until when a person can be written to, in milliseconds since the epoch; undefined for who is not on WhatsApp. */
    async windowEndsAt({ channel: of, person }: Conversation): Promise<number | undefined> {
      const contact = of === channelId ? await contacts.get(person) : undefined;
      return contact && windowEnd(contact.value);
    },
  };
}

const isAlarm = (event: WhatsAppReport) =>
  event.what === 'number-error' || ('remedy' in event && event.remedy === 'operator');

/** A whole header line. */
function headerOf(line: string): { name: string; value: string } {
  const colon = line.indexOf(':');
  return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
}

const listOf = (hosts = '') =>
  hosts
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter(Boolean);
