import { duration, localeOf } from '../../../../locales/texts.ts';
import type { Conversation, Json, LogEntry } from '../../../../services/store/store.ts';
import { cutText } from '../../activity.ts';
import { asksSecret, type FormLink, type LoggedMessage, type MakeFormLink, readMessage } from '../../logged-message.ts';
import { teamsTexts } from '../texts.ts';
import {
  type Action,
  type CardAttachment,
  cardOf,
  choice,
  type Element,
  fact,
  openDialog,
  openUrl,
  words,
} from './card.ts';
import { toMarkup, toPlainLines } from './markup.ts';
import { reviewOf, withoutProgress } from './question.ts';
import { splitText } from './split.ts';

/** A message as it is sent. */
export interface TeamsMessage {
  readonly activity: MessageActivity;
  /** It holds the link of a secure form, which is taken away once the conversation has gone on. */
  readonly holdsForm: boolean;
  /** The language its person reads now. */
  readonly locale: string;
}

export interface MessageActivity {
  readonly type: 'message';
  readonly text?: string;
  readonly textFormat?: 'xml';
  /** What notifications show. */
  readonly summary?: string;
  readonly inputHint?: string;
  readonly channelData?: Json;
  readonly attachments?: CardAttachment[];
}

export interface RenderDeps {
  readonly secureForm: MakeFormLink;
  /** Without a slash at the end. */
  readonly publicUrl: string;
}

/**
 * Teams refuses messages over 28 KB, counted as UTF-16 with everything in them (learn.microsoft.com, "Format your bot
 * messages"; larger limits have been announced since). Two of them are for the addresses that botbuilder adds.
 */
export const activityMaxBytes = 26 * 1024;
/** A page of text; longer ones go out in parts. */
export const textMaxChars = 4_000;
const actionsMax = 20;
const actionMaxBytes = 4 * 1024;
const factsMaxBytes = 8 * 1024;
const cardMaxBytes = 20 * 1024;
const summaryMaxChars = 200;

/** UTF-16, as it goes over the wire. */
export const sizeOf = (value: unknown): number => JSON.stringify(value).length * 2;

/** The entries of a turn as Teams messages: words as text; what text cannot show as a card below the last of them. */
export function createRender(deps: RenderDeps) {
  return async function render(conversation: Conversation, entries: readonly LogEntry[]): Promise<TeamsMessage[]> {
    const messages: TeamsMessage[] = [];
    for (const entry of entries) {
      const logged = readMessage(entry.activity);
      if (!logged) continue;
      const form = asksSecret(logged) ? await deps.secureForm(conversation, entry) : undefined;
      messages.push(...show(logged, entry.seq, form, logged.locale ?? conversation.locale));
    }
    return messages;
  };

  function show(logged: LoggedMessage, seq: number, form: FormLink | undefined, locale: string): TeamsMessage[] {
    const actions = [...formActions(form, seq, locale), ...documentActions(logged, locale), ...choicesOf(logged, seq)];
    const holdsForm = form !== undefined;
    if (actions.length === 0) return assemble(logged, logged.text, { holdsForm, locale });
    const { progress, text } = withoutProgress(logged);
    const head = progress === undefined ? [] : [words(progress, { isSubtle: true, size: 'Small' })];
    const notes = form ? formNotes(form, locale) : [];
    const review = logged.channelData.step === 'review' ? reviewOf(text) : undefined;
    const facts = review ? [...review.facts.map(fact), ...toPlainLines(review.after).map((line) => words(line))] : [];
    if (review && sizeOf(facts) <= factsMaxBytes) {
      return assemble(logged, review.before, { body: [...head, ...facts, ...notes], actions, holdsForm, locale });
    }
    return assemble(logged, text, { body: [...head, ...notes], actions, holdsForm, locale });
  }

  function formActions(form: FormLink | undefined, seq: number, locale: string): Action[] {
    if (!form) return [];
    const texts = teamsTexts[localeOf(locale)];
    const { pathname, search, href } = new URL(form.url, deps.publicUrl);
    return [
      openDialog({ title: texts('teams.form.open'), path: pathname + search, seq }),
      openUrl({ title: texts('teams.form.browser'), url: href }),
    ];
  }

  function documentActions({ attachments }: LoggedMessage, locale: string): Action[] {
    return attachments.flatMap(({ contentUrl, name }) => {
      const url = URL.parse(contentUrl, deps.publicUrl);
      if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return [];
      return [openUrl({ title: teamsTexts[localeOf(locale)]('teams.document', { name }), url: url.href })];
    });
  }
}

