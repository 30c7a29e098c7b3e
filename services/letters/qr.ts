import QRCode from 'qrcode';

/** A row of dark modules: from `x`, `width` modules long, in row `y`. */
export interface DarkRun {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** A QR symbol as runs of dark modules on a square of `size` modules, without its quiet zone. */
export function qrRuns(text: string): { readonly size: number; readonly runs: readonly DarkRun[] } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'Q' });
  const { size } = modules;
  const runs: DarkRun[] = [];
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; ) {
      const start = x;
      while (x < size && modules.get(y, x)) x += 1;
      if (x > start) runs.push({ x: start, y, width: x - start });
      else x += 1;
    }
  }
  return { size, runs };
}
