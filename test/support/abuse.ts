import type { Store } from '../../services/store/store.ts';
import { type ChannelId, channelIds } from './channel-person.ts';
import { startChannels } from './channel-product.ts';
import type { Talk } from './channel-talk.ts';
import { demoDoors } from './demo.ts';
import { eventually } from './eventually.ts';

export const minute = 60_000;
export const hour = 60 * minute;

export type Attacked = Awaited<ReturnType<typeof startUnderAttack>>;

/**
 * One product on all channels, of whose limits others may have taken something already, and whose counters may stop to
 * answer.
 */
export async function startUnderAttack(size = 80) {
  /** What others have taken, by how the key of a counter begins. */
  const taken = new Map<string, number>();
  let away = false;
  /** Keys of what was to be counted meanwhile. */
  const refused: string[] = [];
  const harmed = (store: Store): Store => ({
    ...store,
    counters: {
      ...store.counters,
      async hit(key, options) {
        if (away) {
          refused.push(key);
          throw new Error('the store is away');
        }
        const begins = [...taken.keys()].find((beginning) => key.startsWith(beginning)) ?? key;
        const by = taken.get(begins);
        taken.delete(begins);
        return store.counters.hit(key, by === undefined ? options : { ...options, by });
      },
    },
  });
  const channels = await startChannels({ size, around: harmed });
  const { clock, store } = channels.product;

  return {
    ...channels,
    clock,
    demo: demoDoors(channels.url),
    /** Others take so many of a limit before the next one is counted. `key`: at least its beginning. */
    others: (rule: string, key: string, points: number) => void taken.set(`limit:${rule}:${key}`, points + 1),
    /** Counters stop to answer while this is done. */
    async whileAway<Result>(work: () => Promise<Result>): Promise<Result> {
      away = true;
      try {
        return await work();
      } finally {
        away = false;
      }
    },
    /** Until something of this limit was to be counted, and could not be. */
    async uncounted(rule: string): Promise<void> {
      await eventually(
        () => refused.some((key) => key.startsWith(`limit:${rule}:`)),
        `something of ${rule} to be counted`,
      );
    },
    /** Windows of its own for each test. */
    begin(): void {
      refused.length = 0;
      taken.clear();
      clock.forward(hour + 1);
    },
    /** Asks for a token as the chat page does, from an address. */
    async generate(address: string) {
      const { status, headers } = await fetch(`${channels.url}/v3/directline/tokens/generate`, {
        method: 'POST',
        headers: { 'x-forwarded-for': address },
      });
      return { status, retryAfter: Number(headers.get('retry-after')) };
    },
    /** Until nothing is due any more within a moment. What waits for the end of its minute is left. */
    async settled(): Promise<void> {
      await eventually(async () => {
        const { oldestDueAt } = await store.jobs.depth();
        return oldestDueAt === undefined || oldestDueAt > clock.now() + minute / 3;
      }, 'the end of the jobs');
    },
    /** So many conversations, spread over all channels. */
    crowdOf: (count: number, work: (talk: Talk) => Promise<void>) =>
      Promise.all(
        Array.from({ length: count }, async (_, index) =>
          work(await channels.enter(channelIds[index % channelIds.length] ?? 'web-chat')),
        ),
      ),
    /** Somebody new in a channel who has said all this. */
    async entered(channel: ChannelId, said: readonly string[], address?: string): Promise<Talk> {
      const talk = await channels.enter(channel, address);
      await sayAll(talk, said);
      return talk;
    },
  };
}

export async function sayAll(talk: Talk, said: readonly string[]): Promise<void> {
  for (const text of said) await talk.say(text);
}

/** How a sentence begins, up to its first blank to fill. */
export const opening = (sentence: string): string => sentence.split(/[{\n]/)[0]?.trim() ?? '';

/** The words of the last turn. */
export const told = (talk: Talk): string => talk.last().told.texts.join('\n');

/** Everything `impi-letter` asks, of somebody without an e.firma. */
export const letterFor = (curp: string, email: string): readonly string[] => [
  'no tengo e.firma y quiero cambiar el correo de mi cuenta del IMPI',
  'sí',
  curp,
  'Ana Gómez Mora',
  email,
  email,
  'sí',
];

/** What leads to the secure field of `pase-migration`. */
export const toClientPassword = (clientNumber: string): readonly string[] => [
  'quiero pasar mi usuario SAED a mi correo',
  clientNumber,
];

export const askStatus = (folio: string, curp: string): readonly string[] => [
  'quiero ver cómo va mi trámite',
  folio,
  curp,
];
