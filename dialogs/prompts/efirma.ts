import { z } from 'zod';
import type { EfirmaReason, EfirmaResult } from '../../services/efirma/result.ts';
import type { Input } from '../input.ts';
import type { Message } from '../message.ts';
import type { Prompt, Reading, StepContext } from '../prompt.ts';

/** What is kept of an accepted e.firma. */
const EfirmaProof = z.object({ serialHash: z.string(), at: z.number() });
export type EfirmaProof = z.infer<typeof EfirmaProof>;

const Memo = z.object({
  challenge: z.object({ text: z.string(), expiresAt: z.number() }),
  /** Files that arrived before their password; the vault holds them. */
  certificate: z.string().optional(),
  key: z.string().optional(),
});
type Memo = z.infer<typeof Memo>;

/**
 * Proof by e.firma: a signature made in the person's own browser over a one-use text, or, from other clients, the two
 * files and the key's password, used in memory for this one check.
 */
export function efirmaPrompt(curp: string): Prompt<EfirmaProof> {
  const fresh = ({ turn, folio }: StepContext): Memo => ({
    challenge: turn.services.efirma.newChallenge({
      curp,
      folio,
      portalName: turn.text('efirma.portal-name'),
      purpose: turn.text('efirma.purpose'),
    }),
  });
  return {
    answer: EfirmaProof,
    awaits: 'password',
    arrive: async (context) => ({ kind: 'ask', memo: fresh(context) }),
    elsewhere: (context) => withChallenge(noted(context, fresh).memo, fresh(context)),
    stepName: (memo) => (filesOf(memo) ? 'key-password' : undefined),
    ask: (context) => question(noted(context, fresh)),
    read: async (input, context) => {
      const memo = noted(context, fresh).memo;
      if (input.value.renewChallenge) return { kind: 'again', memo: fresh(context) };
      if (input.value.certificate && input.value.signature)
        return readSignature(input.value, curp, memo, context, fresh);
      if (input.files.some((file) => file.oversized)) return { kind: 'refused', because: tooLarge(context) };
      const arrived = keepFiles(input, memo, context);
      if (arrived.problem) return { kind: 'refused', because: context.turn.text(`efirma.${arrived.problem}`) };
      if (input.value.keyPassword !== undefined && arrived.memo.certificate && arrived.memo.key) {
        return readFiles(input.value.keyPassword, curp, arrived.memo, context, fresh);
      }
      if (input.files.length > 0) return { kind: 'again', memo: arrived.memo };
      const because = filesOf(context.memo) ? 'efirma.key-password-unclear' : 'efirma.unclear';
      return { kind: 'unclear', because: context.turn.text(input.burned ? 'common.secret-typed' : because) };
    },
  };
}

function noted(context: StepContext, fresh: (context: StepContext) => Memo): StepContext & { memo: Memo } {
  const memo = Memo.safeParse(context.memo);
  return { ...context, memo: memo.success ? memo.data : fresh(context) };
}

const withChallenge = (memo: Memo, { challenge }: Memo): Memo => ({ ...memo, challenge });

const filesOf = (memo: unknown): boolean => {
  const read = Memo.safeParse(memo);
  return read.success && read.data.certificate !== undefined && read.data.key !== undefined;
};

function question({ turn, memo }: StepContext & { memo: Memo }): Message {
  const { challenge } = memo;
  if (filesOf(memo)) return { text: turn.text('efirma.key-password'), form: { kind: 'key-password' }, challenge };
  const have = memo.certificate ? 'efirma.have-certificate' : memo.key ? 'efirma.have-key' : 'efirma.ask';
  return {
    text: turn.text(have),
    form: { kind: 'efirma' },
    challenge,
    options: [{ title: turn.text('efirma.option.elsewhere') }, { title: turn.text('impi.prerequisites.no-efirma') }],
  };
}

function tooLarge({ turn }: StepContext): string {
  return turn.text('efirma.too-large', { max: Math.floor(turn.services.limits.efirmaFileMaxBytes / 1024) });
}

