import type { Buttons, LinkButton, List, Payload } from './payload.ts';
import { lengthOf, protocol } from './protocol.ts';

/** Which limit of the Cloud API a message breaks, in a word for operators. Undefined when it breaks none. */
export function problemOf(payload: Payload): string | undefined {
  if (lengthOf(payload.biz_opaque_callback_data) > protocol.callbackMaxChars) return 'callback-too-long';
  switch (payload.type) {
    case 'text':
      return bounded('text', payload.text.body, protocol.textMaxChars);
    case 'document':
      return (
        bounded('filename', payload.document.filename, protocol.fileNameMaxChars) ??
        (payload.document.caption === undefined
          ? undefined
          : bounded('caption', payload.document.caption, protocol.captionMaxChars)) ??
        address(payload.document.link)
      );
    case 'interactive':
      return (
        bounded('body', payload.interactive.body.text, protocol.interactiveBodyMaxChars) ??
        interactive(payload.interactive)
      );
    case 'template':
      return /^[a-z0-9_]{1,512}$/.test(payload.template.name) ? undefined : 'template-name';
  }
}

function interactive(message: Buttons | List | LinkButton): string | undefined {
  if (message.type === 'button') return buttons(message.action.buttons.map(({ reply }) => reply));
  if (message.type === 'list') return list(message);
  const { display_text, url } = message.action.parameters;
  return bounded('link-label', display_text, protocol.labelMaxChars) ?? address(url);
}

function buttons(replies: readonly { id: string; title: string }[]): string | undefined {
  if (replies.length < 1 || replies.length > protocol.maxButtons) return 'button-count';
  if (!distinct(replies.map(({ id }) => id)) || !distinct(replies.map(({ title }) => title))) return 'button-repeated';
  return first(
    replies,
    ({ id, title }) =>
      bounded('button-id', id, protocol.buttonIdMaxChars) ??
      bounded('button-title', title, protocol.buttonTitleMaxChars),
  );
}

function list({ action }: List): string | undefined {
  const { rows } = action.sections[0];
  if (rows.length < 1 || rows.length > protocol.maxRows) return 'row-count';
  if (!distinct(rows.map(({ id }) => id))) return 'row-repeated';
  return (
    bounded('list-label', action.button, protocol.labelMaxChars) ??
    first(
      rows,
      ({ id, title, description }) =>
        bounded('row-id', id, protocol.rowIdMaxChars) ??
        bounded('row-title', title, protocol.rowTitleMaxChars) ??
        (description === undefined
          ? undefined
          : bounded('row-description', description, protocol.rowDescriptionMaxChars)),
    )
  );
}

function bounded(what: string, text: string, max: number): string | undefined {
  if (text.trim() === '') return `${what}-empty`;
  return lengthOf(text) > max ? `${what}-too-long` : undefined;
}

const address = (url: string) => (/^https?:\/\/\S+$/.test(url) ? undefined : 'address');

const distinct = (texts: readonly string[]) => new Set(texts).size === texts.length;

function first<Item>(items: readonly Item[], check: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = check(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
