import type { JSX } from 'preact';
import type { Link } from './direct-line.ts';
import { useText } from './texts.ts';

/** Says, politely, when the connection is not as it should be. */
export function Notice({ link, onRestart }: { link: Link; onRestart: () => void }): JSX.Element {
  const t = useText();
  return (
    <div class={`notice ${link}`} role="status">
      {link !== 'online' && <p>{t(`chat.link.${link}`)}</p>}
      {link === 'ended' && (
        <button type="button" class="primary" onClick={onRestart}>
          {t('chat.link.restart')}
        </button>
      )}
    </div>
  );
}
