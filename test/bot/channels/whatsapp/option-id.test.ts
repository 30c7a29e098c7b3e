import fc from 'fast-check';
import { readOptionId, writeOptionId } from '../../../../bot/channels/whatsapp/option-id.ts';
import { lengthOf } from '../../../../bot/channels/whatsapp/protocol.ts';

const name = fc.stringMatching(/^[a-z][a-z-]{0,19}$/);

it('reads what it wrote, whatever the value', () => {
  fc.assert(
    fc.property(
      name,
      name,
      fc.option(name, { nil: undefined }),
      fc.string({ minLength: 1 }),
      (procedure, step, folio, value) => {
        const place = { procedure, step, ...(folio !== undefined && { folio }) };
        const id = writeOptionId(place, value);
        if (id === undefined) expect(lengthOf(value)).toBeGreaterThan(100);
        else expect(readOptionId(id)).toEqual({ place, value });
      },
    ),
  );
});

it.each(['', 'v2:menu:choose::a', 'menu:choose::a', 'v1:menu:choose:a', 'v1:menu:choose::', 'sí'])(
  'leaves "%s" alone',
  (id) => {
    expect(readOptionId(id)).toBeUndefined();
  },
);
