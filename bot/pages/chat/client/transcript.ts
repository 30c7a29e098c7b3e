import { readUrl } from '../../../../locales/blocks.ts';
import type { Activity, Form } from './wire.ts';

/** What is told of and never shown. */
const secretKinds = ['password', 'client-password', 'key-password', 'code', 'efirma', 'files'] as const;

/** What a message of the person carries; the first part of its clientActivityID, so that a reloaded page knows it too. */
export type MessageKind = 'text' | (typeof secretKinds)[number] | 'renew';

/** What has been said, and what the person has said that the server has not yet confirmed. */
export interface Transcript {
  readonly log: readonly Activity[];
  readonly pending: readonly Pending[];
}

export interface Pending {
  readonly id: string;
  readonly text: string;
  readonly failed: boolean;
}

export interface Item {
  readonly key: string;
  readonly by: 'bot' | 'agent' | 'person';
  /** The agent's. */
  readonly name?: string;
  readonly text: string;
  /** Set where something was sent that is not shown. */
  readonly secret?: (typeof secretKinds)[number] | 'other';
  readonly state: 'said' | 'sending' | 'failed';
  readonly files: readonly { name: string | undefined; url: string; contentType: string }[];
  /** How far the procedure was when the bot said this. */
  readonly progress?: View['progress'];
}

/** What the page shows of a transcript. */
export interface View {
  readonly items: readonly Item[];
  readonly quickReplies: readonly { title: string; value: string }[];
  readonly form: Form | undefined;
  readonly procedure: string | undefined;
  readonly step: string | undefined;
  readonly progress: { current: number; total: number } | undefined;
  readonly challenge: string | undefined;
  readonly challengeExpiresAt: number | undefined;
  /** Set while people have the conversation; without an agent, the person waits for one. */
  readonly people: { readonly agent?: string | undefined } | undefined;
  /** The bot has not finished its turn. What is said to people is no turn of its own. */
  readonly botIsBusy: boolean;
  /** Identifies the message that asks what is open. */
  readonly askedId: string | undefined;
}

export const emptyTranscript: Transcript = { log: [], pending: [] };

/** Adds what came from the server. A known id changes nothing; an echo confirms the message that was on its way. */
export function receive(transcript: Transcript, activities: readonly Activity[]): Transcript {
  const known = new Set(transcript.log.map(({ id }) => id));
  const fresh = activities.filter(({ id, type }) => type === 'message' && !known.has(id) && known.add(id));
  const echoed = new Set(fresh.map(({ channelData }) => channelData?.clientActivityID));
  return {
    log: [...transcript.log, ...fresh],
    pending: transcript.pending.filter(({ id }) => !echoed.has(id)),
  };
}

/** Shows a message before the server has it. */
export function say(transcript: Transcript, id: string, text: string): Transcript {
  return { ...transcript, pending: [...transcript.pending, { id, text, failed: false }] };
}

/** Marks a message that the server refused. */
export function fail(transcript: Transcript, id: string): Transcript {
  return { ...transcript, pending: transcript.pending.map((one) => (one.id === id ? { ...one, failed: true } : one)) };
}

/** Whether the message with this clientActivityID has come back from the server. */
export const isConfirmed = (transcript: Transcript, id: string): boolean =>
  transcript.log.some(({ channelData }) => channelData?.clientActivityID === id);

export function viewOf({ log, pending }: Transcript, origin: string): View {
  const lastBot = log.findLast(isBot);
  const people = peopleAt(log);
  const asking = people ? askedBeside(log) : log.findLast(isAssistant);
  const data = asking?.channelData;
  const open = pending.some(({ failed }) => !failed);
  const lastIsBot = log.at(-1) === lastBot && !open;
  return {
    items: [...log.map((activity) => itemOf(activity, origin)), ...pending.map(pendingItem)].filter(isVisible),
    // What they say would be read by the agent, and by nobody else.
    quickReplies: lastIsBot && !people ? (lastBot?.suggestedActions?.actions ?? []) : [],
    form: data?.form,
    procedure: data?.procedure,
    step: data?.step,
    progress: data?.progress,
    challenge: data?.challenge,
    challengeExpiresAt: data?.challengeExpiresAt === undefined ? undefined : millis(data.challengeExpiresAt),
    people,
    botIsBusy: people
      ? isProofOpen(log, pending)
      : open || !lastIsBot || (lastBot?.inputHint === 'ignoringInput' && !isGreeting(log)),
    askedId: asking?.id,
  };
}

