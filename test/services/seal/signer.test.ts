import fc from 'fast-check';
import { createSigner } from '../../../services/seal/signer.ts';

const [old, current] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

it('verifies what it signed, for that purpose and that text only', () => {
  const { sign, verify } = createSigner([current]);
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.stringMatching(/^[a-z-]+$/), (text, other, purpose) => {
      const signature = sign(purpose, text);
      expect(verify(purpose, text, signature)).toBe(true);
      expect(verify(purpose, other, signature)).toBe(other === text);
      expect(verify(`${purpose}x`, text, signature)).toBe(false);
      expect(verify(purpose, text, signature.slice(1))).toBe(false);
    }),
  );
});

it('after a rotation still verifies what the retired key signed, and signs with the new one', () => {
  const before = createSigner([old]).sign('ticket', 'a');
  const rotated = createSigner([current, old]);
  expect(rotated.verify('ticket', 'a', before)).toBe(true);
  expect(rotated.sign('ticket', 'a')).not.toBe(before);
  expect(createSigner([current]).verify('ticket', 'a', before)).toBe(false);
});

it('does not exist without a key', () => {
  expect(() => createSigner([])).toThrow('needs a key');
});
