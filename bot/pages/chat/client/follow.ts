import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** Somebody this near to the end, in CSS pixels, is reading the newest. */
const near = 160;
const gap = 12;

/**
 * Keeps the newest in sight of those who were reading the newest: the end of the page, or where the last one began to
 * speak when that is more than fits.
 */
export function useFollow(change: string): void {
  const follows = useRef(true);
  useEffect(() => {
    const look = () => {
      follows.current = scrollY > newest() - near;
    };
    addEventListener('scroll', look, { passive: true });
    return () => removeEventListener('scroll', look);
  }, []);
  useLayoutEffect(() => {
    if (follows.current) scrollTo({ top: newest() });
  }, [change]);
}

/** How far down the page the newest is read from. */
function newest(): number {
  const { scrollHeight } = document.documentElement;
  const speakers = document.querySelectorAll('.message.first');
  const last = speakers[speakers.length - 1];
  const beginning = last === undefined ? Infinity : last.getBoundingClientRect().top + scrollY - covered() - gap;
  return Math.min(scrollHeight - innerHeight, beginning);
}

/** Height at the top of the window that stays covered by what does not scroll. */
function covered(): number {
  const bar = document.querySelector('.progress, .people-bar');
  if (bar === null || getComputedStyle(bar).position !== 'sticky') return 0;
  return Number.parseFloat(getComputedStyle(bar).top) + bar.clientHeight;
}
