import type { ServerResponse } from 'node:http';
import { html } from '../plain/html.ts';
import { type Page, pagePolicy } from '../plain/page.ts';

const own = ["script-src 'self'", "worker-src 'self'", "connect-src 'self'"];

/** Who may show the page of a dialog in a frame: Teams, in its present and its new home. */
const TEAMS = 'https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft';

/** For a page of its own. */
export const POLICY = pagePolicy({ more: own });
const FRAMED_POLICY = pagePolicy({ frameAncestors: TEAMS, more: own });

/** Lets Teams, and nobody else, show this answer in a frame. */
export function frameHeaders(response: ServerResponse): Record<string, string> {
  // This header knows no list of hosts; the policy says it better.
  response.removeHeader('x-frame-options');
  return { 'content-security-policy': FRAMED_POLICY, 'cross-origin-resource-policy': 'cross-origin' };
}

/** For a refusal, which may come before the form was read: then the browser alone can say that it lies in a frame. */
export const refusalHeaders = (response: ServerResponse): Record<string, string> =>
  response.req.headers['sec-fetch-dest'] === 'iframe' ? frameHeaders(response) : {};

/** With the script that speaks to Teams. */
export const inFrame = (page: Page, script: string): Page => ({
  ...page,
  body: html`${page.body}
<script type="module" src="${script}"></script>`,
});
