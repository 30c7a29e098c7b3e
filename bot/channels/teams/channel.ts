import { localeOf } from '../../../locales/texts.ts';
import type { Conversation } from '../../../services/store/store.ts';
import type { PushChannel, Sent } from '../channel.ts';
import type { TeamsAdapter } from './adapter.ts';
import { type Address, type Addresses, TEAMS } from './addresses.ts';
import { ConnectorRefusal, ForeignHost } from './connector-http.ts';
import { cardOf, words } from './render/card.ts';
import { createRender, type RenderDeps, type TeamsMessage } from './render/render.ts';
import type { MaySendTo } from './service-url.ts';
import { teamsTexts } from './texts.ts';

export interface ChannelDeps extends RenderDeps {
  readonly addresses: Addresses;
  readonly adapter: Pick<TeamsAdapter, 'send' | 'replace'>;
  readonly maySendTo: MaySendTo;
  /** The card of a form that is over could not be closed. */
  readonly onNotClosed: (error: unknown) => void;
}

/** The outgoing side: a person of Teams is written to wherever they last wrote from, at any time. */
export function createTeamsChannel(deps: ChannelDeps): PushChannel<TeamsMessage> {
  const { addresses, adapter } = deps;

  async function send(conversation: Conversation, message: TeamsMessage): Promise<Sent> {
    const address = await addresses.get(conversation.id);
    if (!address) return { ok: false, again: false, reason: 'no-address' };
    if (!deps.maySendTo(address.reference.serviceUrl)) return { ok: false, again: false, reason: 'foreign-host' };
    const sent = await attempt(() => adapter.send(address.reference, message.activity));
    if (!sent.ok) return sent;
    const [id] = sent.ids;
    if (address.openForm !== undefined) await closeForm(message.locale, address, address.openForm);
    if (message.holdsForm || address.openForm !== undefined) {
      await addresses.setOpenForm(conversation.id, message.holdsForm ? id : undefined);
    }
    return sent;
  }

  /** The conversation has gone on: the link is of no use any more. It is spent or expired anyway, so a failure may be. */
  async function closeForm(locale: string, { reference }: Address, messageId: string): Promise<void> {
    const text = teamsTexts[localeOf(locale)]('teams.form.closed');
    try {
      await adapter.replace(reference, messageId, { type: 'message', attachments: [closedCard(text)] });
    } catch (error) {
      deps.onNotClosed(error);
    }
  }

  return { id: TEAMS, render: createRender(deps), send };
}

const closedCard = (text: string) => cardOf([words(text, { isSubtle: true })], []);

async function attempt(send: () => Promise<string>): Promise<Sent> {
  try {
    return { ok: true, ids: [await send()] };
  } catch (error) {
    return notSent(error);
  }
}

/** Blocked or removed by its person, gone, or never to be taken; anything else may be better later. */
const final = new Set([400, 403, 404, 405, 413]);

export function notSent(error: unknown): Sent {
  if (error instanceof ForeignHost) return { ok: false, again: false, reason: 'foreign-host' };
  if (!(error instanceof ConnectorRefusal)) return { ok: false, again: true, reason: 'connector-unreachable' };
  const reason = `connector-${error.status}`;
  if (final.has(error.status)) return { ok: false, again: false, reason };
  return { ok: false, again: true, reason, ...(error.afterMs !== undefined && { afterMs: error.afterMs }) };
}
