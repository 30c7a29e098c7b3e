import type { JSX } from 'preact';
import { commonDrawings, LineIcon } from '../../icons/line-icon.tsx';

const drawings = {
  ...commonDrawings,
  checks: 'M2.500 12.500l4.500 4.500L16 7.500M11 16l1 1 9.500-9.500',
  clock: 'M12 7v5l3.500 2M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17z',
  ring: 'M12 6.500a5.500 5.500 0 1 1 0 11 5.500 5.500 0 0 1 0-11z',
  bell: 'M6.500 16.500V11a5.500 5.500 0 0 1 11 0v5.500l1.500 1.500H5zM10 20.500h4',
  'bell-off': 'M6.500 16.500V11a5.500 5.500 0 0 1 11 0v5.500l1.500 1.500H5zM10 20.500h4M4 4l16 16',
  keyboard:
    'M4 7h16a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1zM7 10.500v.1M11 10.500v.1M15 10.500v.1M8 13.800h8',
  eye: 'M3 12s3.300-6 9-6 9 6 9 6-3.300 6-9 6-9-6-9-6zM12 9.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5z',
  file: 'M7 3.500h7l4 4V20a.5.5 0 0 1-.5.5h-10A.5.5 0 0 1 7 20zM14 3.500V8h4',
  people:
    'M9 11.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 19c.5-3.200 2.800-5 6-5s5.500 1.800 6 5M15.500 5.900a3 3 0 0 1 0 5.200M17.500 14.600c1.900.7 3.100 2.200 3.500 4.400',
} as const;

export type IconName = keyof typeof drawings;

export const Icon = ({ name }: { name: IconName }): JSX.Element => <LineIcon drawing={drawings[name]} />;