/** Puts each file where it belongs by what it is, not by its name. */
function keepFiles(input: Input, memo: Memo, { turn }: StepContext): { memo: Memo; problem?: EfirmaReason } {
  const { efirma, vault } = turn.services;
  let { certificate, key } = memo;
  const kinds = input.files.map((file) => efirma.identify(file.bytes));
  for (const [index, kind] of kinds.entries()) {
    const bytes = input.files[index]?.bytes;
    if (!bytes) continue;
    if (kinds.indexOf(kind) !== index && (kind === 'certificate' || kind === 'key'))
      return { memo, problem: 'two-of-a-kind' };
    if (kind === 'certificate') certificate = vault.put(bytes);
    else if (kind === 'key') key = vault.put(bytes);
    else return { memo, problem: kinds.includes('certificate') ? 'not-a-key' : 'not-a-certificate' };
  }
  if (certificate !== memo.certificate) vault.drop(memo.certificate ?? '');
  if (key !== memo.key) vault.drop(memo.key ?? '');
  return { memo: { challenge: memo.challenge, ...(certificate ? { certificate } : {}), ...(key ? { key } : {}) } };
}

async function readSignature(
  value: Input['value'],
  curp: string,
  memo: Memo,
  context: StepContext,
  fresh: (context: StepContext) => Memo,
): Promise<Reading<EfirmaProof>> {
  const { certificate, signature } = value;
  if (!certificate || !signature) return { kind: 'unclear', because: context.turn.text('efirma.unclear') };
  return decide(context, curp, fresh, () =>
    context.turn.services.efirma.checkSignature({ certificate, signature, challenge: memo.challenge, curp }),
  );
}

async function readFiles(
  password: string,
  curp: string,
  memo: Memo,
  context: StepContext,
  fresh: (context: StepContext) => Memo,
): Promise<Reading<EfirmaProof>> {
  const { vault, efirma } = context.turn.services;
  const [certificate, key] = [vault.get(memo.certificate ?? ''), vault.get(memo.key ?? '')];
  if (!certificate || !key) {
    return { kind: 'again', memo: fresh(context), say: context.turn.text('common.secrets-lost') };
  }
  const keyPassword = Buffer.from(password, 'utf8');
  const reading = await decide(context, curp, fresh, () => efirma.checkFiles({ certificate, key, keyPassword, curp }));
  if (reading.kind === 'refused' && reading.memo === undefined) return { ...reading, memo };
  vault.drop(memo.certificate ?? '');
  vault.drop(memo.key ?? '');
  return reading;
}

/** Counts, checks, audits. A challenge is used up by a look at it; only a wrong key password leaves the files standing. */
async function decide(
  context: StepContext,
  curp: string,
  fresh: (context: StepContext) => Memo,
  check: () => Promise<EfirmaResult>,
): Promise<Reading<EfirmaProof>> {
  const { turn, caseId } = context;
  // By conversation, not by CURP: everybody can know a CURP, and nobody may keep its owner out by failing in their name.
  const allowed = await turn.services.take('efirma-check', turn.conversationId);
  if (!allowed.ok) {
    const wait = turn.duration(Math.max(1, allowed.retryAt - turn.now));
    return { kind: 'refused', because: turn.text('efirma.too-many', { wait }), memo: fresh(context) };
  }
  const result = await check();
  const common = { id: `${turn.id}:efirma`, at: turn.now, caseId, curp };
  if (result.ok) {
    turn.queue(turn.services.audit({ ...common, name: 'efirma.accepted', serial: result.serialHash }));
    await turn.services.cases.move(caseId, {
      event: 'prove',
      eventId: `${turn.id}:efirma`,
      at: turn.now,
      data: { curp },
    });
    return { kind: 'answer', value: { serialHash: result.serialHash, at: turn.now } };
  }
  turn.queue(turn.services.audit({ ...common, name: 'efirma.refused', reason: result.reason }));
  const because = turn.text(`efirma.${result.reason}`);
  return result.reason === 'key-not-opened'
    ? { kind: 'refused', because }
    : { kind: 'refused', because, memo: fresh(context) };
}
