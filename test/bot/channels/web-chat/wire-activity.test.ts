import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { echoOf, plainName } from '../../../../bot/channels/activity.ts';
import { toInbound, WireActivity } from '../../../../bot/channels/web-chat/wire-activity.ts';

const inbound = (wire: unknown, maxChars = 20) => toInbound(WireActivity.parse(wire), maxChars);

describe('an inbound activity', () => {
  test('keeps what the turn reads, and nothing else', () => {
    const posted = {
      type: 'message',
      text: 'hola',
      textFormat: 'plain',
      attachments: [],
      channelData: { attachmentSizes: [], clientActivityID: 'c1', postBack: true, other: 1 },
      channelId: 'webchat',
      id: 'mine',
      from: { id: 'dl_x', role: 'bot' },
      conversation: { id: 'other' },
      locale: 'es-MX',
      localTimestamp: '2026-11-20T15:21:15.419Z',
      entities: [{ type: 'ClientCapabilities' }],
    };
    expect(inbound(posted)).toEqual({
      type: 'message',
      known: true,
      text: 'hola',
      locale: 'es-MX',
      localTimestamp: '2026-11-20T15:21:15.419Z',
      channelData: { clientActivityID: 'c1', postBack: true },
    });
  });

  test.each([
    ['message', true],
    ['event', true],
    ['conversationUpdate', false],
    ['invoke', false],
    ['installationUpdate', false],
    ['__proto__', false],
  ])('of type %s is known: %s', (type, known) => {
    expect(inbound({ type })).toMatchObject({ type, known });
  });

  test('that only refers to audio or a place tells what it was, not where it lies', () => {
    const attachments = [
      { contentType: 'audio/ogg', name: '../nota.ogg', contentUrl: 'data:audio/ogg;base64,AAAA' },
      {},
    ];
    expect(inbound({ type: 'message', attachments }).attachments).toEqual([
      { contentType: 'audio/ogg', name: 'nota.ogg' },
      { contentType: 'application/octet-stream' },
    ]);
  });

  test.each<[string, unknown, unknown]>([
    ['form answers', { password: 'a', renewChallenge: true, n: 1 }, { password: 'a', renewChallenge: true, n: 1 }],
    ['nested answers', { password: { $ne: '' }, list: ['a'], keyPassword: 'k' }, { keyPassword: 'k' }],
    ['an endless answer', { password: 'a'.repeat(16_385) }, {}],
    ['a certificate', { certificate: 'a'.repeat(11_000) }, { certificate: 'a'.repeat(11_000) }],
    ['a list', ['a'], undefined],
    ['nothing', null, undefined],
  ])('has of %s what is flat and bounded', (_name, value, expected) => {
    expect(inbound({ type: 'message', value }).value).toEqual(expected);
  });

  test('takes a button that posts a text as that text', () => {
    expect(inbound({ type: 'message', value: 'Sí' })).toEqual({ type: 'message', known: true, text: 'Sí' });
  });

  test.each([
    ['fits', 'a'.repeat(20), 'a'.repeat(20), undefined],
    ['is one too long', 'a'.repeat(21), 'a'.repeat(20), true],
    ['would be cut through a character', `${'a'.repeat(19)}😀`, 'a'.repeat(19), true],
    ['has half a character', 'a\uD800b', 'a\uFFFDb', undefined],
  ])('whose text %s is cut accordingly', (_name, text, kept, truncated) => {
    expect(inbound({ type: 'message', text })).toMatchObject({ text: kept });
    expect(inbound({ type: 'message', text }).truncated).toBe(truncated);
  });

  test('is bounded and storable, whatever was posted', () => {
    fc.assert(
      fc.property(fc.record({ type: fc.string({ minLength: 1, maxLength: 64 }) }), fc.object(), (typed, rest) => {
        const parsed = WireActivity.safeParse({ ...rest, ...typed });
        if (!parsed.success) return;
        const activity = toInbound(parsed.data, 20);
        expect(JSON.parse(JSON.stringify(activity))).toEqual(activity);
        expect(JSON.stringify(activity).length).toBeLessThan(300_000);
      }),
    );
  });
});

describe('the echo', () => {
  const files = [{ name: 'a.key', contentType: 'application/vnd.apple.keynote', bytes: Buffer.from('secret') }];

  test('has no value, no bytes, and the id that its client waits for', () => {
    const activity = inbound({ type: 'message', value: { password: 'p' }, channelData: { clientActivityID: 'c1' } });
    expect(echoOf(activity, files)).toEqual({
      type: 'message',
      from: { role: 'user' },
      attachments: [{ contentType: 'application/vnd.apple.keynote', name: 'a.key' }],
      channelData: { clientActivityID: 'c1', attachmentSizes: [6] },
    });
  });

  test('says the redacted text where there is one', () => {
    expect(echoOf(inbound({ type: 'message', text: 'mi clave es 1' }), [], '•••')).toMatchObject({ text: '•••' });
  });
});

test('file names lose folders and marks that turn text around', () => {
  expect(['a/b.cer', 'C:\\x\\b.key', 'a\u202Ecer.exe', '', 'ñ.key'].map(plainName)).toEqual([
    'b.cer',
    'b.key',
    'acer.exe',
    '',
    'ñ.key',
  ]);
});
