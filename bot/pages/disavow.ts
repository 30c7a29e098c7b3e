import type { Account, KnownAccount } from '../../services/accounts/account.ts';
import type { Directory } from '../../services/accounts/directory.ts';
import type { Cases } from '../../services/cases/cases.ts';
import { type Disavowal, openDisavowal, openDisavowalJob } from '../../services/cases/disavowal.ts';
import { looksLikeToken } from '../../services/links/create-links.ts';
import type { Link, Links } from '../../services/links/link.ts';
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
    const { portal, applied } = known.account;
    const found = { id, link, known, portal };
    if (applied.includes(id)) return { ...found, state: 'used' } as const;
    return { ...found, state: seen.ok ? 'usable' : 'expired' } as const;
  }

  /** The folio under which staff takes it from here; the same one however often the form is posted. */
  async function folioOf(found: Found, account: Account): Promise<string> {
    const opened = await openDisavowal(cases, disavowalOf(found, account, now()));
    return opened.case.folio;
  }

  async function freeze(found: Found): Promise<string> {
    const { id, link } = found;
    const { accountId, caseId, contactHash } = link;
    const at = now();
    const jobs = (after: Account) => [openDisavowalJob(disavowalOf(found, after, at))];
    const frozen = await accounts.freeze({ accountId, applicationId: id, caseId, contactHash, at, jobs });
    if (!frozen.ok) throw new Error(`an account could not be frozen: ${frozen.reason}`);
    return folioOf(found, frozen.account.account);
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
          return answerPage(
            response,
            200,
            locale,
            disavowDone(text, found.portal, await folioOf(found, found.known.account)),
          );
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

/** A link that is known, with its account. */
interface Found {
  readonly id: string;
  readonly link: Link;
  readonly known: KnownAccount;
}

/** @param account as it is once the link is used. */
function disavowalOf({ id, link }: Found, { portal, frozen }: Account, at: number): Disavowal {
  const { accountId, caseId: changeCaseId, contactHash } = link;
  const from = contactHash === undefined ? {} : { contactHash };
  return { linkId: id, at, portal, accountId, changeCaseId, frozenBy: frozen?.by ?? id, ...from };
}
