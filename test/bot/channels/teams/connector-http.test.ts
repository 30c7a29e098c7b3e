import { notSent } from '../../../../bot/channels/teams/channel.ts';
import {
  askConnector,
  ConnectorRefusal,
  ForeignHost,
  retryAfterMs,
} from '../../../../bot/channels/teams/connector-http.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

it.each([
  [null, undefined],
  ['', undefined],
  ['0', 0],
  ['7', 7_000],
  ['1.5', 1_500],
  ['-3', 0],
  ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
  ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
  ['soon', undefined],
])('Retry-After %j is %j', (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms);
});

it.each([
  [new ConnectorRefusal(429, 5_000), { ok: false, again: true, reason: 'connector-429', afterMs: 5_000 }],
  [new ConnectorRefusal(503, undefined), { ok: false, again: true, reason: 'connector-503' }],
  [new ConnectorRefusal(401, undefined), { ok: false, again: true, reason: 'connector-401' }],
  [new ConnectorRefusal(403, undefined), { ok: false, again: false, reason: 'connector-403' }],
  [new ForeignHost(), { ok: false, again: false, reason: 'foreign-host' }],
  [new TypeError('fetch failed'), { ok: false, again: true, reason: 'connector-unreachable' }],
  ['anything', { ok: false, again: true, reason: 'connector-unreachable' }],
])('%s is judged', (error, sent) => {
  expect(notSent(error)).toEqual(sent);
});

it.each([408, 412, 429, 500, 502, 503, 504])('%i may go another time', (status) => {
  expect(notSent(new ConnectorRefusal(status, undefined))).toMatchObject({ again: true });
});

it.each([400, 403, 404, 405, 413])('%i will never go', (status) => {
  expect(notSent(new ConnectorRefusal(status, undefined))).toMatchObject({ again: false });
});

it('asks no host that the bot does not send to', async () => {
  const request = { url: 'https://collector.example/', method: 'POST', headers: { toJson: () => ({}) } };
  const asked = askConnector(request, { maySendTo: () => false, now: () => now });
  await expect(asked).rejects.toBeInstanceOf(ForeignHost);
});
