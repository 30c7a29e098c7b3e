import type { JSX } from 'preact';

/** Drawings that mean the same on the page of the people and on that of the staff. */
export const commonDrawings = {
  back: 'M15 5l-7 7 7 7',
  cancel: 'M6 6l12 12M18 6L6 18',
  send: 'M12 19V5M6 11l6-6 6 6',
  lock: 'M7 11h10a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  dot: 'M12 8.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7z',
  alert: 'M12 8v5M12 16.400v.1M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17z',
} as const;

/** A line drawing beside a text that says the same: hidden from screen readers. */
export function LineIcon({ drawing }: { drawing: string }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path d={drawing} />
    </svg>
  );
}
