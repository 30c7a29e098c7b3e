import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ConversationView, QueueItem } from '../../../desk/api-types.ts';
import type { Desk } from './desk.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icons.tsx';
import { useWords } from './texts.ts';

type Field = ConversationView['masked'][number]['field'];

const shownMs = 30_000;

/** Identifiers, masked. One is shown for a short while to who says why; that is written down. */
export function Masked({ desk, view }: { desk: Desk; view: ConversationView }): JSX.Element | null {
  const { t } = useWords();
  const [asking, setAsking] = useState<Field | undefined>();
  const [shown, setShown] = useState<{ field: Field; value: string } | undefined>();
  const id = view.item.id;
  useEffect(() => {
    const timer = setTimeout(() => setShown(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [shown]);
  // Another conversation, another person.
  useEffect(() => setShown(undefined), [id]);
  if (view.masked.length === 0) return null;
  return (
    <section>
      <h3>{t('side.facts')}</h3>
      <dl>
        {view.masked.map(({ field, shown: masked }) => (
          <div key={field}>
            <dt>{t(`field.${field}`)}</dt>
            <dd>
              <span class={shown?.field === field ? 'revealed' : ''}>
                {shown?.field === field ? shown.value : masked}
              </span>
              {view.may.includes('reveal') && shown?.field !== field && (
                <button type="button" class="small" onClick={() => setAsking(field)}>
                  <Icon name="eye" />
                  {t('side.reveal')}
                  <span class="hidden"> {t(`field.${field}`)}</span>
                </button>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {asking && (
        <Reveal
          field={asking}
          onClose={() => setAsking(undefined)}
          onReason={async (reason) => {
            const answer = await desk.act<{ item: QueueItem; value: string }>('reveal', { field: asking, reason });
            setAsking(undefined);
            if (answer.ok) setShown({ field: asking, value: answer.body.value });
          }}
        />
      )}
    </section>
  );
}

function Reveal(props: {
  readonly field: Field;
  readonly onClose: () => void;
  readonly onReason: (reason: string) => Promise<void>;
}): JSX.Element {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  return (
    <Dialog title={t('reveal.title', { field: t(`field.${props.field}`) })} onClose={props.onClose}>
      <p>{t('reveal.what', { seconds: shownMs / 1_000 })}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '') void props.onReason(reason.trim());
        }}
      >
        <label for="why">{t('reveal.reason')}</label>
        <input
          id="why"
          required
          maxLength={300}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <button type="submit" class="primary">
          {t('reveal.do')}
        </button>
      </form>
    </Dialog>
  );
}
