import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Staff } from '../../../../services/handoff/handoff.ts';
import type { Api } from './api.ts';
import type { BrowserSigner } from './browser-key.ts';
import { useLoaded } from './hooks.ts';
import { useWords } from './texts.ts';

export type SignInWay = 'demo' | 'provider';

/** Sends the browser to the provider; comes back to this place of the page. */
export async function toProvider(
  api: Api,
  signer: BrowserSigner | undefined,
  again: boolean,
): Promise<string | undefined> {
  const place = /^#[\w/=-]{1,120}$/.test(location.hash) ? { place: location.hash } : {};
  const body = { key: signer?.key, ...(again && { again }), ...place };
  const answer = await api.send<{ location: string }>('POST', '/desk/sign-in', body);
  if (!answer.ok) return answer.refused;
  location.assign(answer.body.location);
  return undefined;
}

/** Before anybody is signed in: the provider's button, or the staff of the demo. */
export function SignIn(props: {
  readonly api: Api;
  readonly signer: BrowserSigner | undefined;
  readonly way: SignInWay;
}): JSX.Element {
  const { api, signer, way } = props;
  const { t, refusal } = useWords();
  const [problem, setProblem] = useState<string | undefined>();
  return (
    <main class="sign-in">
      <h2>{t('sign-in.title')}</h2>
      {way === 'provider' ? (
        <>
          <p>{t('sign-in.provider')}</p>
          <button type="button" class="primary" onClick={async () => setProblem(await toProvider(api, signer, false))}>
            {t('sign-in.go')}
          </button>
        </>
      ) : (
        <DemoStaff api={api} signer={signer} onProblem={setProblem} />
      )}
      {problem !== undefined && (
        <p class="warning" role="alert">
          {refusal(problem)}
        </p>
      )}
    </main>
  );
}

function DemoStaff(props: {
  readonly api: Api;
  readonly signer: BrowserSigner | undefined;
  readonly onProblem: (reason: string) => void;
}): JSX.Element {
  const { api, signer, onProblem } = props;
  const { t } = useWords();
  const [staff = []] = useLoaded('staff', async () => {
    const answer = await api.get<Staff[]>('/demo/agents');
    return answer.ok ? answer.body : [];
  });
  async function choose(id: string): Promise<void> {
    const answer = await api.send('POST', '/demo/desk-session', { id, ...(signer && { key: signer.key }) });
    if (answer.ok) location.reload();
    else onProblem(answer.refused);
  }
  return (
    <>
      <p>{t('sign-in.demo')}</p>
      <ul class="staff">
        {staff.map(({ id, name, roles, portals }) => (
          <li key={id}>
            <button type="button" onClick={() => void choose(id)}>
              <b>{name}</b>
              <span>{roles.map((role) => t(`role.${role}`)).join(', ')}</span>
              {portals && <small>{t('sign-in.portals', { portals: portals.join(', ').toUpperCase() })}</small>}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
