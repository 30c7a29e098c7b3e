import { z } from 'zod';
import { localeOf } from '../../../locales/texts.ts';
import type { Standing } from '../../turns/standing.ts';
import { cardVersion } from './render/card.ts';
import { teamsTexts } from './texts.ts';
import type { TeamsActivity } from './wire-activity.ts';

/** What an invoke is answered with, in its own HTTP response. */
export interface InvokeAnswer {
  readonly status: number;
  readonly body?: unknown;
}

export interface DialogDeps {
  /** The last question of the conversation of an activity. */
  readonly standing: (activity: TeamsActivity) => Promise<Standing | undefined>;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Teams waits for the answer of an invoke no longer than some seconds; then it says so in our place. */
  readonly timeoutMs: number;
}

const Opening = z.object({
  data: z.object({ v: z.literal(cardVersion), seq: z.number().int(), open: z.string().startsWith('/').max(2_048) }),
});

/** The size of the form on a desktop; on a phone it fills the screen. */
const size = { width: 480, height: 640 };

/** Answers `task/fetch` with the page of the secure form inside Teams, `task/submit` with a word, others as not known. */
export async function answerInvoke(activity: TeamsActivity, deps: DialogDeps): Promise<InvokeAnswer> {
  const texts = teamsTexts[localeOf(activity.locale)];
  switch (activity.name) {
    case 'task/fetch':
      return withinTime(openForm(activity, deps), deps.timeoutMs, () => word(texts('teams.form.later')));
    case 'task/submit':
      return word(texts('teams.form.sent'));
    default:
      return { status: 501 };
  }
}

async function openForm(activity: TeamsActivity, deps: DialogDeps): Promise<InvokeAnswer> {
  const texts = teamsTexts[localeOf(activity.locale)];
  const opening = Opening.safeParse(activity.value);
  if (!opening.success) return word(texts('teams.form.closed'));
  const { open, seq } = opening.data.data;
  const standing = await deps.standing(activity);
  const url = ownUrl(open, deps.publicUrl);
  if (!url || standing?.shownSeq !== seq) return word(texts('teams.form.closed'));
  const fallbackUrl = url.href;
  // The page is laid out for the frame, and works without the cookies that are refused there.
  url.searchParams.set('in', 'teams');
  const value = { title: texts('teams.form.title'), ...size, url: url.href, fallbackUrl };
  return { status: 200, body: { task: { type: 'continue', value } } };
}

const word = (value: string): InvokeAnswer => ({ status: 200, body: { task: { type: 'message', value } } });

/** What a card brings back is not believed: only pages of ours are opened. */
function ownUrl(path: string, publicUrl: string): URL | undefined {
  const url = URL.parse(path, publicUrl);
  return url && url.origin === new URL(publicUrl).origin ? url : undefined;
}

async function withinTime<T>(answer: Promise<T>, ms: number, otherwise: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise()), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
