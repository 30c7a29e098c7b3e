import { createLetterLinks } from '../../../services/letters/letter-links.ts';
import { createSigner } from '../../../services/seal/signer.ts';

const links = createLetterLinks(createSigner([Buffer.alloc(32, 7)]));
const fileOf = (path: string) => path.slice('/cartas/'.length);
const file = fileOf(links.pathOf('IMPI-2026-000123'));

test('a path of ours leads back to its folio', () => {
  expect(links.folioOf(file)).toBe('IMPI-2026-000123');
});

test.each([
  ['another folio under the same mark', file.replace('000123', '000124')],
  ['a mark of another key', fileOf(createLetterLinks(createSigner([Buffer.alloc(32, 8)])).pathOf('IMPI-2026-000123'))],
  ['a folio alone', 'IMPI-2026-000123.pdf'],
  ['a shorter mark', file.replace(/.\.pdf$/, '.pdf')],
  ['a path in the name', `../${file}`],
  ['nothing', ''],
])('%s leads nowhere', (_, tried) => {
  expect(links.folioOf(tried)).toBeUndefined();
});
