import * as z from 'zod/mini';
import { fieldOf, type SignFailure } from '../../forms/client/efirma-failures.ts';
import { type Chosen, noFiles, place } from '../../forms/client/efirma-files.ts';
import { signFiles } from '../../forms/client/sign-files.ts';
import { postHidden } from './post-hidden.ts';

z.config({ jitless: true });
const Challenge = z.object({ challenge: z.string() });

// Signs on this device: the files and the password are read here, and only certificate and signature are posted.
const form = document.querySelector<HTMLFormElement>('#sign');
if (form !== null) signHere(form);

function signHere(form: HTMLFormElement): void {
  document.querySelector('#preparing')?.remove();
  const canSign = globalThis.crypto?.subtle !== undefined;
  form.hidden = !canSign;
  document.querySelector('#no-crypto')?.toggleAttribute('hidden', canSign);

  const field = (id: string) => form.querySelector<HTMLInputElement>(`#${id}`);
  const working = form.querySelector('#working');
  const failure = form.querySelector<HTMLElement>('#failure');
  const button = form.querySelector<HTMLButtonElement>('button[type=submit]');

  function say(name: SignFailure | 'working' | 'renewing' | undefined, where: Element | null): void {
    if (where !== null) where.textContent = name === undefined ? '' : sentence(name);
  }

  function tell(reason: SignFailure | undefined): void {
    const at = reason === undefined ? undefined : fieldOf(reason);
    for (const id of ['certificate', 'key', 'password']) {
      const input = field(id);
      input?.setAttribute('aria-invalid', String(at === id));
      const described = [id === 'password' && 'password-hint', at === id && 'failure'].filter(Boolean).join(' ');
      if (described === '') input?.removeAttribute('aria-describedby');
      else input?.setAttribute('aria-describedby', described);
    }
    say(reason, failure);
    if (failure !== null) failure.hidden = reason === undefined;
    if (at !== undefined && at !== 'form') field(at)?.focus();
  }

  const { worker = '', max, challenge: address = '' } = form.dataset;
  let busy = false;

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    if (button !== null) button.disabled = true;
    tell(undefined);
    say('renewing', working);
    void sign().finally(() => {
      busy = false;
      if (button !== null) button.disabled = false;
      say(undefined, working);
    });
  });

  async function sign(): Promise<void> {
    const password = field('password');
    if (form === null || password === null) return;
    const result = await signFiles(chosen(), password.value, {
      fileMaxBytes: Number(max),
      worker,
      challenge: () => freshChallenge(form, address),
      onSigning: () => say('working', working),
    });
    if (!result.ok) {
      if (result.reason === 'key-not-opened') password.value = '';
      return tell(result.reason);
    }
    password.value = '';
    for (const [name, value] of Object.entries(result.value)) {
      const input = form.querySelector<HTMLInputElement>(`input[name=${name}]`);
      if (input !== null) input.value = value;
    }
    form.submit();
  }

  /** Files go where their names say, whichever field they were chosen in. */
  function chosen(): Chosen {
    const first = place(noFiles, [...(field('certificate')?.files ?? [])], 'certificate');
    return place(first, [...(field('key')?.files ?? [])], 'key');
  }
}

/** A sentence that the page brought in its language. */
function sentence(name: string): string {
  const sentences = document.querySelector<HTMLTemplateElement>('#sentences');
  return sentences?.content.querySelector(`[data-name=${name}]`)?.textContent ?? '';
}

/** The text to sign, from the server at the moment of signing: it is good for a few minutes only. */
async function freshChallenge(form: HTMLFormElement, address: string): Promise<string | undefined> {
  try {
    const response = await postHidden(form, address);
    // The link is over: the page says why.
    if (response.status === 409 && !form.elements.namedItem('t')) location.reload();
    if (!response.ok) return undefined;
    const { challenge } = z.parse(Challenge, await response.json());
    const shown = form.querySelector('#challenge');
    if (shown !== null) shown.textContent = challenge;
    return challenge;
  } catch {
    return undefined;
  }
}
