import { z } from 'zod';
import { HopelessJob, type JobHandler, PostponedJob } from '../../../services/jobs/handler.ts';
import type { InboundActivity } from '../activity.ts';
import type { Door, InboundMessage, UploadedFile } from '../channel.ts';
import type { FileRef } from './activity-of.ts';
import type { Waiting } from './contact.ts';
import type { Contacts } from './contacts.ts';
import type { Files } from './files.ts';
import type { Lanes } from './lanes.ts';
import type { WhatsAppReport } from './report.ts';

const Payload = z.object({ contactId: z.string() });
/** A file that cannot be fetched this often is given up; the person is asked for it again. */
const maxAttempts = 4;

/** Brings messages that wait to the door, in order, each with its file. */
export function createTakeUp(deps: {
  contacts: Pick<Contacts, 'get' | 'unqueue' | 'reopen'>;
  door: Door;
  fetchFiles: (file: FileRef) => Promise<Files>;
  lanes: Lanes;
  now: () => number;
  report: (event: WhatsAppReport) => void;
}): JobHandler {
  const { contacts, door } = deps;

  return {
    async run([job]) {
      const payload = Payload.safeParse(job?.payload);
      if (!payload.success) throw new HopelessJob('a job to take up names no contact');
      const { contactId } = payload.data;
      await deps.lanes(`take-up:${contactId}`, () => takeUpAll(contactId, job?.attempts ?? 1));
    },
  };

  async function takeUpAll(contactId: string, attempts: number): Promise<void> {
    for (;;) {
      const contact = await contacts.get(contactId);
      const [waiting] = contact?.value.waiting ?? [];
      if (!contact || !waiting) return;
      await one(contactId, contact.value.conversationId, waiting, attempts);
      await contacts.unqueue(contactId, waiting.messageId);
    }
  }

  async function one(id: string, conversationId: string, waiting: Waiting, attempts: number): Promise<void> {
    const found: Files = waiting.file ? await deps.fetchFiles(waiting.file) : { ok: true, files: [] };
    if (!found.ok) deps.report({ what: 'file-refused', reason: found.reason });
    if (!found.ok && found.reason === 'unavailable' && attempts < maxAttempts) throw new Error('a file is unavailable');
    const inbound = inboundOf(waiting, found.ok ? found.files : undefined);
    try {
      let received = await door.receive(conversationId, inbound);
      if (received.outcome === 'unknown-conversation') {
        received = await door.receive((await contacts.reopen(id)) ?? conversationId, inbound);
      }
      if (received.outcome === 'too-fast') {
        throw new PostponedJob('the person writes too fast', Math.max(1, received.retryAt - deps.now()));
      }
    } finally {
      // The door has copies of its own; ours are done with.
      for (const file of inbound.files) file.bytes.fill(0);
    }
  }
}

/** @param files undefined for a file that could not be had: the message is then one that we could not read. */
function inboundOf(waiting: Waiting, files: readonly UploadedFile[] | undefined): InboundMessage {
  const { messageId, text, truncated, stale, attachments = [], file } = waiting;
  const lost = file && files === undefined ? [{ contentType: file.contentType, name: file.name }] : [];
  const named = [
    ...attachments.map(({ contentType, name }) => ({ contentType, ...(name !== undefined && { name }) })),
    ...lost,
  ];
  const activity: InboundActivity = {
    type: 'message',
    known: true,
    ...(text !== undefined && { text }),
    ...(truncated && { truncated }),
    ...(stale && { stale }),
    ...(named.length > 0 && { attachments: named }),
  };
  return { messageId, activity, files: files ?? [] };
}
