import en from '../../locales/en/mail.json' with { type: 'json' };
import es from '../../locales/es-MX/mail.json' with { type: 'json' };
import { fill } from '../../locales/texts.ts';
import { mailHtml } from './html.ts';
import type { Mail, MailOrder } from './mail.ts';
import type { Senders } from './senders.ts';
import { templates } from './templates.ts';

const sentences: Readonly<Record<MailOrder['locale'], Readonly<Record<string, string>>>> = { 'es-MX': es, en };

/** Everything a mail says, in the order in which it is read. */
export interface MailText {
  readonly subject: string;
  readonly hello: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly code: string | undefined;
  readonly button: { readonly label: string; readonly url: string; readonly fallback: string } | undefined;
  readonly care: string;
  readonly why: string;
  readonly footer: string;
}

/** Writes an ordered mail. Throws when a parameter of its template is missing. */
export function writeMail(id: string, order: MailOrder, senders: Senders): Mail {
  const text = textOf(order);
  return {
    id,
    from: senders[order.portal],
    to: order.to,
    subject: text.subject,
    text: plain(text),
    html: mailHtml(text, order.locale),
    links: text.button ? [text.button.url] : [],
    codes: text.code === undefined ? [] : [text.code],
    at: order.at,
  };
}

function textOf({ template, params, portal, locale }: MailOrder): MailText {
  const own = sentences[locale];
  const find = (key: string) => own[key];
  const values = { ...params, portal: find(`portal.${portal}`) ?? portal };
  const say = (key: string) => fill(find(key) ?? missing(key), values, key);
  const { link, code, name } = params;
  const label = find(`${template}.button`);
  return {
    subject: oneLine(say(`${template}.subject`)),
    hello: name ? say('hello') : say('hello.plain'),
    title: say(`${template}.title`),
    paragraphs: say(`${template}.body`).split('\n\n'),
    code,
    button: link && label ? { label, url: link, fallback: say('link.fallback') } : undefined,
    care: say(`care.${templates[template].care}`),
    why: say(`${template}.why`),
    footer: say('footer'),
  };
}

/** A subject is one header line, whatever its parameters hold. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

function plain({ title, hello, paragraphs, code, button, care, why, footer }: MailText): string {
  const parts = [title, hello, ...(code === undefined ? [] : [code]), ...paragraphs];
  if (button) parts.push(`${button.label}:\n${button.url}`);
  return `${[...parts, care, why, footer].join('\n\n')}\n`;
}

function missing(key: string): never {
  throw new Error(`mail.json has no sentence "${key}"`);
}
