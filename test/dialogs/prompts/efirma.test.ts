import type { StepContext } from '../../../dialogs/prompt.ts';
import { efirmaPrompt } from '../../../dialogs/prompts/efirma.ts';
import type { DialogServices } from '../../../dialogs/services.ts';
import type { DialogTurn } from '../../../dialogs/turn.ts';
import { createVault } from '../../../services/vault/vault.ts';
import { only } from '../../support/only.ts';

const challenge = { text: 'firma esto', expiresAt: 1_000 };

/** A turn in which files arrive; every file counts as a key. */
function arriving(vault: DialogServices['vault'], memo: StepContext['memo']): StepContext {
  const services = only<DialogServices>({ vault, efirma: { identify: () => 'key' } });
  return { turn: only<DialogTurn>({ services, text: (key: string) => key }), caseId: 'case', folio: 'F', memo };
}

const keyFile = (content: string) => ({
  kind: 'message' as const,
  text: '',
  short: '',
  truncated: false,
  burned: false,
  secretsLost: false,
  files: [{ name: 'a.key', bytes: Buffer.from(content) }],
  value: {},
});

it('wipes a key file as soon as another one takes its place', async () => {
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `secret-${ids}`;
  };
  const vault = createVault({ now: () => 0, ttlMs: 1_000, maxBytes: 1_000, newId });
  const prompt = efirmaPrompt('MEAL840217MDFNRC02');
  const first = await prompt.read(keyFile('first key'), arriving(vault, { challenge }));
  if (first.kind !== 'again') throw new Error(first.kind);
  expect(vault.get('secret-1')?.toString()).toBe('first key');
  await prompt.read(keyFile('second key'), arriving(vault, first.memo));
  expect(vault.get('secret-1')).toBeUndefined();
  expect(vault.get('secret-2')?.toString()).toBe('second key');
});
