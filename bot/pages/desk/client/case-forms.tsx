import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { refusalReasons } from '../../../../services/cases/refusal-reasons.ts';
import type { CaseAct, PetitionView } from '../../../desk/cases/api-types.ts';
import type { BrowserSigner } from './browser-key.ts';
import type { Desk } from './desk.ts';
import { Dialog } from './dialog.tsx';
import { type SignInWay, toProvider } from './sign-in.tsx';
import { useWords } from './texts.ts';

interface Props {
  readonly desk: Desk;
  readonly way: SignInWay;
  readonly signer: BrowserSigner | undefined;
  readonly view: PetitionView;
  readonly address: string;
  readonly onDone: () => void;
}

type Perform = (act: CaseAct, body?: unknown) => Promise<void>;

/** What this member of staff may do with a petition now. */
export function CaseForms(props: Props): JSX.Element | null {
  const { desk, view, address, onDone } = props;
  const { t, label, refusal } = useWords();
  const [problem, setProblem] = useState<string | undefined>();
  /** What is done once they have proved again who they are. */
  const [again, setAgain] = useState<(() => void) | undefined>();
  const { may } = view;

  const perform: Perform = async (act, body = {}) => {
    setProblem(undefined);
    const answer = await desk.api.send<PetitionView>('POST', `${address}/${act}`, body);
    if (answer.ok) {
      desk.tell('done', t(`case-done.${act}`));
      return onDone();
    }
    if (answer.refused === 'reauthenticate') return setAgain(() => () => void perform(act, body));
    const sentence = label('case-refused', answer.refused);
    setProblem(sentence === answer.refused ? refusal(answer.refused) : sentence);
  };

  if (may.length === 0) return null;
  return (
    <div class="case-forms">
      {may.includes('papers') && <Papers perform={perform} />}
      {may.includes('approve') && <Approve perform={perform} seenByMe={view.seenByMe} otherName={view.otherName} />}
      {may.includes('link') && <Plain act="link" perform={perform} />}
      {may.includes('expire') && <Plain act="expire" perform={perform} />}
      {may.includes('refuse') && <Refuse perform={perform} />}
      {problem !== undefined && (
        <p class="warning" role="alert">
          {problem}
        </p>
      )}
      {again && (
        <Again
          {...props}
          onClose={() => setAgain(undefined)}
          onProven={() => {
            setAgain(undefined);
            again();
          }}
        />
      )}
    </div>
  );
}

function Plain({ act, perform }: { readonly act: 'link' | 'expire'; readonly perform: Perform }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="case-form">
      <p>{t(`case-what.${act}`)}</p>
      <button type="button" onClick={() => void perform(act)}>
        {t(`case-do.${act}`)}
      </button>
    </div>
  );
}

/** Where the account is in another name than the letter, it is approved with a reason only. */
function Approve(props: {
  readonly perform: Perform;
  readonly seenByMe: boolean;
  readonly otherName: string | undefined;
}): JSX.Element {
  const { perform, seenByMe, otherName } = props;
  const { t } = useWords();
  const [note, setNote] = useState('');
  return (
    <form
      class="case-form"
      onSubmit={(event) => {
        event.preventDefault();
        void perform('approve', otherName === undefined ? {} : { note });
      }}
    >
      <p>{t(seenByMe ? 'case-refused.same-person' : 'case-what.approve')}</p>
      {otherName !== undefined && !seenByMe && (
        <>
          <p class="warning">{t('cases.other-name', { name: otherName })}</p>
          <label for="approval-note">{t('cases.other-name-why')}</label>
          <input
            id="approval-note"
            required
            minLength={8}
            maxLength={200}
            autocomplete="off"
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </>
      )}
      <button type="submit" class="primary" disabled={seenByMe}>
        {t('case-do.approve')}
      </button>
    </form>
  );
}

