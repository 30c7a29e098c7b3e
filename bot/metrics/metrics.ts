import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EfirmaResult } from '../../services/efirma/result.ts';
import type { JobReport } from '../../services/jobs/runner.ts';
import type { TurnOutcome } from '../../services/store/store.ts';
import { placeOf } from '../channels/log-activity.ts';
import type { WhatsAppReport } from '../channels/whatsapp/report.ts';
import type { DeliveryReport } from '../turns/delivery.ts';

/** Counts for operators, in the text format of Prometheus. Labels are our own words, never a person's. */
export interface Metrics {
  /** A turn was committed, `ms` after its message was safe. */
  turn(outcome: TurnOutcome, ms: number): void;
  /** Nothing was said for long in a procedure that had not ended. */
  abandoned(where: { readonly procedure: string; readonly step: string }): void;
  /** A turn threw; it is tried again, or apologised for. */
  turnFailed(): void;
  /** A turn was run here and committed by another process. */
  leaseLost(): void;
  job(report: JobReport): void;
  efirma(result: EfirmaResult): void;
  /** A message of a push channel went, waits, or never will. */
  delivery(report: DeliveryReport): void;
  /** What WhatsApp reported, or refused. */
  whatsapp(event: WhatsAppReport): void;
  /** The answer to a scrape. Reads the gauges' sources. */
  text(): Promise<string>;
  /** MIME type of `text`. */
  readonly contentType: string;
}

/** What is not counted but read at each scrape. */
export interface GaugeSources {
  /** Jobs that are not done, and since when the oldest is due. */
  readonly jobs: () => Promise<{ readonly waiting: number; readonly oldestDueAt?: number }>;
  readonly sockets: () => number;
  readonly now: () => number;
}

/** From a turn that only reads (5 ms) to one that waits for a password hash and a full queue. */
const turnBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

export function createMetrics(sources: GaugeSources): Metrics {
  const registers = [new Registry()] as const;
  const [registry] = registers;
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `recupera_${name}`, help, labelNames, registers: [...registers] });
  const seconds = new Histogram({
    name: 'recupera_turn_seconds',
    help: 'From a message being safe to its answer being committed',
    buckets: turnBuckets,
    registers: [...registers],
  });
  const turns = counter('turns_total', 'Turns by the place they led to', ['procedure', 'step']);
  const ends = counter('procedures_ended_total', 'Procedures that ended, by how', ['procedure', 'outcome']);
  const abandoned = counter('procedures_abandoned_total', 'Procedures in which people fell silent, by step', [
    'procedure',
    'step',
  ]);
  const failures = counter('turns_failed_total', 'Turns that threw', []);
  const leaseLosses = counter('lease_losses_total', 'Turns that another process took over', []);
  const jobs = counter('jobs_total', 'Jobs by kind and how they went; kind "mail" is the mails', ['kind', 'outcome']);
  const deliveries = counter('deliveries_total', 'Messages of push channels by how they went', ['channel', 'outcome']);
  const whatsapp = counter('whatsapp_events_total', 'What WhatsApp reported or refused', ['what', 'code']);
  const efirma = counter('efirma_checks_total', 'Checks of an e.firma by outcome', ['outcome']);
  gauge('jobs_waiting', 'Jobs that are not done', async () => (await sources.jobs()).waiting);
  gauge('jobs_oldest_due_seconds', 'How long the oldest job has been due', async () => {
    const { oldestDueAt } = await sources.jobs();
    return oldestDueAt === undefined ? 0 : Math.max(0, (sources.now() - oldestDueAt) / 1000);
  });
  gauge('sockets_open', 'Open streams of the web chat', sources.sockets);
  gauge('resident_memory_bytes', 'Resident memory of the process', () => process.memoryUsage.rss());

  function gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name: `recupera_${name}`,
      help,
      registers: [...registers],
      async collect() {
        this.set(await read());
      },
    });
  }

  return {
    turn(outcome, ms) {
      seconds.observe(ms / 1000);
      const { procedure, step, ended } = placeOf(outcome.replies.at(-1));
      if (procedure === '') return;
      turns.inc({ procedure, step });
      if (ended) ends.inc({ procedure, outcome: step });
    },
    abandoned: ({ procedure, step }) => abandoned.inc({ procedure, step }),
    turnFailed: () => failures.inc(),
    leaseLost: () => leaseLosses.inc(),
    job(report) {
      if (report.what === 'done') jobs.inc({ kind: report.kind, outcome: 'done' }, report.count);
      else jobs.inc({ kind: 'kind' in report ? report.kind : 'any', outcome: report.what });
    },
    whatsapp: (event) => whatsapp.inc({ what: event.what, code: 'code' in event ? String(event.code) : '' }),
    delivery: ({ channel, what }) => deliveries.inc({ channel, outcome: what }),
    efirma: (result) => efirma.inc({ outcome: result.ok ? 'accepted' : result.reason }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
