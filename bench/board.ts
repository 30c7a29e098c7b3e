import { randomBytes } from 'node:crypto';
import { createFeed } from '../bot/desk/feed.ts';
import { createAuditJob } from '../services/audit/audit-job.ts';
import type { Staff } from '../services/handoff/handoff.ts';
import { createHandoffs } from '../services/handoff/handoffs.ts';
import { sealedDocuments } from '../services/seal/sealed-documents.ts';
import { createSealer } from '../services/seal/sealer.ts';
import { openSqlite } from '../services/store/sqlite/index.ts';
import { median, percentile } from './support/numbers.ts';
import { machine, print, table } from './support/print.ts';

/**
 * What the desk costs while many wait: `node bench/board.ts [waiting]`. Hand-offs over a store in memory, sealed as they
 * rest, and thirty pages of the desk that are open. Each act is timed alone, from its call to its end.
 */
const waiting = Number(process.argv[2] ?? 3_000);
const pages = 30;
const rounds = 40;
const minuteMs = 60_000;

const store = await openSqlite({ path: ':memory:' });
const sealer = createSealer({ keys: [{ id: 'bench', key: randomBytes(32) }] });
const handoffs = createHandoffs({
  documents: sealedDocuments(store.documents, sealer, (key) => key),
  counters: store.counters,
  auditJob: createAuditJob((text) => text),
  now: Date.now,
  deliver: async () => {},
  hours: { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', until: '24:00', holidays: [] },
  times: {
    assignmentMs: 60 * minuteMs,
    responseMs: 60 * minuteMs,
    promiseMs: 60 * minuteMs,
    reservedMs: minuteMs,
    silentMs: 60 * minuteMs,
    windows: {},
    windowMarginMs: minuteMs,
  },
  sla: { firstReplyMs: minuteMs, nextReplyMs: minuteMs },
  refusedAcross: () => undefined,
  lookBack: { messages: 20, ms: 10 * minuteMs },
  keepMs: 60 * minuteMs,
  boardMs: 60 * minuteMs,
  shared: false,
  repairAfterMs: minuteMs,
  onError: (error) => {
    throw error;
  },
  contactOf: async () => undefined,
  mailJob: () => {
    throw new Error('nobody to write to');
  },
  jobs: store.jobs,
});
let items = 0;
const feed = createFeed({
  handoffs,
  notices: { onNotice: () => () => {} },
  presence: { look: async () => {}, all: async () => new Map() },
  readLog: async () => [],
  mask: (text) => text,
  sla: { firstReplyMs: minuteMs, nextReplyMs: minuteMs },
  now: Date.now,
  renewLooksMs: minuteMs,
  onError: (error) => {
    throw error;
  },
});
const staff: Staff = { id: 'agent', name: 'Agent', roles: ['agent'] };
let asked = 0;
const ask = () => {
  asked += 1;
  return handoffs.request({
    id: `handoff-${asked}`,
    conversationId: `conversation-${asked}`,
    channel: 'web-chat',
    locale: 'es-MX',
    portal: 'impi',
    procedure: 'impi-efirma',
    step: 'efirma',
    reason: 'asked',
  });
};
let opened = 0;
const openPage = () => {
  opened += 1;
  const send = () => {
    items += 1;
  };
  return feed.join({ stream: `stream-${opened}`, staff, send });
};

print(machine());
for (let count = 0; count < waiting; count += 1) {
  // Told apart by the time at which they asked.
  if (count % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  await ask();
}
for (let page = 0; page < pages; page += 1) await openPage();

let claimed = 0;
const acts = {
  'a person asks for people': () => ask(),
  'an agent takes the next': () => {
    claimed += 1;
    return handoffs.claim(`handoff-${claimed}`, { ...staff, supervisor: false });
  },
  'a page looks for what is new (each second)': () => feed.poll(),
  'a page of the desk opens': async () => (await openPage())(),
};
const rows = [];
for (const [act, perform] of Object.entries(acts)) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await perform();
    times.push(performance.now() - began);
  }
  rows.push({ act, p50Ms: median(times), p95Ms: percentile(times, 0.95) });
}
print(`\n${waiting} waiting, ${pages} pages open, each act ${rounds} times:\n`);
print(
  table(
    ['act', 'p50 ms', 'p95 ms'],
    rows.map((row) => Object.values(row)),
  ),
);
print(JSON.stringify({ bench: 'board', waiting, pages, rows, items }));
process.exit();
