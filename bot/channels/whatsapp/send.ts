import type { Conversation } from '../../../services/store/store.ts';
import type { Sent } from '../channel.ts';
import { problemOf } from './check-payload.ts';
import type { Contact } from './contact.ts';
import { type Contacts, isWindowOpen } from './contacts.ts';
import type { Delays } from './delays.ts';
import { type Remedy, remedyFor } from './errors.ts';
import type { Graph, Posted } from './graph.ts';
import { type Address, type Content, type Outgoing, type Payload, textContent } from './payload.ts';
import type { WhatsAppReport } from './report.ts';

export interface SendDeps {
  readonly contacts: Pick<Contacts, 'get' | 'closeWindow' | 'noteTemplate'>;
  readonly graph: Pick<Graph, 'send'>;
  /** Waits of one person, and of the whole number. */
  readonly delays: Delays;
  /** Asks a person to write again, where the window is closed; undefined when none is approved. */
  readonly template: { readonly name: string; readonly language: string } | undefined;
  readonly now: () => number;
  readonly report: (event: WhatsAppReport) => void;
}

/** While the window is closed, and while an operator has to mend something: a person who writes is answered sooner. */
const heldMs = 6 * 60 * 60_000;
const operatorMs = 5 * 60_000;
const wholeNumber = 'number';

/** Sends one message to its person, and says what became of it. */
export function createSend(deps: SendDeps) {
  const { contacts, graph, delays, now, report } = deps;
  let pausedUntil = 0;

  return async function send(conversation: Conversation, outgoing: Outgoing, tag: string): Promise<Sent> {
    const id = conversation.person;
    const contact = (await contacts.get(id))?.value;
    const address = contact && addressOf(contact);
    if (!contact || !address) return never('no-address');
    if (now() < pausedUntil) return { ok: false, again: true, reason: 'throughput', afterMs: pausedUntil - now() };
    if (!isWindowOpen(contact, now())) return closed(id, contact, address, tag);
    const payload = payloadOf(outgoing.content, address, tag);
    const problem = problemOf(payload);
    if (problem !== undefined) return never(`over-limit:${problem}`);
    const posted = await graph.send(payload);
    if (posted.ok) return taken(id, posted.ids);
    const remedy = noted(posted);
    if (remedy === 'template') {
      await contacts.closeWindow(id);
      return closed(id, contact, address, tag);
    }
    if (remedy === 'plain' && outgoing.content.type !== 'text') return inPlainWords(id, outgoing, address, tag);
    return verdict(id, posted, remedy);
  };

  function taken(id: string, ids: readonly string[]): Sent {
    delays.clear(id);
    delays.clear(wholeNumber);
    return { ok: true, ids };
  }

  /** The message waits until the person writes; meanwhile a template asks them to, once. */
  async function closed(id: string, contact: Contact, address: Address, tag: string): Promise<Sent> {
    if (!deps.template) return never('window-closed');
    const held = { ok: false, again: true, reason: 'window-closed', afterMs: heldMs } as const;
    if ((contact.templateAt ?? 0) > contact.lastReceivedAt) return held;
    const { name, language } = deps.template;
    const payload = payloadOf({ type: 'template', template: { name, language: { code: language } } }, address, tag);
    const problem = problemOf(payload);
    if (problem !== undefined) return never(`over-limit:${problem}`);
    const posted = await graph.send(payload);
    if (!posted.ok) return verdict(id, posted, noted(posted));
    await contacts.noteTemplate(id);
    report({ what: 'template' });
    return held;
  }

  /** Where this kind of message does not get there. */
  async function inPlainWords(id: string, { plain }: Outgoing, address: Address, tag: string): Promise<Sent> {
    const payload = payloadOf(textContent(plain), address, tag);
    const problem = problemOf(payload);
    if (problem !== undefined) return never(`over-limit:${problem}`);
    const posted = await graph.send(payload);
    return posted.ok ? taken(id, posted.ids) : verdict(id, posted, noted(posted));
  }

  function noted({ code, status }: Failure): Remedy {
    const remedy = remedyFor(code, status);
    report({ what: 'send-failed', code: code ?? status, remedy });
    return remedy;
  }

  function verdict(id: string, { code, status, retryAfterMs }: Failure, remedy: Remedy): Sent {
    const reason = `whatsapp-${code ?? status}`;
    switch (remedy) {
      case 'throughput': {
        const afterMs = retryAfterMs ?? delays.next(wholeNumber);
        pausedUntil = Math.max(pausedUntil, now() + afterMs);
        return { ok: false, again: true, reason, afterMs };
      }
      case 'wait':
        return { ok: false, again: true, reason, afterMs: retryAfterMs ?? delays.next(id) };
      case 'operator':
        return { ok: false, again: true, reason, afterMs: operatorMs };
      default:
        return never(reason);
    }
  }
}

type Failure = Extract<Posted, { ok: false }>;

const never = (reason: string): Sent => ({ ok: false, again: false, reason });

/** The exact id a person's messages come from; numbers reach every kind of message, so they come first. */
function addressOf({ waId, userId }: Contact): Address | undefined {
  if (waId !== undefined) return { to: waId };
  return userId === undefined ? undefined : { recipient: userId };
}

function payloadOf(content: Content, address: Address, tag: string): Payload {
  const common = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    biz_opaque_callback_data: tag,
  } as const;
  return { ...common, ...address, ...content };
}
