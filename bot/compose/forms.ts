import type { Form } from '../../dialogs/message.ts';
import { Portal } from '../../services/accounts/portal.ts';
import { checkPassword } from '../../services/passwords/check.ts';
import { passwordPolicies } from '../../services/passwords/policies.ts';
import type { Keys } from '../../services/seal/keys.ts';
import type { BurnedSecrets } from '../../services/secure-forms/burned.ts';
import { createSecureForms } from '../../services/secure-forms/create-secure-forms.ts';
import type { WantedForm } from '../../services/secure-forms/secure-form.ts';
import type { Conversation, LogEntry, Store } from '../../services/store/store.ts';
import type { Door } from '../channels/channel.ts';
import { languageOf } from '../channels/logged-message.ts';
import type { Config } from '../config.ts';
import type { Route } from '../http/route.ts';
import type { Assets } from '../pages/assets.ts';
import { secureFormRoutes, secureFormUrl } from '../pages/secure-form/secure-form.ts';
import { deskMessage } from '../turns/inbox-message.ts';
import { askedBy, type Standing, standsAt } from '../turns/standing.ts';
import type { Domain } from './domain.ts';
import type { World } from './world.ts';

/** How long a form waits for its fresh text to sign, and how often it looks. */
const renewal = { withinMs: 5_000, everyMs: 20 };

export type FormsSide = ReturnType<typeof composeForms>;

/** One-time pages for what must not be typed into a chat. */
export function composeForms(deps: {
  config: Config;
  keys: Pick<Keys, 'index'>;
  store: Store;
  world: World;
  domain: Pick<Domain, 'isCommon'>;
  burned: BurnedSecrets;
  publicUrl: string;
}) {
  const { config, store, world, domain, burned, publicUrl } = deps;
  const { limits } = config;
  const { now, newId, randomBytes, randomInt } = world;
  const forms = createSecureForms({
    documents: store.documents,
    now,
    randomBytes,
    randomInt,
    key: deps.keys.index,
    ttlMs: limits.secureFormTtlMs,
    rememberMs: limits.conversationRetentionMs,
  });

  /** The link that stands in a message for its form. Made on delivery: a token is never in the log. */
  async function secureForm(conversation: Conversation, entry: LogEntry) {
    const asked = askedBy(entry);
    const form = wantedOf(asked?.form);
    if (!asked || !form) throw new Error('a message without a form has no link');
    const { procedure, step, folio } = asked;
    const { id, channel } = conversation;
    const issued = await forms.open({
      conversationId: id,
      channel,
      procedure,
      step,
      folio,
      form,
      askedSeq: entry.seq,
      locale: languageOf(conversation, entry),
    });
    return {
      url: secureFormUrl(publicUrl, issued.token),
      mark: issued.mark,
      expiresInMs: issued.expiresAt - now(),
    };
  }

  function routes({ door, kick, assets }: { door: Door; kick: (id: string) => void; assets: Assets }): Route[] {
    const script = (name: string) => assets.entries[name] ?? '';
    return secureFormRoutes({
      forms,
      standsAt: (conversationId) => standsAt(store.conversations, conversationId),
      submit: door.receive,
      renewChallenge: (conversationId) => renewChallenge(door, conversationId),
      async sendAnother(conversationId, formId) {
        const activity = deskMessage({ what: 'form' });
        const messageId = `form-again:${formId}`;
        const accepted = await store.conversations.accept(conversationId, { messageId, activity, at: now() });
        if (accepted.outcome !== 'unknown-conversation') kick(conversationId);
      },
      // What is known of the person stands in the conversation's own state; the dialog checks against it.
      checkPassword: async (_conversationId, portal, password) =>
        checkPassword(password, passwordPolicies[portal], {}, domain.isCommon),
      isBurned: burned.has,
      fileMaxBytes: limits.efirmaFileMaxBytes,
      randomBytes,
      now,
      https: publicUrl.startsWith('https://'),
      limits: {
        maxBytes: limits.requestMaxBytes,
        timeoutMs: limits.bodyTimeoutMs,
        fileMaxBytes: limits.efirmaFileMaxBytes,
      },
      scripts: {
        liveRules: script('live-rules'),
        page: script('secure-form'),
        sign: script('sign'),
        worker: script('efirma-worker'),
        teams: script('teams'),
      },
    });
  }

  /** The dialog writes a fresh text into the log; undefined when the conversation moved on meanwhile. */
  async function renewChallenge(door: Door, conversationId: string) {
    const before = await standsAt(store.conversations, conversationId);
    const activity = { type: 'message', known: true, value: { renewChallenge: true }, ...(before && placed(before)) };
    const taken = await door.receive(conversationId, { messageId: `renew:${newId()}`, activity, files: [] });
    if (taken.outcome !== 'accepted' || before === undefined) return undefined;
    for (let waited = 0; waited < renewal.withinMs; waited += renewal.everyMs) {
      await new Promise((resolve) => setTimeout(resolve, renewal.everyMs));
      const standing = await standsAt(store.conversations, conversationId);
      if (standing === undefined || standing.seq === before.seq) continue;
      const { challenge, challengeExpiresAt: expiresAt } = standing;
      return challenge === undefined || expiresAt === undefined ? undefined : { challenge, expiresAt };
    }
    return undefined;
  }

  return { forms, secureForm, isForm: (form: Form | undefined) => wantedOf(form) !== undefined, routes };
}

const placed = ({ procedure, step, folio }: Standing) => ({
  formFor: { procedure, step, ...(folio !== undefined && { folio }) },
});

/** A code is typed in the chat; every other form has a page. */
function wantedOf(form: Form | undefined): WantedForm | undefined {
  if (form === undefined || form.kind === 'code') return undefined;
  if (form.kind !== 'password') return form;
  const portal = Portal.safeParse(form.portal);
  return portal.success ? { kind: 'password', portal: portal.data } : undefined;
}
