import { livePolicy } from '../../../../../../bot/pages/chat/client/forms/password-rules.ts';
import { place } from '../../../../../../bot/pages/forms/client/efirma-files.ts';
import { chatTexts } from '../../../../../support/chat-page.ts';

test.each(['impi', 'pase', 'icsoe'])(
  'every rule of %s that a password can break here is shown and has a sentence',
  (portal) => {
    const policy = livePolicy(portal);
    const texts = Object.keys(chatTexts('es-MX'));
    const ids = policy.rules.map(({ id }) => id);
    for (const { key } of policy.rules) expect(texts).toContain(key);
    const broken = ['', 'a b', 'qwertyuiop', '12345678', 'aaaaaaaa', '¿ç€🙂', 'A'.repeat(200)].flatMap(policy.failing);
    for (const id of broken) expect(ids).toContain(id);
    expect(policy.failing('Nopal58verde').length).toBe(portal === 'pase' ? 0 : 1);
  },
);

test('an unknown portal has no rules here and refuses nothing', () => {
  expect(livePolicy('otro').rules).toEqual([]);
  expect(livePolicy('otro').failing('x')).toEqual([]);
});

const none = { certificate: undefined, key: undefined };
test.each([
  [['a.cer', 'b.key'], undefined, { certificate: 'a.cer', key: 'b.key' }],
  [['b.KEY', 'a.CER'], 'certificate', { certificate: 'a.CER', key: 'b.KEY' }],
  [['b.key'], 'certificate', { certificate: undefined, key: 'b.key' }],
  [['sin-nombre'], 'key', { certificate: undefined, key: 'sin-nombre' }],
  [['uno', 'dos'], undefined, { certificate: 'uno', key: 'dos' }],
  [['uno', 'dos'], 'key', { certificate: 'dos', key: 'uno' }],
] as const)('files %p dropped at %p go where they belong', (names, slot, expected) => {
  const placed = place(
    none,
    names.map((name) => new File([], name)),
    slot,
  );
  expect({ certificate: placed.certificate?.name, key: placed.key?.name }).toEqual(expected);
});
