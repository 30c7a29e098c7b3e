import type { Directory } from '../../services/accounts/directory.ts';
import type { Cases } from '../../services/cases/cases.ts';
import { looksLikeToken } from '../../services/links/create-links.ts';
import type { Links } from '../../services/links/link.ts';
import { refuse } from '../http/errors.ts';
import { readForm } from '../http/form-body.ts';
import type { BodyLimits } from '../http/read-body.ts';
import { queryOf, type Route } from '../http/route.ts';
import { disavowDone, disavowForm, disavowUseless } from './disavow-views.ts';
import { answerPage, redirect } from './plain/answer-page.ts';
import { linkCookie } from './plain/link-cookie.ts';
import { fromOurPages } from './plain/same-origin.ts';
import { pageTexts } from './plain/texts.ts';

export interface DisavowOptions {
  readonly accounts: Pick<Directory, 'get' | 'freeze'>;
  readonly cases: Pick<Cases, 'open' | 'move'>;
  readonly links: Pick<Links, 'look'>;
  readonly now: () => number;
  readonly https: boolean;
  readonly limits: BodyLimits;
}

const ENTRY = '/no-fui-yo';
const CLEAN = '/no-fui-yo/confirmar';

/** The address that goes into notices. */
export const disavowUrl = (publicUrl: string, token: string): string =>
  `${publicUrl.replace(/\/+$/, '')}${ENTRY}?t=${token}`;

/**
 * "No fui yo": the owner of an account stops it. Opening spends nothing, however often and by whatever machine; only a
 * posted form with its box ticked does. Posting again shows the same.
 */
export function disavowRoutes(options: DisavowOptions): Route[] {
  const { accounts, cases, links, now, limits } = options;
  const cookie = linkCookie({ name: 'no-fui-yo', path: ENTRY, https: options.https });

  /** What a link stands for now. */
  async function find(token: string | undefined) {
    const seen = token === undefined ? undefined : await links.look(token, 'disavow');
    if (seen === undefined || (!seen.ok && seen.reason === 'unknown')) return { state: 'unknown' } as const;
    const { id, link } = seen;
    const known = await accounts.get(link.accountId);
    if (known === undefined) return { state: 'unknown' } as const;
    const portal = known.account.portal;
    if (known.account.applied.includes(id)) return { state: 'used', id, link, portal } as const;
    return { state: seen.ok ? 'usable' : 'expired', id, link, portal } as const;
  }

  type Found = Awaited<ReturnType<typeof find>>;

  /** The case in which staff takes it from here; the same one however often the form is posted. */
  async function folioOf({ id, portal }: Exclude<Found, { state: 'unknown' }>): Promise<string> {
    const opened = await cases.open({ id: `disavowal:${id}`, procedure: 'disavowal', portal, at: now() });
    return opened.case.folio;
  }

  async function freeze(found: Exclude<Found, { state: 'unknown' }>): Promise<string> {
    const { id, link } = found;
    const frozen = await accounts.freeze({
      accountId: link.accountId,
      applicationId: id,
      caseId: link.caseId,
      at: now(),
    });
    if (!frozen.ok) throw new Error(`an account could not be frozen: ${frozen.reason}`);
    await cases.move(link.caseId, { event: 'freeze', eventId: `disavowal:${id}`, at: now() });
    return folioOf(found);
  }

  return [
    {
      method: 'GET',
      path: ENTRY,
      handle(request, response) {
        const token = queryOf(request, 't');
        const headers = token !== undefined && looksLikeToken(token) ? cookie.set(token) : cookie.clear();
        redirect(response, CLEAN, headers);
      },
    },
    {
      method: 'GET',
      path: CLEAN,
      async handle(request, response) {
        const { locale, text } = pageTexts(request);
        const found = await find(cookie.read(request));
        if (found.state === 'usable') return answerPage(response, 200, locale, disavowForm(text, found.portal, CLEAN));
        if (found.state === 'used') {
          return answerPage(response, 200, locale, disavowDone(text, found.portal, await folioOf(found)));
        }
        answerPage(response, found.state === 'expired' ? 410 : 404, locale, disavowUseless(text, found.state));
      },
    },
    {
      method: 'POST',
      path: CLEAN,
      async handle(request, response) {
        const form = await readForm(request, limits);
        if (!form.ok) return refuse(response, form.code);
        if (!fromOurPages(request)) return refuse(response, 'OriginRefused');
        const { locale, text } = pageTexts(request);
        const found = await find(cookie.read(request));
        if (found.state === 'unknown' || found.state === 'expired') {
          return answerPage(response, found.state === 'expired' ? 410 : 404, locale, disavowUseless(text, found.state));
        }
        if (found.state === 'usable' && form.fields.get('confirm') !== 'si') {
          return answerPage(response, 422, locale, disavowForm(text, found.portal, CLEAN, true));
        }
        answerPage(response, 200, locale, disavowDone(text, found.portal, await freeze(found)));
      },
    },
  ];
}
