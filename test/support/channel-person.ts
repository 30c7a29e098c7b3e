import type { TestFile } from './person.ts';

export const channelIds = ['web-chat', 'whatsapp', 'teams'] as const;
export type ChannelId = (typeof channelIds)[number];

/** What a person reads since they last looked. */
export interface Told {
  /** Words as they stand there: of texts, cards and captions. */
  readonly texts: readonly string[];
  /** Titles of what can be pressed. */
  readonly options: readonly string[];
  /** Addresses of what can be opened, the secure form left out. */
  readonly links: readonly string[];
}

/** A person in a channel, who can do there what people can do there. */
export interface ChannelPerson {
  readonly channel: ChannelId;
  /** Our id of their conversation. */
  conversationId(): Promise<string>;
  /** Meets the assistant, which greets them. */
  enter(): Promise<void>;
  say(text: string): Promise<void>;
  /** Presses the newest button of this title. */
  press(title: string): Promise<void>;
  /** Gives what must not be typed: in place, or on the page behind the link. */
  answer(values: Readonly<Record<string, string>>): Promise<void>;
  /** Hands the two files of an e.firma over, in the way of the channel. True: with the password of the key. */
  hand(files: readonly TestFile[], keyPassword: string): Promise<boolean>;
  /** The text that an e.firma shall sign. */
  challenge(): Promise<string>;
  /** Sends something nobody can read. */
  sendOdd(what: 'voice' | 'sticker'): Promise<void>;
  /** What is new since the last time. */
  news(): Promise<Told>;
  /** The number that stands in the chat and on the page of the form that is open; undefined where there is no page. */
  marks(): Promise<{ readonly chat: string; readonly page: string } | undefined>;
  /** The language of that page; undefined where there is none. */
  pageLanguage(): Promise<string | undefined>;
  /** Everything they were ever sent. */
  everything(): Promise<string>;
}

export const words = (told: Told): string => told.texts.join('\n');
