import { sitDown } from '../support/agent.ts';
import { enter, placeOf } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

const DAY = 24 * 60 * 60_000;
let product: TestProduct;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const dayOf = (at: number) => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Mexico_City' }).format(at);
async function metrics(): Promise<string[]> {
  const text = await (await fetch(`${product.url}/metrics`)).text();
  return text.split('\n').filter((line) => line.startsWith('recupera_procedures_abandoned'));
}

test('where people fall silent is in the figures, in their CSV and in the metrics, once, also after a restart', async () => {
  const person = await enter(product.url);
  await person.say('Quiero recuperar mi cuenta del IMPI con mi e.firma');
  expect(placeOf(await person.say('sí'))).toBe('impi-efirma/curp');
  const other = await enter(product.url);
  await other.say('Quiero recuperar mi cuenta del IMPI con mi e.firma');
  await other.say('sí');
  expect(placeOf(await other.say('cancelar'))).toContain('cancelled');
  product.clock.forward(DAY + 1_000);
  await product.restart();

  const supervisor = await sitDown(() => product.url, 'beatriz.olmos');
  const days = `from=${dayOf(product.clock.now() - 2 * DAY)}&to=${dayOf(product.clock.now())}`;
  const report = async (form: 'report' | 'report.csv') => {
    const response = await fetch(`${product.url}/desk/api/${form}?${days}`, { headers: supervisor.headers });
    return response.text();
  };
  while ((await metrics()).length === 0 || !(await report('report')).includes('abandoned')) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await metrics()).toEqual(['recupera_procedures_abandoned_total{procedure="impi-efirma",step="curp"} 1']);
  expect(JSON.parse(await report('report')).outcomes).toContainEqual({
    procedure: 'impi-efirma',
    outcome: 'abandoned',
    step: 'curp',
    count: 1,
  });
  expect(await report('report.csv')).toContain('outcome abandoned,,,impi-efirma,curp,1\r\n');
});