/** Where the menu stands: what it offers may be begun at any time. */
const menus: ReadonlySet<string> = new Set(['menu', 'help', 'cancel']);

function choicesOf({ suggestedActions, channelData }: LoggedMessage, seq: number): Action[] {
  const free = channelData.step === 'choose' && menus.has(channelData.procedure ?? '');
  return (suggestedActions?.actions ?? []).map(({ title, value }) => choice({ title, say: value, seq, free }));
}

function formNotes({ mark, expiresInMs }: FormLink, locale: string): Element[] {
  const texts = teamsTexts[localeOf(locale)];
  const ttl = duration(expiresInMs, localeOf(locale));
  return [
    words(texts('teams.form.mark', { mark }), { weight: 'Bolder' }),
    words(texts('teams.form.ttl', { ttl }), { isSubtle: true }),
  ];
}

interface Below {
  readonly body?: readonly Element[];
  readonly actions?: readonly Action[];
  readonly holdsForm: boolean;
  readonly locale: string;
}

/** The words in as many messages as they need, the card below the last of them. Buttons that find no room are named. */
function assemble(
  logged: LoggedMessage,
  text: string,
  { body = [], actions = [], holdsForm, locale }: Below,
): TeamsMessage[] {
  const buttons = roomFor(body, actions);
  const unseen = actions.filter((action) => !buttons.includes(action)).map(({ title }) => `- ${title}`);
  const said = [spokenBy(logged, text), ...unseen].join('\n');
  const spoken = splitText(said, (part) => part.length <= textMaxChars && fits(messageOf(logged, part)));
  const activities = spoken.map((part) => messageOf(logged, part));
  if (buttons.length > 0) addCard(activities, cardOf(body, buttons), messageOf(logged, '', said));
  return activities.map((activity, index) => {
    const last = index === activities.length - 1;
    const inputHint = last ? logged.inputHint : 'ignoringInput';
    return {
      activity: { ...activity, ...(inputHint !== undefined && { inputHint }) },
      holdsForm: holdsForm && last,
      locale,
    };
  });
}

/** Below the last words, or in a message of its own when both together are too large. */
function addCard(activities: MessageActivity[], card: CardAttachment, empty: MessageActivity): void {
  const last = activities.at(-1);
  const together = { ...(last ?? empty), summary: empty.summary ?? '', attachments: [card] };
  if (!last || !fits(together)) activities.push({ ...empty, attachments: [card] });
  else activities.splice(-1, 1, together);
}

function messageOf({ channelData }: LoggedMessage, text: string, summary?: string): MessageActivity {
  const { procedure, step, folio } = channelData;
  const place = { ...(procedure && { procedure }), ...(step && { step }), ...(folio && { folio }) };
  return {
    type: 'message',
    ...(text !== '' && { text: toMarkup(text), textFormat: 'xml' as const }),
    ...(summary !== undefined && { summary: cutText(toPlainLines(summary).join(' '), summaryMaxChars) }),
    inputHint: 'ignoringInput',
    channelData: place,
  };
}

const spokenBy = ({ channelData: { agent } }: LoggedMessage, text: string): string =>
  agent ? `**${agent.name.replaceAll('*', '')}:**\n${text}` : text;

const fits = (activity: MessageActivity) => sizeOf(activity) <= activityMaxBytes;

/** The first buttons for which there is room. */
function roomFor(body: readonly Element[], actions: readonly Action[]): Action[] {
  const shown: Action[] = [];
  for (const action of actions) {
    if (shown.length === actionsMax || sizeOf(action) > actionMaxBytes) continue;
    if (sizeOf(cardOf(body, [...shown, action])) > cardMaxBytes) return shown;
    shown.push(action);
  }
  return shown;
}
