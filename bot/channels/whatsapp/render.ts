import { z } from 'zod';
import type { FormPlace } from '../../../dialogs/input.ts';
import { duration, localeOf } from '../../../locales/texts.ts';
import type { Conversation, Conversations, LogEntry } from '../../../services/store/store.ts';
import { isFromPerson } from '../log-activity.ts';
import {
  asksSecret,
  type FormLink,
  type LoggedMessage,
  languageOf,
  type MakeFormLink,
  readMessage,
} from '../logged-message.ts';
import { type Choice, numbered, showOptions } from './options.ts';
import { type Content, type Outgoing, textContent } from './payload.ts';
import { lengthOf, protocol } from './protocol.ts';
import { splitText } from './split.ts';
import { textsFor } from './texts.ts';

export interface RenderDeps {
  readonly conversations: Pick<Conversations, 'log'>;
  readonly secureForm: MakeFormLink;
  /** Where documents are fetched, whose addresses in the log are paths of ours. */
  readonly publicUrl: string;
}

/**
 * The entries of a turn as WhatsApp messages: bubbles joined into as few as possible, since one person may be sent about
 * one message in six seconds; options as buttons, list or numbers; secrets as a link to the secure page.
 */
export function createRender(deps: RenderDeps) {
  return async function render(conversation: Conversation, entries: readonly LogEntry[]): Promise<readonly Outgoing[]> {
    const newest = entries.at(-1);
    const sheet = newSheet(newest ? languageOf(conversation, newest) : conversation.locale);
    if (await sentKeyFile(conversation, entries)) sheet.write(sheet.text('whatsapp.delete-key'));
    for (const entry of entries) {
      const message = readMessage(entry.activity);
      if (message) await show(sheet, conversation, entry, message);
    }
    sheet.flush();
    return sheet.outgoing();
  };

  async function show(
    sheet: Sheet,
    conversation: Conversation,
    entry: LogEntry,
    message: LoggedMessage,
  ): Promise<void> {
    const words = wordsOf(message);
    const choices = message.suggestedActions?.actions ?? [];
    if (message.attachments.length > 0) sheet.flush();
    sheet.covers(entry.seq);
    if (words) sheet.write(words);
    for (const { contentUrl, name } of message.attachments)
      sheet.pushDocument(new URL(contentUrl, deps.publicUrl).href, name);
    if (asksSecret(message)) return sheet.pushForm(await deps.secureForm(conversation, entry), choices);
    if (choices.length > 0) sheet.pushOptions(choices, placeOf(message));
  }

  /** Whether what is answered here brought a private key: the words of a person right before these entries. */
  async function sentKeyFile(conversation: Conversation, entries: readonly LogEntry[]): Promise<boolean> {
    const first = entries[0]?.seq ?? 1;
    const before = await deps.conversations.log(conversation.id, Math.max(0, first - 9), Math.min(8, first - 1));
    const last = before.findLastIndex((entry) => entry.seq < first && !isFromPerson(entry.activity));
    return before.slice(last + 1).some((entry) => entry.seq < first && hasKeyFile(entry));
  }
}

const Files = z.object({ attachments: z.array(z.object({ name: z.string() })) });

const hasKeyFile = ({ activity }: LogEntry): boolean =>
  Files.safeParse(activity).data?.attachments.some(({ name }) => /\.key$/i.test(name)) ?? false;

function placeOf({ channelData: { procedure = '', step = '', folio } }: LoggedMessage): FormPlace {
  return { procedure, step, ...(folio !== undefined && { folio }) };
}

/** An agent's words bear their name, whose own signs would change how the rest looks. */
function wordsOf({ text, channelData: { agent } }: LoggedMessage): string {
  return agent ? `*${agent.name.replace(/[*_~`]/g, '')}:*\n${text}` : text;
}

type Sheet = ReturnType<typeof newSheet>;

/** Gathers words until something has to go out with them. */
function newSheet(locale: string) {
  const text = textsFor(locale);
  const made: Outgoing[] = [];
  let words: string[] = [];
  let seqs: number[] = [];

  function push(content: Content, plain: string): void {
    made.push({ content, plain, seqs, part: made.length });
    seqs = [];
  }

  function flush(): void {
    const parts = splitText(words.join('\n\n'), protocol.textMaxChars);
    words = [];
    const covered = seqs;
    for (const part of parts) {
      seqs = covered;
      push(textContent(part), part);
    }
  }

  /** The words so far as the body above buttons; what does not fit there goes before it. */
  function bodyOf(max: number): string {
    const whole = words.join('\n\n');
    const body = lengthOf(whole) <= max ? whole : lastWords(words.at(-1) ?? '', max);
    const covered = seqs;
    words = [whole.slice(0, whole.length - body.length)];
    flush();
    seqs = covered;
    return body || text('whatsapp.choose');
  }

  return {
    text,
    covers: (seq: number) => void seqs.push(seq),
    write: (said: string) => void words.push(said.trim()),
    flush,
    push,
    outgoing: () => made,

    /** The words so far go below the document, where they fit. */
    pushDocument(link: string, filename: string): void {
      const said = words.join('\n\n');
      if (lengthOf(said) > protocol.captionMaxChars) flush();
      const caption = words.length > 0 ? { caption: said } : {};
      words = [];
      push({ type: 'document', document: { link, filename, ...caption } }, `${said}\n\n${link}`.trim());
    },

    pushOptions(choices: readonly Choice[], place: FormPlace): void {
      const body = bodyOf(protocol.interactiveBodyMaxChars);
      const plain = `${body}\n\n${numbered(choices)}\n\n${text('whatsapp.numbers')}`;
      const interactive = showOptions(body, choices, place, text('whatsapp.list'));
      if (interactive) push({ type: 'interactive', interactive }, plain);
      else {
        words = [plain];
        flush();
      }
    },

    pushForm({ url, mark, expiresInMs }: FormLink, choices: readonly Choice[]): void {
      const ttl = duration(expiresInMs, localeOf(locale));
      const others = choices.map(({ title }) => `«${title}»`).join(', ');
      const notes = [
        text('whatsapp.form', { mark, ttl }),
        ...(others ? [text('whatsapp.or-write', { options: others })] : []),
      ].join('\n');
      const body = `${bodyOf(protocol.interactiveBodyMaxChars - lengthOf(notes) - 2)}\n\n${notes}`;
      const parameters = { display_text: text('whatsapp.form-button'), url };
      const interactive = { type: 'cta_url', body: { text: body }, action: { name: 'cta_url', parameters } } as const;
      push({ type: 'interactive', interactive }, `${body}\n\n${url}`);
    },
  };
}

/** The end of a text, as much of it as fits, from the beginning of a sentence. */
function lastWords(text: string, max: number): string {
  if (lengthOf(text) <= max) return text;
  return splitText(text, max).at(-1) ?? '';
}
