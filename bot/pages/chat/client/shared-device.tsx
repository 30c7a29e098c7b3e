import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useText } from './texts.ts';

/** For a device that others use too: a way to leave nothing of the conversation on it. Opened first, so no slip does it. */
export function SharedDevice({ onForget }: { onForget: () => void }): JSX.Element {
  const t = useText();
  const details = useRef<HTMLDetailsElement>(null);
  return (
    <details class="shared" ref={details}>
      <summary>{t('chat.shared.question')}</summary>
      <p>{t('chat.shared.explain')}</p>
      <button
        type="button"
        onClick={() => {
          if (details.current !== null) details.current.open = false;
          onForget();
        }}
      >
        {t('chat.shared.forget')}
      </button>
    </details>
  );
}
