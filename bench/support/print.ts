import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release } from 'node:os';

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A table in Markdown. Numbers are given to three significant digits. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cell(value: string | number): string {
  if (typeof value === 'string') return value;
  if (Number.isInteger(value) || Math.abs(value) >= 1_000) return String(Math.round(value));
  return Number(value.toPrecision(3)).toString();
}

/** Where this was measured, and how busy it was. */
export function machine(): string {
  const model = cpus()[0]?.model ?? 'unknown';
  const memory = /MemTotal:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
  const gibibytes = (Number(memory) / 1024 ** 2).toFixed(0);
  const load = loadavg().map((value) => value.toFixed(1));
  return `${availableParallelism()} × ${model}, ${gibibytes} GiB, Linux ${release()}, Node ${process.version}, load average ${load.join(' ')}`;
}
