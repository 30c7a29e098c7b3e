import { linkField } from '../new-password.ts';
import { plainBrowser, type Seen } from '../served.ts';
import type { Deaths, Me, Posting } from './script.ts';

/** The path of the mailed link to a page, whose token becomes a secret. */
async function linkTo(me: Me, address: string, entry: string): Promise<string> {
  const isTo = (link: string) => new URL(link).pathname === entry;
  const mail = await me.mailTo(address, ({ links }) => links.some(isTo));
  const { pathname, search, searchParams } = new URL(mail.links.find(isTo) ?? '');
  me.secrets.add(searchParams.get('t') ?? '');
  return pathname + search;
}

/** The page that sets a password behind the link mailed to `address`. */
export const newPasswordPage = (entry: string, address: string, password: string, deaths: Deaths = 'all'): Posting => ({
  page: entry,
  arrives: `${entry}/lista`,
  deaths,
  open: (me) => opened(me, entry, address, (html) => ({ link: linkField(html), password, confirmation: password })),
});

/** "No fui yo", behind the link of a notice. */
export const disavowPage = (address: string): Posting => ({
  page: '/no-fui-yo',
  arrives: '/no-fui-yo/confirmar',
  deaths: 'all',
  open: (me) => opened(me, '/no-fui-yo', address, () => ({ confirm: 'si' })),
});

async function opened(
  me: Me,
  entry: string,
  address: string,
  fields: (html: string) => Record<string, string>,
): Promise<() => Promise<Seen>> {
  const browser = plainBrowser(me.url());
  const page = served(await browser.open(await linkTo(me, address, entry)));
  return async () => served(await browser.post(page.url.pathname, fields(page.html)));
}

/** A page, and not the apology that stands in its place while the store is away. */
function served(seen: Seen): Seen {
  if (seen.status === 503) throw new Error(`${seen.url.pathname}: 503 for a while`);
  return seen;
}
