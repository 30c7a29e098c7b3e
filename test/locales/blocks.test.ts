import fc from 'fast-check';
import { type Inline, readBlocks } from '../../locales/blocks.ts';

const inlines = (text: string): Inline[] =>
  readBlocks(text).flatMap((block) => (block.kind === 'list' ? block.items : block.lines).flat());
const kinds = (text: string) => inlines(text).map((piece) => `${piece.kind}:${piece.text}`);

test.each([
  ['plain', ['text:plain']],
  ['a **b c** d', ['text:a ', 'strong:b c', 'text: d']],
  ['tu *Tu cuenta PASE* del IMPI', ['text:tu ', 'strong:Tu cuenta PASE', 'text: del IMPI']],
  ['GODE**********08 y MA**********09', ['text:GODE**********08 y MA**********09']],
  ['l****@correo.example y m****@correo.example', ['text:l****@correo.example y m****@correo.example']],
  ['2 * 3 * 4', ['text:2 * 3 * 4']],
  ['Entra en https://a.example/x.', ['text:Entra en ', 'link:https://a.example/x', 'text:.']],
  ['(https://a.example/x)', ['text:(', 'link:https://a.example/x', 'text:)']],
  ['javascript:alert(1)', ['text:javascript:alert(1)']],
  ['https://sat.gob.mx@evil.example/', ['text:https://sat.gob.mx@evil.example/']],
  ['[SAT](https://evil.example)', ['text:[SAT](', 'link:https://evil.example', 'text:)']],
  ['<b>no</b>', ['text:<b>no</b>']],
])('reads the line %p', (text, expected) => {
  expect(kinds(text)).toEqual(expected);
});

test('reads paragraphs, line breaks and lists', () => {
  expect(readBlocks('Uno\ndos\n- a\n- b\n\n3. c\n4) d\n\nFin')).toMatchObject([
    { kind: 'paragraph', lines: [[{ text: 'Uno' }], [{ text: 'dos' }]] },
    { kind: 'list', ordered: false, items: [[{ text: 'a' }], [{ text: 'b' }]] },
    { kind: 'list', ordered: true, start: 3, items: [[{ text: 'c' }], [{ text: 'd' }]] },
    { kind: 'paragraph', lines: [[{ text: 'Fin' }]] },
  ]);
});

test('loses no word of any text and makes no link that is not http or https', () => {
  const words = fc.array(fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom('**', '*', '\n', '- ', '1. ', ' ')));
  fc.assert(
    fc.property(words, (parts) => {
      const text = parts.join(' ');
      const read = inlines(text);
      const letters = (some: string) => some.replace(/[^\p{L}]/gu, '');
      expect(letters(read.map((piece) => piece.text).join(''))).toBe(letters(text));
      for (const piece of read) if (piece.kind === 'link') expect(piece.href).toMatch(/^https?:\/\//);
    }),
  );
});

test('a long hostile text is read in a moment', () => {
  for (const hostile of ['*', '**a ', 'https://', '- ', '*a*'].map((part) => part.repeat(25_000))) {
    expect(readBlocks(hostile).length).toBeGreaterThan(0);
  }
});
