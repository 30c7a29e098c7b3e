import fc from 'fast-check';
import { createSealer } from '../../../services/seal/sealer.ts';

const first = { id: 'first', key: Buffer.alloc(32, 1) };
const second = { id: 'second', key: Buffer.alloc(32, 2) };

describe('createSealer', () => {
  const sealer = createSealer({ keys: [first] });

  it('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
        expect(sealer.open(sealer.seal(text, context), context)).toEqual({ ok: true, plaintext: text });
      }),
    );
  });

  it('shows nothing of the text and never seals alike twice', () => {
    const sealed = sealer.seal('código 482913', 'mail:1');
    expect(sealed).not.toContain('482913');
    expect(Buffer.from(sealed.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('482913');
    expect(sealer.seal('código 482913', 'mail:1')).not.toBe(sealed);
  });

  it('opens only in its context', () => {
    const sealed = sealer.seal('código 482913', 'mail:1');
    expect(sealer.open(sealed, 'mail:2')).toEqual({ ok: false, reason: 'not-authentic' });
  });

  it('refuses any changed byte', () => {
    const [version, id, body = ''] = sealer.seal('hola', 'c').split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let i = 0; i < bytes.length; i += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(i) ^ 1, i);
      const opened = sealer.open(`${version}.${id}.${changed.toString('base64url')}`, 'c');
      expect(opened).toEqual({ ok: false, reason: 'not-authentic' });
    }
  });

  it('rotates: the first key seals, all of them open', () => {
    const before = sealer.seal('hola', 'c');
    const rotated = createSealer({ keys: [second, first] });
    const after = rotated.seal('hola', 'c');
    expect(rotated.open(before, 'c')).toEqual({ ok: true, plaintext: 'hola' });
    expect(rotated.open(after, 'c')).toEqual({ ok: true, plaintext: 'hola' });
    expect(sealer.open(after, 'c')).toEqual({ ok: false, reason: 'unknown-key' });
  });

  it('does not take the id of another key for its own', () => {
    const sealed = createSealer({ keys: [second] })
      .seal('hola', 'c')
      .replace('.second.', '.first.');
    expect(sealer.open(sealed, 'c')).toEqual({ ok: false, reason: 'not-authentic' });
  });

  it.each([
    '',
    'hola',
    's1.first',
    's1.first.',
    's1.first.AAAA',
    's2.first.AAAA',
    `s1.${'a'.repeat(33)}.AAAA`,
    's1.fi rst.A',
  ])('says of %j that it was not sealed here', (text) => {
    expect(sealer.open(text, 'c')).toEqual({ ok: false, reason: 'malformed' });
  });

  it.each([
    [[]],
    [[{ id: 'short', key: Buffer.alloc(16) }]],
    [[{ id: 'a.b', key: Buffer.alloc(32) }]],
    [[first, { ...second, id: 'first' }]],
  ])('refuses keys it cannot work with', (keys) => {
    expect(() => createSealer({ keys })).toThrow(/key/i);
  });
});
