import { z } from 'zod';
import type { LogEntry, Store } from '../../services/store/store.ts';
import type { ChannelPerson, Told } from './channel-person.ts';
import { eventually } from './eventually.ts';

const Said = z.object({
  type: z.literal('message'),
  from: z.object({ role: z.literal('bot').optional() }).default({}),
  text: z.string().default(''),
  inputHint: z.string().optional(),
  suggestedActions: z.object({ actions: z.array(z.object({ title: z.string(), value: z.string() })) }).optional(),
  attachments: z.array(z.object({ contentUrl: z.string().optional() })).default([]),
  channelData: z
    .object({
      procedure: z.string().default(''),
      step: z.string().default(''),
      folio: z.string().optional(),
      form: z.object({ kind: z.string() }).optional(),
      renewed: z.boolean().optional(),
    })
    .default({ procedure: '', step: '' }),
});
/** A message of ours as it stands in the log. */
export type LogSaid = z.infer<typeof Said>;

/** A turn: what the log holds of it, and what the person was told. */
export interface Turn {
  readonly said: readonly LogSaid[];
  readonly told: Told;
  /** `procedure/step` of its end. */
  readonly place: string;
  readonly folio: string | undefined;
}

export type Talk = Awaited<ReturnType<typeof createTalk>>;

/** A person in a channel together with the log of their conversation, greeted. */
export async function createTalk(person: ChannelPerson, store: Pick<Store, 'conversations' | 'documents'>) {
  await person.enter();
  const conversationId = await person.conversationId();
  const turns: Turn[] = [];
  let seen = 0;

  /** Waits for the end of the next turn, and until it has reached the person. */
  async function listen(isEnd: (said: LogSaid | undefined) => boolean = endsTurn): Promise<Turn> {
    const said = await eventually(
      async () => {
        const entries = await store.conversations.log(conversationId, seen, 100);
        const end = entries.find((entry) => isEnd(saidBy(entry)));
        return end && (await isDelivered(end.seq)) && entries.filter(({ seq }) => seq <= end.seq);
      },
      () => `what follows ${turns.at(-1)?.place} on ${person.channel}`,
    );
    return take(said);
  }

  async function take(entries: readonly LogEntry[]): Promise<Turn> {
    seen = entries.at(-1)?.seq ?? seen;
    const said = entries.flatMap((entry) => saidBy(entry) ?? []);
    const { procedure, step, folio } = said.at(-1)?.channelData ?? {};
    const turn = { said, told: await person.news(), place: `${procedure}/${step}`, folio };
    turns.push(turn);
    return turn;
  }

  async function isDelivered(seq: number): Promise<boolean> {
    if (person.channel === 'web-chat') return true;
    const cursor = await store.documents.get('delivery', conversationId);
    return (Cursor.safeParse(cursor?.value).data?.seq ?? 0) >= seq;
  }

  // What greets waits for nothing.
  const greeting = await listen((said) => said !== undefined);
  return {
    person,
    conversationId,
    greeting,
    /** All turns so far. */
    turns: turns as readonly Turn[],
    last: () => turns.at(-1) ?? greeting,
    listen: () => listen(),
    async say(text: string): Promise<Turn> {
      await person.say(text);
      return listen();
    },
    async press(title: string): Promise<Turn> {
      await person.press(title);
      return listen();
    },
    async answer(values: Readonly<Record<string, string>>): Promise<Turn> {
      await person.answer(values);
      return listen();
    },
    async sendOdd(what: 'voice' | 'sticker'): Promise<Turn> {
      await person.sendOdd(what);
      return listen();
    },
  };
}

const Cursor = z.object({ seq: z.number() });

const saidBy = ({ activity }: LogEntry): LogSaid | undefined => {
  const said = Said.safeParse(activity).data;
  return said?.channelData.renewed ? undefined : said;
};

const endsTurn = (said: LogSaid | undefined) => ['expectingInput', 'acceptingInput'].includes(said?.inputHint ?? '');

/** What stands in the log and the person was not told, in any way; nothing when all is there. */
export async function missingOf(turn: Turn, person: ChannelPerson): Promise<string[]> {
  const { told } = turn;
  const read = squashed([...told.texts, ...told.options].join('\n'));
  const missing: string[] = [];
  for (const said of turn.said) {
    const { text, suggestedActions, channelData } = said;
    for (const line of text.split('\n')) if (!read.includes(squashed(line))) missing.push(`words: ${line}`);
    for (const { title } of suggestedActions?.actions ?? []) {
      if (!read.includes(squashed(title))) missing.push(`option: ${title}`);
    }
    const { form } = channelData;
    if (form && form.kind !== 'code' && person.channel !== 'web-chat') missing.push(...(await formProblems(person)));
  }
  const documents = turn.said.flatMap(({ attachments }) => attachments).length;
  if (documents !== told.links.length) missing.push(`documents: ${documents}, shown ${told.links.length}`);
  return missing;
}

async function formProblems(person: ChannelPerson): Promise<string[]> {
  const marks = await person.marks();
  return marks?.chat && marks.chat === marks.page ? [] : [`form: the marks are ${JSON.stringify(marks)}`];
}

/** Letters and digits alone: markup, bullets and breaks are each channel's own. */
const squashed = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '');
