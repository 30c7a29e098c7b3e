import type { JSX } from 'preact';
import { useKnownKey, useText } from './texts.ts';

export interface ProgressProps {
  readonly procedure: string | undefined;
  readonly progress: { current: number; total: number } | undefined;
}

/** What is being done, and how far it has come. */
export function Progress({ procedure, progress }: ProgressProps): JSX.Element | null {
  const t = useText();
  const key = useKnownKey('chat.procedures', procedure);
  if (progress === undefined || progress.total < 1) return null;
  const label = t('chat.progress', progress);
  const name = key === undefined ? undefined : t(key);
  return (
    <section class="progress" aria-label={name ?? label}>
      <p>
        <span>{name}</span> <b>{label}</b>
      </p>
      <progress max={progress.total} value={progress.current} aria-label={label} aria-valuetext={label} />
    </section>
  );
}
