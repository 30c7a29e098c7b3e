import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { startServer } from './server-process.ts';

/**
 * How long words take through a bare WebSocket relay, in milliseconds: the same rooms, pairs and pace as at the desk, with
 * nothing stored, filtered or allowed.
 */
export async function throughRelay(given: {
  readonly rooms: number;
  readonly pairs: number;
  readonly messagesPerSecond: number;
  readonly seconds: number;
}): Promise<number[]> {
  const server = await startServer([new URL('../peers/relay.ts', import.meta.url).pathname]);
  const latencies: number[] = [];
  const sentAt = new Map<string, number>();
  const open = async (room: number): Promise<WebSocket> => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/${room}`);
    socket.on('message', (data) => {
      const at = sentAt.get(String(data));
      if (at !== undefined) latencies.push(performance.now() - at);
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return socket;
  };
  const people = await Promise.all(Array.from({ length: given.rooms }, (_, room) => open(room)));
  const agents = await Promise.all(Array.from({ length: given.pairs }, (_, room) => open(room)));
  const total = given.seconds * given.messagesPerSecond;
  const began = performance.now();
  for (let number = 0; number < total; number += 1) {
    const text = `mensaje ${number}`;
    const from = number % 20 < 9 ? agents : people;
    sentAt.set(text, performance.now());
    from[number % given.pairs]?.send(text);
    await sleep(Math.max(0, began + ((number + 1) * 1_000) / given.messagesPerSecond - performance.now()));
  }
  for (const socket of [...people, ...agents]) socket.terminate();
  await server.stop();
  return latencies;
}
