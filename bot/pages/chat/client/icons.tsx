import type { JSX } from 'preact';

const paths = {
  back: 'M15 5l-7 7 7 7',
  help: 'M9.2 9a2.9 2.9 0 1 1 4.2 2.6c-.9.5-1.4 1.1-1.4 2.1v.3M12 17.5v.1',
  cancel: 'M6 6l12 12M18 6L6 18',
  person: 'M12 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20c.6-3.6 3.4-5.5 7-5.5s6.400 1.900 7 5.500',
  send: 'M12 19V5M6 11l6-6 6 6',
  lock: 'M7 11h10a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  shield:
    'M12 3.500l7 2.500v5c0 4.500-2.900 7.800-7 9.500-4.100-1.700-7-5-7-9.500V6l7-2.500zM9 12l2.200 2.200L15.200 10',
  file: 'M7 3.500h7l4 4V20a.5.5 0 0 1-.5.5h-10A.5.5 0 0 1 7 20zM14 3.500V8h4M10 13h5M10 16.500h5',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  dot: 'M12 8.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7z',
  alert: 'M12 8v5M12 16.400v.1M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17z',
} as const;

export type IconName = keyof typeof paths;

/** A line drawing beside a text that says the same: hidden from screen readers. */
export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
