import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { limits } from '../bot/config.ts';
import { type DeskClient, sitDown } from './support/desk-client.ts';
import { percentile } from './support/numbers.ts';
import { machine, print, table } from './support/print.ts';
import { startProduct } from './support/product-process.ts';
import { throughRelay } from './support/relay.ts';

/**
 * How soon an agent's words are on the person's screen, and the other way round: `node bench/desk.ts [seconds]`. 300
 * conversations wait or are with agents, 30 pages of the desk are open, each on a conversation of its own, and 20 messages
 * a second go back and forth. The product is the process that `npm start` starts. Beside it, in the same run, a WebSocket
 * relay that only passes words on.
 */
const seconds = Number(process.argv[2] ?? 20);
const conversations = 300;
const pages = 30;
const messagesPerSecond = 20;
const callsPerMinute = limits.handoffRequestsPerMinute;
const agentIds = ['marisol.pineda', 'tomas.arreola', 'ximena.duarte', 'beatriz.olmos', 'ramiro.cantu'];

const server = await startProduct();
print(machine());
const arrivals = new Map<string, (at: number) => void>();
const arrived = (text: string) => {
  arrivals.get(text)?.(performance.now());
  arrivals.delete(text);
};

const people = [];
for (let start = 0; start < conversations; start += 20) {
  // Beyond so many calls for a person in a minute, the product says that it is too many.
  if (start > 0 && start % callsPerMinute === 0) await sleep(61_000);
  people.push(...(await Promise.all(Array.from({ length: 20 }, (_, index) => openConversation(start + index)))));
}
const agents: DeskClient[] = [];
for (let page = 0; page < pages; page += 1) {
  agents.push(await sitDown(server.url, agentIds[page % agentIds.length] ?? ''));
}
const waiting = await agents[0]?.queue();
if (waiting?.length !== conversations) throw new Error(`${waiting?.length} of ${conversations} are in the queue`);
const stops: (() => void)[] = [];
const pairs: { agent: DeskClient; handoffId: string; person: (typeof people)[number] }[] = [];
for (const [index, agent] of agents.entries()) {
  const person = people[index];
  const handoffId = waiting?.find((id) => person && id.startsWith(`${person.id}:`));
  if (!person || !handoffId) throw new Error('a conversation is not in the queue');
  const status = await agent.act(handoffId, 'claim');
  if (status !== 200) throw new Error(`claim: ${status}`);
  stops.push(await agent.watch(handoffId, arrived));
  pairs.push({ agent, handoffId, person });
}
await sleep(1_000);

const latencies: Record<'toPerson' | 'toAgent', number[]> = { toPerson: [], toAgent: [] };
const errors: string[] = [];
const cpuBefore = server.cpuSeconds();
const under: Promise<void>[] = [];
const total = seconds * messagesPerSecond;
const began = performance.now();
for (let number = 0; number < total; number += 1) {
  const pair = pairs[number % pairs.length];
  // A little less than half are the agents': five demo agents write as fast as thirty would.
  if (pair) under.push(number % 20 < 9 ? fromAgent(pair, number) : fromPerson(pair, number));
  const next = began + ((number + 1) * 1_000) / messagesPerSecond;
  await sleep(Math.max(0, next - performance.now()));
}
await Promise.all(under);
const cores = (server.cpuSeconds() - cpuBefore) / ((performance.now() - began) / 1_000);
const memoryMiB = server.memory().peak;
for (const stop of stops) stop();
for (const person of people) person.socket.terminate();
await server.stop();

const relayed = await throughRelay({ rooms: conversations, pairs: pages, messagesPerSecond, seconds });

const rowOf = (way: string, times: readonly number[]) => ({
  way,
  messages: times.length,
  p50Ms: percentile(times, 0.5),
  p95Ms: percentile(times, 0.95),
  p99Ms: percentile(times, 0.99),
});
const rows = [rowOf('toPerson', latencies.toPerson), rowOf('toAgent', latencies.toAgent)];
const relay = rowOf('bare relay', relayed);
print(`\n${conversations} conversations, ${pages} pages, ${messagesPerSecond} messages a second for ${seconds} s:\n`);
print(
  table(
    ['way', 'messages', 'p50 ms', 'p95 ms', 'p99 ms'],
    [...rows, relay].map((row) => Object.values(row)),
  ),
);
print(`\nserver: ${cores.toFixed(2)} cores, ${memoryMiB.toFixed(0)} MiB; errors: ${errors.length}`);
for (const error of new Set(errors)) print(`error: ${error}`);
print(JSON.stringify({ bench: 'desk', rows, relay, cores, memoryMiB, errors: errors.length }));
const promisedMs = 300;
process.exitCode = errors.length === 0 && rows.every(({ p95Ms }) => p95Ms <= promisedMs) ? 0 : 1;

async function fromAgent({ agent, handoffId }: (typeof pairs)[number], number: number): Promise<void> {
  const text = `respuesta ${inLetters(number)}`;
  const sentAt = performance.now();
  const seen = awaitText(text, sentAt, latencies.toPerson);
  const status = await agent.say(handoffId, text);
  if (status !== 200) errors.push(`say: ${status}`);
  else await seen;
}

async function fromPerson({ person }: (typeof pairs)[number], number: number): Promise<void> {
  const text = `pregunta ${inLetters(number)}`;
  const sentAt = performance.now();
  const seen = awaitText(text, sentAt, latencies.toAgent);
  await person.post(text);
  await seen;
}

async function awaitText(text: string, sentAt: number, into: number[]): Promise<void> {
  const at = await Promise.race([new Promise<number>((resolve) => arrivals.set(text, resolve)), sleep(10_000)]);
  if (typeof at === 'number') into.push(at - sentAt);
  else errors.push('a message did not arrive within 10 s');
}

/** Figures would be taken for codes. */
function inLetters(number: number): string {
  return [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
}

/** A person in the web chat who asks for people and keeps a socket open. */
async function openConversation(number: number) {
  const headers = {
    'content-type': 'application/json',
    'x-forwarded-for': `10.1.${Math.floor(number / 200)}.${number % 200}`,
  };
  const call = async (path: string, token?: string, body: unknown = {}) => {
    const response = await fetch(`${server.url}/v3/directline${path}`, {
      method: 'POST',
      headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  };
  const { token: first } = await call('/tokens/generate');
  const { conversationId: id, token, streamUrl } = await call('/conversations', first);
  const socket = new WebSocket(streamUrl);
  socket.on('message', (frame) => {
    const text = String(frame);
    if (text === '') return;
    for (const activity of JSON.parse(text).activities) if (activity.from.role === 'bot') arrived(activity.text);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const post = (text: string) => call(`/conversations/${id}/activities`, token, { type: 'message', text });
  await post('agente');
  return { id: String(id), post, socket };
}