/** The first word of a conversation, which answers nobody: the bot waits, whatever the hint says. */
const isGreeting = (log: readonly Activity[]) => log.length === 1 && log.every(isBot);

/**
 * Who has the conversation, by what the assistant said last: an agent's words may still arrive when the person has gone
 * back, and bring nobody with them.
 */
function peopleAt(log: readonly Activity[]): View['people'] {
  const last = log.findLastIndex(isAssistant);
  const data = log[last]?.channelData;
  const people = data?.people ?? (data?.procedure === WITH_PEOPLE ? {} : undefined);
  const agent = people && log.slice(last).findLast(({ channelData }) => channelData?.agent)?.channelData?.agent;
  return agent ? { agent: agent.name } : people;
}

/** Where messages stand that are about the talk with people, and not about a step. */
const WITH_PEOPLE = 'agent-handoff';

/** The last step asked since people have the conversation; what was open before waits until they give it back. */
function askedBeside(log: readonly Activity[]): Activity | undefined {
  const asking = log.findLast((said) => isAssistant(said) && said.channelData?.procedure !== WITH_PEOPLE);
  return asking?.channelData?.people ? asking : undefined;
}

/** A form was sent in, and the assistant has not answered yet. Agents answer nothing of the kind. */
function isProofOpen(log: readonly Activity[], pending: readonly Pending[]): boolean {
  if (pending.some(({ id, failed }) => !failed && isProof(id))) return true;
  const lastProof = log.findLastIndex(({ channelData }) => isProof(channelData?.clientActivityID ?? ''));
  return lastProof !== -1 && !log.slice(lastProof).some(isAssistant);
}

const isProof = (id: string): boolean => id.startsWith('renew:') || kindOf(id) !== undefined;

const isBot = ({ from }: Activity) => from?.role === 'bot';
const isAssistant = (activity: Activity) => isBot(activity) && !activity.channelData?.agent;
const millis = (date: number | string) => (typeof date === 'number' ? date : Date.parse(date));
/** Asking for a fresh challenge is the page's business; nobody said it. */
const isVisible = (item: Item) =>
  !item.key.startsWith('renew:') && (item.text !== '' || item.secret !== undefined || item.files.length > 0);

function itemOf(activity: Activity, origin: string): Item {
  const { text = '', channelData } = activity;
  const base = { key: channelData?.clientActivityID ?? activity.id, state: 'said' } as const;
  if (!isBot(activity)) {
    return { ...base, by: 'person', ...personText(channelData?.clientActivityID ?? '', text), files: [] };
  }
  const agent = channelData?.agent;
  if (agent) return { ...base, by: 'agent', name: agent.name, text, files: [] };
  return { ...base, by: 'bot', text, files: filesOf(activity, origin), progress: channelData?.progress };
}

function pendingItem({ id, text, failed }: Pending): Item {
  return { key: id, by: 'person', state: failed ? 'failed' : 'sending', ...personText(id, text), files: [] };
}

/** Anything but plain text is told of, never shown, whatever an echo may hold. */
function personText(id: string, text: string): Pick<Item, 'text' | 'secret'> {
  const kind = kindOf(id);
  if (kind !== undefined) return { text: '', secret: kind };
  return text === '' ? { text, secret: 'other' } : { text };
}

const kindOf = (id: string) => secretKinds.find((candidate) => id.startsWith(`${candidate}:`));

/** Only files of our own server become links. */
function filesOf(activity: Activity, origin: string): Item['files'] {
  return (activity.attachments ?? []).flatMap(({ contentUrl, contentType, name }) => {
    const url = contentUrl === undefined ? undefined : readUrl(contentUrl, origin);
    return url?.origin === origin ? [{ name, url: url.pathname + url.search, contentType }] : [];
  });
}
