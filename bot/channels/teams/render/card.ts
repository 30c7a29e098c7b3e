import type { Json } from '../../../../services/store/store.ts';
import { cutText } from '../../activity.ts';

/** The version of what our buttons bring back; a card stays in the chat for ever, also over a deploy. */
export const cardVersion = 1;

export type Action = {
  readonly type: 'Action.Submit' | 'Action.OpenUrl';
  readonly title: string;
  readonly [name: string]: Json;
};
export type Element = { readonly type: string; readonly [name: string]: Json };

export interface CardAttachment {
  readonly contentType: string;
  readonly content: Json;
}

/** Teams shows cards up to this version. */
const schemaVersion = '1.5';
const titleMaxChars = 120;

/** A card as an attachment. Its words are text runs, which know no markup: data of a person stays as it is. */
export function cardOf(body: readonly Element[], actions: readonly Action[]): CardAttachment {
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: schemaVersion,
      msteams: { width: 'Full' },
      // Each button in a row of its own: Teams shows at most six side by side, and cuts their titles.
      body: [...body, ...actions.map((action) => ({ type: 'ActionSet', actions: [{ ...action }] }))],
    },
  };
}

export function words(text: string, style: { readonly [name: string]: Json } = {}): Element {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...style }] };
}

/** A line "Label: value", its label strong. */
export function fact({ label, value }: { label: string; value: string }): Element {
  const inlines = [
    { type: 'TextRun', text: `${label}: `, weight: 'Bolder' },
    { type: 'TextRun', text: value },
  ];
  return { type: 'RichTextBlock', inlines, spacing: 'Small' };
}

/**
 * A choice: pressing it shows its title as the person's own words, and brings back what it stands for.
 *
 * @param seq the log entry whose question it answers. @param free it begins something, and is good at any time.
 */
export function choice({ title, say, seq, free }: { title: string; say: string; seq: number; free: boolean }): Action {
  const value = { v: cardVersion, seq, say, ...(free && { free }) };
  return {
    type: 'Action.Submit',
    title: shortTitle(title),
    data: { ...value, msteams: { type: 'messageBack', displayText: shortTitle(title), text: say, value } },
  };
}

/** Opens a page of ours inside Teams; `path` begins with a slash. */
export function openDialog({ title, path, seq }: { title: string; path: string; seq: number }): Action {
  return {
    type: 'Action.Submit',
    title: shortTitle(title),
    data: { v: cardVersion, seq, open: path, msteams: { type: 'task/fetch' } },
  };
}

export const openUrl = ({ title, url }: { title: string; url: string }): Action => ({
  type: 'Action.OpenUrl',
  title: shortTitle(title),
  url,
});

const shortTitle = (title: string) => (title.length <= titleMaxChars ? title : `${cutText(title, titleMaxChars - 1)}…`);
