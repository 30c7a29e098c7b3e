import fc from 'fast-check';
import { pressOf, toInbound } from '../../../../bot/channels/teams/read-message.ts';
import { isPersonal, TeamsActivity, tenantsOf } from '../../../../bot/channels/teams/wire-activity.ts';

const base = {
  type: 'message',
  id: 'm1',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/amer/',
  from: { id: '29:1' },
  recipient: { id: '28:1' },
  conversation: { id: 'a:1', conversationType: 'personal', tenantId: 't' },
};
const read = (content: object) => TeamsActivity.parse({ ...base, ...content });
const inbound = (content: object, maxChars = 4_096) => toInbound(read(content), maxChars);

it.each([
  [{ text: 'hola' }, { text: 'hola' }],
  [{ text: '<at>Recupera</at> hola\r\n' }, { text: 'hola' }],
  [{ text: null }, {}],
  [
    { text: 'hola', locale: 'es-MX' },
    { text: 'hola', locale: 'es-MX' },
  ],
  [{ text: 'hola', locale: 'not a locale' }, { text: 'hola' }],
  [{ text: '', value: { v: 1, seq: 3, say: 'Sí' } }, { text: 'Sí' }],
  [
    { text: 'Sí', value: { v: 2, seq: 3, other: 'Sí' } },
    { text: 'Sí', value: { v: 2, seq: 3, other: 'Sí' } },
  ],
  [{ value: { password: 'x', nested: { a: 1 }, list: [1], 'odd-key': 1 } }, { value: { password: 'x' } }],
  [{ text: 'x', value: 'free text' }, { text: 'x' }],
  [{ text: 'x', attachments: [{ contentType: 'text/html' }] }, { text: 'x' }],
  [
    { attachments: [{ contentType: 'image/png', name: '../a.png' }] },
    { attachments: [{ contentType: 'image/png', name: 'a.png' }] },
  ],
])('%j is read as %j', (content, expected) => {
  expect(inbound(content)).toEqual({ type: 'message', known: true, ...expected });
});

it('what is too long is cut, and known to be', () => {
  expect(inbound({ text: 'x'.repeat(50) }, 10)).toEqual({
    type: 'message',
    known: true,
    text: 'x'.repeat(10),
    truncated: true,
  });
});

it('a press has the version, the question and the words of our cards', () => {
  expect(pressOf(read({ value: { v: 1, seq: 3, say: 'Sí', msteams: {} } }))).toMatchObject({ seq: 3, say: 'Sí' });
  for (const value of [
    { v: 2, seq: 3, say: 'Sí' },
    { v: 1, say: 'Sí' },
    { v: 1, seq: 0, say: '' },
    'Sí',
    null,
    undefined,
  ]) {
    expect(pressOf(read({ value }))).toBeUndefined();
  }
});

it.each([
  [{ conversationType: 'personal' }, true],
  [{}, true],
  [{ conversationType: 'groupChat' }, false],
  [{ conversationType: 'channel' }, false],
  [{ conversationType: 'personal', isGroup: true }, false],
])('%j is private: %s', (kind, personal) => {
  expect(isPersonal(read({ conversation: { id: 'a:1', ...kind } }))).toBe(personal);
});

it('names all the tenants that are named', () => {
  expect(tenantsOf(read({ channelData: { tenant: { id: 'other' } } }))).toEqual(['t', 'other']);
});

it('whatever comes is read or refused, never more than bounded', () => {
  fc.assert(
    fc.property(fc.object({ maxDepth: 3 }), fc.string({ maxLength: 6_000 }), (extra, text) => {
      const parsed = TeamsActivity.safeParse({ ...extra, ...base, text, value: extra });
      if (!parsed.success) return;
      const { text: kept = '', value = {}, attachments = [] } = toInbound(parsed.data, 4_096);
      expect(kept.length).toBeLessThanOrEqual(4_096);
      expect(Object.keys(value).length).toBeLessThanOrEqual(16);
      expect(attachments.length).toBeLessThanOrEqual(10);
    }),
  );
});