function Papers({ perform }: { perform: Perform }): JSX.Element {
  const { t } = useWords();
  const [document, setDocument] = useState<'ine' | 'passport'>('ine');
  const [last4, setLast4] = useState('');
  const [curp, setCurp] = useState('');
  return (
    <form
      class="case-form"
      onSubmit={(event) => {
        event.preventDefault();
        void perform('papers', { document, last4, curp });
      }}
    >
      <h3>{t('case-do.papers')}</h3>
      <p>{t('case-what.papers')}</p>
      <label for="document">{t('cases.document')}</label>
      <select
        id="document"
        value={document}
        onChange={(event) => setDocument(event.currentTarget.value === 'passport' ? 'passport' : 'ine')}
      >
        <option value="ine">{t('document.ine')}</option>
        <option value="passport">{t('document.passport')}</option>
      </select>
      <label for="last4">{t('cases.last4')}</label>
      <input
        id="last4"
        required
        maxLength={4}
        pattern="[A-Za-z0-9]{4}"
        autocomplete="off"
        value={last4}
        onInput={(event) => setLast4(event.currentTarget.value)}
      />
      <label for="curp">{t('cases.curp')}</label>
      <input
        id="curp"
        required
        maxLength={18}
        autocomplete="off"
        value={curp}
        onInput={(event) => setCurp(event.currentTarget.value)}
      />
      <button type="submit" class="primary">
        {t('case-do.papers')}
      </button>
    </form>
  );
}

function Refuse({ perform }: { perform: Perform }): JSX.Element {
  const { t } = useWords();
  const [reason, setReason] = useState<string>(refusalReasons[0]);
  const [own, setOwn] = useState('');
  return (
    <details class="case-form">
      <summary>{t('case-do.refuse')}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void perform('refuse', { reason, ...(reason === 'other' && { note: own }) });
        }}
      >
        <p>{t('case-what.refuse')}</p>
        <label for="refusal">{t('cases.reason')}</label>
        <select id="refusal" value={reason} onChange={(event) => setReason(event.currentTarget.value)}>
          {refusalReasons.map((each) => (
            <option key={each} value={each}>
              {t(`case-reason.${each}`)}
            </option>
          ))}
        </select>
        {reason === 'other' && (
          <>
            <label for="own">{t('cases.own-words')}</label>
            <input
              id="own"
              required
              minLength={8}
              maxLength={200}
              value={own}
              onInput={(event) => setOwn(event.currentTarget.value)}
            />
          </>
        )}
        <button type="submit">{t('case-do.refuse')}</button>
      </form>
    </details>
  );
}

/** Proves once more who is there, before something that cannot be taken back. */
function Again(props: Props & { readonly onClose: () => void; readonly onProven: () => void }): JSX.Element {
  const { desk, way, signer, onClose, onProven } = props;
  const { t, refusal } = useWords();
  const [problem, setProblem] = useState<string | undefined>();
  const { staff } = desk.state().me;

  async function prove(): Promise<void> {
    if (way === 'provider') {
      const failed = await toProvider(desk.api, signer, true);
      if (failed !== undefined) setProblem(refusal(failed));
      return;
    }
    const body = { id: staff.id, ...(signer && { key: signer.key }) };
    const answer = await desk.api.send('POST', '/demo/desk-session', body);
    if (!answer.ok) return setProblem(refusal(answer.refused));
    const me = await desk.api.get<{ csrf: string }>('/desk/api/me');
    if (!me.ok) return setProblem(refusal(me.refused));
    desk.api.setCsrf(me.body.csrf);
    onProven();
  }

  return (
    <Dialog title={t('again.title')} onClose={onClose}>
      <p>{t(way === 'provider' ? 'again.provider' : 'again.demo')}</p>
      <button type="button" class="primary" onClick={() => void prove()}>
        {t('again.do', { name: staff.name })}
      </button>
      {problem !== undefined && (
        <p class="warning" role="alert">
          {problem}
        </p>
      )}
    </Dialog>
  );
}
