import type { ServerResponse } from 'node:http';
import { answerJson } from '../../http/answer.ts';
import { refuse } from '../../http/errors.ts';
import { readJson } from '../../http/json-body.ts';
import type { Route } from '../../http/route.ts';
import type { TeamsAdapter } from './adapter.ts';
import type { Gate } from './auth/gate.ts';
import type { InvokeAnswer } from './dialogs.ts';
import type { Receive } from './receive.ts';
import type { MaySendTo } from './service-url.ts';
import { TeamsActivity, tenantsOf } from './wire-activity.ts';

export interface RouteDeps {
  readonly gate: Gate;
  readonly adapter: Pick<TeamsAdapter, 'receive'>;
  readonly receive: Receive;
  readonly maySendTo: MaySendTo;
  /** Whose people may write; undefined for anybody, on one's own machine. */
  readonly tenantId: string | undefined;
  readonly bodyTimeoutMs: number;
  /** Somebody was turned away; `reason` names the rule. */
  readonly onRefused: (reason: string) => void;
}

/** An activity of Teams has 28 KB of text at most; the rest is metadata. */
const bodyMaxBytes = 256 * 1024;

/** `POST /api/messages`, the door of the Bot Connector: who is it, may they speak, and only then what they say. */
export function messagesRoute(deps: RouteDeps): Route {
  const bounds = { maxBytes: bodyMaxBytes, timeoutMs: deps.bodyTimeoutMs };
  return {
    method: 'POST',
    path: '/api/messages',
    async handle(request, response) {
      const admitted = await deps.gate(request).catch((error: unknown) => ({ ok: false as const, error }));
      if (!admitted.ok && 'error' in admitted) {
        deps.onRefused('keys-unavailable');
        return refuse(response, 'Unavailable');
      }
      if (!admitted.ok) {
        deps.onRefused(admitted.reason);
        return refuse(response, 'Unauthorized');
      }
      const body = await readJson(request, TeamsActivity, bounds);
      if (!body.ok) return refuse(response, body.code);
      const activity = body.value;
      if (!admitted.speaksFor(activity)) {
        deps.onRefused('not-its-activity');
        return refuse(response, 'Unauthorized');
      }
      const foreign = foreignIn(activity, deps);
      if (foreign) {
        deps.onRefused(foreign);
        return refuse(response, 'TokenInvalid');
      }
      answer(response, await deps.adapter.receive(activity, () => deps.receive(activity)));
    },
  };
}

/** Which rule an activity breaks, if any. */
function foreignIn(activity: TeamsActivity, { tenantId, maySendTo }: RouteDeps): string | undefined {
  if (activity.channelId !== 'msteams') return 'foreign-channel';
  if (!maySendTo(activity.serviceUrl)) return 'foreign-host';
  const tenants = tenantsOf(activity);
  if (tenantId !== undefined && (tenants.length === 0 || tenants.some((tenant) => tenant !== tenantId))) {
    return 'foreign-tenant';
  }
  return undefined;
}

function answer(response: ServerResponse, { status, body }: InvokeAnswer): void {
  if (body !== undefined) answerJson(response, status, body);
  else {
    response.writeHead(status, { 'content-length': 0 });
    response.end();
  }
}
