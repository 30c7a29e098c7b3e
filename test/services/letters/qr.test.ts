import QRCode from 'qrcode';
import { qrRuns } from '../../../services/letters/qr.ts';

test('draws exactly the dark modules of the symbol', () => {
  const { size, runs } = qrRuns('IMPI-2026-000123');
  const drawn = new Set(runs.flatMap(({ x, y, width }) => Array.from({ length: width }, (_, i) => `${x + i},${y}`)));
  const { modules } = QRCode.create('IMPI-2026-000123', { errorCorrectionLevel: 'Q' });
  const dark = new Set<string>();
  for (let y = 0; y < modules.size; y += 1)
    for (let x = 0; x < modules.size; x += 1) if (modules.get(y, x)) dark.add(`${x},${y}`);
  expect(size).toBe(modules.size);
  expect(drawn).toEqual(dark);
});
