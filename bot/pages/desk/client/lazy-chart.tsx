import type { ComponentProps, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Chart } from './chart.tsx';

/** The chart and its library, loaded when figures are looked at. */
export function LazyChart(props: ComponentProps<typeof Chart>): JSX.Element | null {
  const [Loaded, setLoaded] = useState<{ readonly Chart: typeof Chart } | undefined>();
  useEffect(() => void import('./chart.tsx').then(setLoaded), []);
  return Loaded ? <Loaded.Chart {...props} /> : null;
}
