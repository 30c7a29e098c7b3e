import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { eventually } from './eventually.ts';
import type { CardAction, SentActivity, TeamsConnector } from './teams-connector.ts';
import type { TeamsIssuer, TokenOptions } from './teams-issuer.ts';

/** The app under test, as registered in Azure. */
export const teamsApp = {
  appId: '9f2a6d1c-4c1e-4f0a-9a55-0c6f1c6f7a01',
  tenantId: '5b1f7c3e-77aa-4f5e-8f7e-3d0f5f4c2b10',
  password: 'a-client-secret-of-azure',
  /** What the bot's own token is in tests. */
  botToken: 'the-token-of-the-bot',
} as const;

/** What a person sees of a message. */
export interface Heard {
  readonly id: string;
  /** Text and card, without markup. */
  readonly text: string;
  readonly buttons: readonly string[];
  readonly links: readonly { readonly title: string; readonly url: string }[];
  readonly actions: readonly CardAction[];
  readonly inputHint: string | undefined;
  readonly procedure: string | undefined;
  readonly step: string | undefined;
  readonly folio: string | undefined;
}

export interface TeamsUserOptions {
  /** Where the product listens. */
  readonly url: string;
  readonly connector: TeamsConnector;
  /** Without one, no token is sent. */
  readonly issuer?: TeamsIssuer | undefined;
  readonly locale?: string | undefined;
  readonly tenantId?: string;
}

const Task = z.object({
  task: z.object({
    type: z.string(),
    value: z.union([z.string(), z.looseObject({ url: z.string(), fallbackUrl: z.string(), title: z.string() })]),
  }),
});

/** A person in a one-to-one chat of Teams with the app. */
export function teamsUser(options: TeamsUserOptions) {
  const { url, connector, issuer, locale = 'es-MX', tenantId = teamsApp.tenantId } = options;
  const who = { id: `29:${randomUUID()}`, name: 'Persona de Prueba', aadObjectId: randomUUID() };
  const bot = { id: `28:${teamsApp.appId}`, name: 'Recupera' };
  const conversation = { conversationType: 'personal', tenantId, id: `a:${randomUUID()}` };
  let heardBefore = 0;

  const activity = (content: object) => ({
    channelId: 'msteams',
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    serviceUrl: connector.serviceUrl,
    from: who,
    recipient: bot,
    conversation,
    locale,
    entities: [{ type: 'clientInfo', locale, country: 'MX', platform: 'Web' }],
    channelData: { tenant: { id: tenantId } },
    ...content,
  });

  /** Posts an activity as the Bot Connector does. */
  async function post(content: object, token?: TokenOptions): Promise<Response> {
    const bearer = await issuer?.token(teamsApp.appId, connector.serviceUrl, token);
    return fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
      body: JSON.stringify(activity(content)),
    });
  }

  async function accepted(content: object): Promise<void> {
    const response = await post(content);
    if (response.status !== 200) throw new Error(`refused with ${response.status}: ${await response.text()}`);
  }

  const messages = (): Heard[] => connector.messagesOf(conversation.id).map(heard);

  /** What the bot says until it awaits an answer, or has ended. */
  async function listen(until = endsTurn): Promise<Heard[]> {
    const unheard = () => messages().slice(heardBefore);
    const fresh = await eventually(
      () => {
        const said = unheard();
        return until(said) && said;
      },
      () => `the end of ${JSON.stringify(unheard())}`,
    );
    heardBefore += fresh.length;
    return fresh;
  }

  /** The newest card with such a button. */
  function find(title: string): { action: CardAction; card: string } {
    const found = messages()
      .flatMap(({ id, actions }) => actions.map((action) => ({ action, card: id })))
      .findLast(({ action }) => action.title === title);
    if (!found) throw new Error(`there is no button "${title}"`);
    return found;
  }

  /** What Teams posts when a button is pressed: `messageBack` comes as a message with text and value. */
  function pressed(title: string): object {
    const { action, card } = find(title);
    const { msteams, ...data } = action.data ?? {};
    if (msteams?.type !== 'messageBack') throw new Error(`"${title}" is no choice`);
    return { type: 'message', text: msteams.text, value: msteams.value ?? data, replyToId: card };
  }

  return {
    conversation,
    who,
    bot,
    activity,
    post,
    listen,
    messages,
    pressed,
    /** The app is installed: both activities of Teams, at once. */
    async install() {
      await Promise.all([
        accepted({ type: 'installationUpdate', action: 'add' }),
        accepted({ type: 'conversationUpdate', membersAdded: [who, bot] }),
      ]);
      return listen((fresh) => fresh.length > 0);
    },
    async say(text: string) {
      await accepted({ type: 'message', text, textFormat: 'plain' });
      return listen();
    },
    async press(title: string) {
      await accepted(pressed(title));
      return listen();
    },
    /** All messages so far, once one more turn was answered: nothing before it is still on its way. */
    async settled() {
      const before = messages().filter(isHelp).length;
      await accepted({ type: 'message', text: 'ayuda' });
      await listen((fresh) => endsTurn(fresh) && messages().filter(isHelp).length > before);
      return messages().slice(0, messages().findLastIndex(isHelp));
    },
    /** Presses the button of the secure form; answers what Teams is told to open. */
    async openForm(title = 'Abrir el formulario seguro') {
      const { action } = find(title);
      const response = await post({
        type: 'invoke',
        name: 'task/fetch',
        value: { data: action.data, context: { theme: 'default' } },
      });
      return { status: response.status, ...Task.parse(await response.json()) };
    },
  };
}
export type TeamsUser = ReturnType<typeof teamsUser>;

const endsTurn = (fresh: readonly Heard[]) =>
  ['expectingInput', 'acceptingInput'].includes(fresh.at(-1)?.inputHint ?? '');

const isHelp = ({ text }: Heard) => text.startsWith('Estoy para ayudarte');

function heard({ id, activity }: { id: string; activity: SentActivity }): Heard {
  const body = (activity.attachments ?? []).flatMap(({ content }) => content.body);
  const actions = body.flatMap((element) => (element.type === 'ActionSet' ? element.actions : []));
  const words = body.flatMap((element) =>
    element.type === 'RichTextBlock' ? [element.inlines.map((run) => run.text).join('')] : [],
  );
  const { procedure, step, folio } = activity.channelData ?? {};
  return {
    id,
    text: [plainText(activity), ...words].filter(Boolean).join('\n'),
    buttons: actions.filter(({ type }) => type === 'Action.Submit').map(({ title }) => title),
    links: actions.flatMap(({ title, url }) => (url === undefined ? [] : [{ title, url }])),
    actions,
    inputHint: activity.inputHint,
    procedure,
    step,
    folio,
  };
}

function plainText({ text = '', textFormat }: SentActivity): string {
  if (textFormat !== 'xml') return text;
  return text
    .replaceAll('<br/>', '\n')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
