import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CannedAnswer, CannedAnswers } from '../../../desk/api-types.ts';
import type { Desk } from './desk.ts';
import { newId } from './new-id.ts';
import { useWords } from './texts.ts';

/** Canned answers as supervisors write them. The whole list is saved at once, over the version it was made from. */
export function CannedEditor({ desk }: { desk: Desk }): JSX.Element {
  const { t, refusal } = useWords();
  const [version, setVersion] = useState<number | undefined>();
  const [answers, setAnswers] = useState<readonly CannedAnswer[]>([]);
  const [problem, setProblem] = useState<{ id?: string | undefined; text: string } | undefined>();

  async function load(): Promise<void> {
    const answer = await desk.api.get<CannedAnswers>('/desk/api/canned');
    if (!answer.ok) return setProblem({ text: refusal(answer.refused) });
    setVersion(answer.body.version);
    setAnswers(answer.body.answers);
  }
  // Once.
  useEffect(() => void load(), []);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    setProblem(undefined);
    const saved = await desk.api.send<CannedAnswers>('PUT', '/desk/api/canned', { version, answers });
    if (!saved.ok) {
      const text = saved.refused === 'variable' ? t('canned.variable', { list: variables }) : refusal(saved.refused);
      setProblem({ id: saved.id, text });
      if (saved.id) document.getElementById(`text-${saved.id}`)?.focus();
      return;
    }
    setVersion(saved.body.version);
    setAnswers(saved.body.answers);
    desk.setCanned(saved.body);
    desk.tell('done', t('canned.saved'));
  }

  const change = (id: string, part: Partial<CannedAnswer>) =>
    setAnswers((before) => before.map((answer) => (answer.id === id ? { ...answer, ...part } : answer)));

  return (
    <main class="sheet">
      <h2>{t('canned.title')}</h2>
      <p>{t('canned.what', { list: variables })}</p>
      {problem && problem.id === undefined && (
        <p class="warning" role="alert">
          {problem.text}
        </p>
      )}
      <form class="canned-editor" onSubmit={save}>
        {answers.map(({ id, title, text }) => (
          <fieldset key={id}>
            <legend class="hidden">{title}</legend>
            <label for={`title-${id}`}>{t('canned.name')}</label>
            <input
              id={`title-${id}`}
              required
              maxLength={80}
              value={title}
              onInput={(event) => change(id, { title: event.currentTarget.value })}
            />
            <label for={`text-${id}`}>{t('canned.text')}</label>
            <textarea
              id={`text-${id}`}
              required
              rows={3}
              maxLength={1_000}
              value={text}
              aria-invalid={problem?.id === id}
              aria-describedby={problem?.id === id ? `problem-${id}` : undefined}
              onInput={(event) => change(id, { text: event.currentTarget.value })}
            />
            {problem?.id === id && (
              <p class="warning" id={`problem-${id}`} role="alert">
                {problem.text}
              </p>
            )}
            <button
              type="button"
              class="small"
              onClick={() => setAnswers((before) => before.filter((answer) => answer.id !== id))}
            >
              {t('canned.remove')}
              <span class="hidden"> {title}</span>
            </button>
          </fieldset>
        ))}
        <div class="sticky-actions">
          <button
            type="button"
            onClick={() => setAnswers((before) => [...before, { id: newId(), title: '', text: '' }])}
          >
            {t('canned.add')}
          </button>
          <button type="submit" class="primary" disabled={version === undefined}>
            {t('canned.save')}
          </button>
        </div>
      </form>
    </main>
  );
}

const variables = '{agente}, {folio}, {tramite}, {portal}';
