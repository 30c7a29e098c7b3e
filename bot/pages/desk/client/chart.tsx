import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';

interface Series {
  readonly label: string;
  readonly values: readonly number[];
}

const HEIGHT = 220;

/** Bars by the hour. Its table says the same, so that it is hidden from screen readers. */
export function Chart({
  label,
  x,
  series,
}: {
  label: string;
  x: readonly number[];
  series: readonly Series[];
}): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const drawn = JSON.stringify([x, series]);
  // The values decide, not the arrays they lie in.
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const colours = getComputedStyle(element);
    const colour = (name: string) => colours.getPropertyValue(name).trim();
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
    const fills = [colour('--brand'), colour('--accent')];
    const chart = new uPlot(
      {
        width: element.clientWidth || 600,
        height: HEIGHT,
        cursor: { show: false },
        legend: { show: false },
        scales: { x: { time: false, range: [-0.5, 23.5] }, y: { range: (_chart, _min, max) => [0, Math.max(4, max)] } },
        axes: [
          {
            ...axis,
            values: (_chart, hours) => hours.map((hour) => `${hour} h`),
            splits: [0, 3, 6, 9, 12, 15, 18, 21],
          },
          { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] },
        ],
        series: [
          {},
          ...series.map((each, index) => ({
            label: each.label,
            fill: fills[index] ?? '',
            ...(uPlot.paths.bars && { paths: uPlot.paths.bars({ size: [0.36, 40], align: index === 0 ? -1 : 1 }) }),
            points: { show: false },
          })),
        ],
      },
      [[...x], ...series.map(({ values }) => [...values])],
      element,
    );
    const resized = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      chart.destroy();
    };
  }, [drawn]);
  return (
    <figure class="chart">
      <div ref={place} aria-hidden="true" />
      <figcaption>
        <span class="hidden">{label}</span>
        {series.map((each, index) => (
          <span key={each.label} class={`key-${index}`}>
            {each.label}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
