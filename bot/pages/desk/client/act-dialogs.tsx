import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ConversationView } from '../../../desk/api-types.ts';
import type { Desk } from './desk.ts';
import { Dialog } from './dialog.tsx';
import { useWords } from './texts.ts';

/** What needs a word more before it is done. */
export type Asked = 'return' | 'transfer' | 'snooze' | 'close' | 'start' | 'cancel';

interface Props {
  readonly desk: Desk;
  readonly view: ConversationView;
  readonly onClose: () => void;
}

export function ActDialog({ asked, ...props }: Props & { readonly asked: Asked }): JSX.Element {
  const { t } = useWords();
  return (
    <Dialog title={t(`ask.${asked}.title`)} onClose={props.onClose}>
      <p>{t(`ask.${asked}.what`)}</p>
      {asked === 'transfer' && <Transfer {...props} />}
      {asked === 'snooze' && <Snooze {...props} />}
      {asked === 'start' && <Start {...props} />}
      {(asked === 'return' || asked === 'close') && <WithReason act={asked} {...props} />}
      {asked === 'cancel' && <Confirm {...props} />}
    </Dialog>
  );
}

function useAct({ desk, onClose }: Pick<Props, 'desk' | 'onClose'>) {
  const { t } = useWords();
  return async (name: 'return' | 'transfer' | 'snooze' | 'close' | 'start' | 'cancel', body: unknown) => {
    const done = await desk.act(name, body);
    if (!done.ok) return;
    desk.tell('done', t(`done.${name}`));
    onClose();
  };
}

function WithReason({ act, ...props }: Props & { readonly act: 'return' | 'close' }): JSX.Element {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const perform = useAct(props);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void perform(act, reason.trim() === '' ? {} : { reason: reason.trim() });
      }}
    >
      <label for="reason">{t('ask.reason')}</label>
      <input id="reason" value={reason} maxLength={300} onInput={(event) => setReason(event.currentTarget.value)} />
      <button type="submit" class="primary">
        {t(`ask.${act}.do`)}
      </button>
    </form>
  );
}

function Confirm(props: Props): JSX.Element {
  const { t } = useWords();
  const perform = useAct(props);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void perform('cancel', {});
      }}
    >
      <button type="submit" class="primary">
        {t('ask.cancel.do')}
      </button>
    </form>
  );
}

interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly online: boolean;
  readonly assigned: number;
}

function Transfer(props: Props): JSX.Element {
  const { desk } = props;
  const { t } = useWords();
  const [agents, setAgents] = useState<readonly Colleague[]>([]);
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const perform = useAct(props);
  useEffect(() => {
    void desk.api.get<{ agents: Colleague[] }>('/desk/api/agents').then((answer) => {
      if (answer.ok) setAgents(answer.body.agents.filter(({ id }) => id !== desk.state().me.staff.id));
    });
  }, [desk]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void perform('transfer', { ...(to !== '' && { to }), ...(reason.trim() !== '' && { reason: reason.trim() }) });
      }}
    >
      <label for="to">{t('ask.transfer.to')}</label>
      <select id="to" value={to} onChange={(event) => setTo(event.currentTarget.value)}>
        <option value="">{t('ask.transfer.queue')}</option>
        {agents.map(({ id, name, online, assigned }) => (
          <option key={id} value={id}>
            {t(online ? 'ask.transfer.online' : 'ask.transfer.away', { name, assigned })}
          </option>
        ))}
      </select>
      <label for="reason">{t('ask.reason')}</label>
      <input id="reason" value={reason} maxLength={300} onInput={(event) => setReason(event.currentTarget.value)} />
      <button type="submit" class="primary">
        {t('ask.transfer.do')}
      </button>
    </form>
  );
}

const minute = 60_000;
const snoozes = [15, 60, 4 * 60, 24 * 60] as const;

function Snooze(props: Props): JSX.Element {
  const { t } = useWords();
  const perform = useAct(props);
  const { offset } = props.desk.state();
  return (
    <div class="choices">
      {snoozes.map((minutes) => (
        <button
          key={minutes}
          type="button"
          onClick={() => void perform('snooze', { until: Math.round(Date.now() + offset + minutes * minute) })}
        >
          {minutes < 60 ? t('ask.snooze.minutes', { minutes }) : t('ask.snooze.hours', { hours: minutes / 60 })}
        </button>
      ))}
    </div>
  );
}

const startable = [
  'impi-efirma',
  'impi-letter',
  'pase-migration',
  'pase-association',
  'pase-reset',
  'activation-resend',
  'pase-manuals',
  'icsoe-reset',
  'case-status',
] as const;

function Start(props: Props): JSX.Element {
  const { t } = useWords();
  const perform = useAct(props);
  return (
    <div class="choices">
      {startable.map((procedure) => (
        <button key={procedure} type="button" onClick={() => void perform('start', { procedure })}>
          {t(`procedure.${procedure}`)}
        </button>
      ))}
    </div>
  );
}
