import { readFileSync } from 'node:fs';
import { routeUtterance } from '../../../dialogs/routing/route.ts';
import { labelOf } from '../../../dialogs/routing/routing.ts';

const heldOut = readFileSync(new URL('held-out.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; flow: string });

test('at least 95 % of the held-out sentences go where a person would send them', () => {
  const wrong = heldOut.filter(({ text, flow }) => labelOf(routeUtterance(text)) !== flow);
  expect(wrong.length / heldOut.length).toBeLessThanOrEqual(0.05);
});
