import english from '../../locales/en/faq.json' with { type: 'json' };
import spanish from '../../locales/es-MX/faq.json' with { type: 'json' };
import { duration, fill, type Locale } from '../../locales/texts.ts';
import type { FaqTopic } from './faq.ts';

/** The durations that answers speak of, in milliseconds. */
export interface FaqLimits {
  readonly paseLinkTtlMs: number;
  readonly resetLinkTtlMs: number;
  readonly conversationRetentionMs: number;
}

interface FaqEntry {
  readonly answer: string;
  /** Who says so, with the official address where there is one. */
  readonly source: string;
  /** The day on which a person compared the answer with its source, `YYYY-MM-DD`. */
  readonly checked: string;
}

const entries: Record<Locale, Readonly<Record<FaqTopic, FaqEntry>>> = { 'es-MX': spanish, en: english };

/** The answer to a frequent question, its durations filled in, and its source in brackets on a line of its own. */
export function answerFaq(topic: FaqTopic, locale: Locale, limits: FaqLimits): string {
  const { answer, source } = entries[locale][topic];
  const params = {
    paseLinkTtlMs: duration(limits.paseLinkTtlMs, locale),
    resetLinkTtlMs: duration(limits.resetLinkTtlMs, locale),
    conversationRetentionMs: duration(limits.conversationRetentionMs, locale),
  };
  return `${fill(answer, params, topic)}\n(${source})`;
}
