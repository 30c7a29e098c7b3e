import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from './dialog.tsx';
import { useWords } from './texts.ts';

/** Keys of the desk, each with a sentence under `key.NAME`. */
export const shortcuts = {
  help: '?',
  next: 'j',
  previous: 'k',
  queue: '1',
  mine: '2',
  all: '3',
  claim: 't',
  say: 'r',
  note: 'n',
  canned: 'c',
  form: 'f',
  transfer: 'p',
  snooze: 'l',
  return: 'd',
  close: 'x',
} as const;
export type Shortcut = keyof typeof shortcuts;

const KEY = 'desk-shortcuts';
const areOn = () => localStorage.getItem(KEY) !== 'off';
const byKey = new Map(Object.entries(shortcuts).map(([name, key]) => [key as string, name]));
const isShortcut = (name: string | undefined): name is Shortcut => name !== undefined && name in shortcuts;

/** Single keys, where nothing is being written; they can be switched off (WCAG 2.1.4). */
export function useShortcuts(onShortcut: (name: Shortcut) => void): void {
  const latest = useRef(onShortcut);
  latest.current = onShortcut;
  useEffect(() => {
    function pressed(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || !areOn()) return;
      const { target } = event;
      if (target instanceof HTMLElement && target.closest('input, textarea, select, dialog, [role=dialog]')) return;
      const name = byKey.get(event.key);
      if (!isShortcut(name)) return;
      event.preventDefault();
      latest.current(name);
    }
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}

export function ShortcutHelp({ onClose }: { onClose: () => void }): JSX.Element {
  const { t } = useWords();
  const [on, setOn] = useState(areOn());
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <dl class="keys">
        {Object.entries(shortcuts).map(
          ([name, key]) =>
            isShortcut(name) && (
              <div key={name}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{t(`key.${name}`)}</dd>
              </div>
            ),
        )}
      </dl>
      <p class="hint">{t('keys.writing')}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => {
            localStorage.setItem(KEY, event.currentTarget.checked ? 'on' : 'off');
            setOn(event.currentTarget.checked);
          }}
        />
        {t('keys.on')}
      </label>
    </Dialog>
  );
}
