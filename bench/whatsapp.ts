import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { createHttpClient } from './support/http-client.ts';
import { medians, percentile } from './support/numbers.ts';
import { machine, print, table } from './support/print.ts';
import { startProduct } from './support/product-process.ts';
import { type ServerProcess, startServer } from './support/server-process.ts';

/**
 * How soon a webhook of WhatsApp is acknowledged, against a bare restify route in the same run: `node bench/whatsapp.ts`.
 * Webhooks come at a steady rate, whether earlier ones are answered or not, each with one message; one in ten is of a
 * person nobody knows. The product checks the signature, writes the message into its inbox (SQLite) and answers; its
 * turns and the answers they send go on beside that. The bare route only reads the body.
 */
const { values: options } = parseArgs({
  options: {
    repeats: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    /** Meta's default throughput of one number is 80 messages a second, both ways together. */
    rates: { type: 'string', default: '10,40,80' },
  },
});
const repeats = Number(options.repeats);
const seconds = Number(options.seconds);
const rates = options.rates.split(',').map(Number);
const appSecret = 'bench-secret';
const phoneNumberId = '106540352242922';

/** Takes every message, as Meta would. */
const graph = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ messages: [{ id: `wamid.${Math.random()}` }] }));
  });
});
await new Promise<void>((resolve) => graph.listen(0, '127.0.0.1', resolve));
const address = graph.address();
const graphPort = typeof address === 'object' && address ? address.port : 0;
const settings = {
  LOG_LEVEL: 'info',
  WHATSAPP_BASE_URL: `http://127.0.0.1:${graphPort}/v25.0/${phoneNumberId}`,
  WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
  WHATSAPP_TOKEN: 'bench',
  WHATSAPP_APP_SECRET: appSecret,
  WHATSAPP_VERIFY_TOKEN: 'bench',
};
const contestants = [
  { name: 'recupera, SQLite', start: () => startProduct(settings) },
  {
    name: 'bare restify route',
    start: () => startServer([new URL('peers/restify-route.ts', import.meta.url).pathname]),
  },
] as const;

type Row = Readonly<Record<'p50' | 'p99' | 'max' | 'cpuMs', number>>;

const startedAtOfBench = Date.now();
let sent = 0;
let failed = 0;
const rows = new Map<string, Row[]>();

print(machine());
for (let repeat = 0; repeat < repeats; repeat += 1) {
  for (const { name, start } of contestants) {
    const server = await start();
    await run(server, 40, 4);
    for (const rate of rates) {
      const key = `${name}|${rate}`;
      rows.set(key, [...(rows.get(key) ?? []), await run(server, rate, seconds)]);
    }
    await server.stop();
  }
}
graph.close();

const summary = [...rows].map(([key, runs]) => {
  const [server = '', rate = ''] = key.split('|');
  return { server, rate: Number(rate), ...medians(runs) };
});
print(`\nAcknowledgement in milliseconds, medians of ${repeats} runs of ${seconds} s:\n`);
print(
  table(
    ['', 'webhooks/s', 'p50', 'p99', 'slowest', 'CPU per webhook, its turn included'],
    summary.map(({ server, rate, p50, p99, max, cpuMs }) => [server, rate, p50, p99, max, cpuMs]),
  ),
);
print(JSON.stringify({ bench: 'whatsapp', repeats, seconds, failed, summary }));
process.exitCode = failed === 0 ? 0 : 1;

async function run(server: ServerProcess, rate: number, forSeconds: number): Promise<Row> {
  const client = createHttpClient(server.url, 256);
  const times: number[] = [];
  const under: Promise<void>[] = [];
  const startedAt = performance.now();
  const cpuBefore = server.cpuSeconds();
  for (let index = 0; index < rate * forSeconds; index += 1) {
    const dueAt = startedAt + (index * 1_000) / rate;
    const wait = dueAt - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    under.push(one());
  }
  await Promise.all(under);
  client.close();
  const cpuMs = ((server.cpuSeconds() - cpuBefore) * 1_000) / times.length;
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), max: percentile(times, 1), cpuMs };

  async function one(): Promise<void> {
    sent += 1;
    const body = webhook(sent);
    const signature = createHmac('sha256', appSecret).update(JSON.stringify(body)).digest('hex');
    const begun = performance.now();
    const headers = { 'x-hub-signature-256': `sha256=${signature}` };
    const { status } = await client.call('POST', '/whatsapp/webhook', { headers, body });
    times.push(performance.now() - begun);
    if (status !== 200) failed += 1;
  }
}

/** One in ten of somebody new, the others of two hundred people who are known after the warm-up. */
function webhook(index: number) {
  const person = index % 10 === 0 ? 1_000 + index : index % 200;
  const from = `52155${String(10_000_000 + person)}`;
  const userId = `MX.${10_000_000 + person}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const message = {
    from,
    from_user_id: userId,
    id: `wamid.bench-${index}-${startedAtOfBench}`,
    timestamp,
    type: 'text',
    text: { body: index % 3 === 0 ? 'hola' : '¿qué es la e.firma?' },
  };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550783881', phone_number_id: phoneNumberId },
    contacts: [{ profile: { name: 'Ana' }, wa_id: from, user_id: userId }],
    messages: [message],
  };
  return { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ value, field: 'messages' }] }] };
}
