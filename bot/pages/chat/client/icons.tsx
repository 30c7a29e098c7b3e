import type { JSX } from 'preact';
import { commonDrawings, LineIcon } from '../../icons/line-icon.tsx';

const drawings = {
  ...commonDrawings,
  help: 'M9.2 9a2.9 2.9 0 1 1 4.2 2.6c-.9.5-1.4 1.1-1.4 2.1v.3M12 17.5v.1',
  person: 'M12 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20c.6-3.6 3.4-5.5 7-5.5s6.400 1.900 7 5.500',
  shield:
    'M12 3.500l7 2.500v5c0 4.500-2.900 7.800-7 9.500-4.100-1.700-7-5-7-9.500V6l7-2.500zM9 12l2.200 2.200L15.200 10',
  file: 'M7 3.500h7l4 4V20a.5.5 0 0 1-.5.5h-10A.5.5 0 0 1 7 20zM14 3.500V8h4M10 13h5M10 16.500h5',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
} as const;

export type IconName = keyof typeof drawings;

export const Icon = ({ name }: { name: IconName }): JSX.Element => <LineIcon drawing={drawings[name]} />;
