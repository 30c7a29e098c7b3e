import type { JSX } from 'preact';
import { Icon } from './icons.tsx';
import { useText } from './texts.ts';
import type { View } from './transcript.ts';

/** Says who has the conversation while people have it, and offers the way back to the assistant. */
export function PeopleBar({ people, onLeave }: { people: View['people']; onLeave: () => void }): JSX.Element {
  const t = useText();
  const who = people?.agent === undefined ? t('chat.people.queue') : t('chat.people.with', { agent: people.agent });
  // There from the beginning: what changes in it is announced, what comes along with it is not.
  return (
    <div class={people ? 'people-bar' : 'hidden'}>
      <p role="status">
        {people && <Icon name="person" />}
        {people && <span>{who}</span>}
      </p>
      {people && (
        <button type="button" onClick={onLeave}>
          {t('chat.people.back.label')}
        </button>
      )}
    </div>
  );
}
