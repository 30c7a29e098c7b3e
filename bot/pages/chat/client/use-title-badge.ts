import { useEffect, useRef } from 'preact/hooks';

/** Counts in the tab's title what was said while nobody looked. @param heard how much our side has said so far. */
export function useTitleBadge(heard: number): void {
  const title = useRef(document.title);
  const seen = useRef<number | undefined>(undefined);
  const newest = useRef(heard);
  newest.current = heard;

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') seen.current = newest.current;
      show(title.current, newest.current - (seen.current ?? newest.current));
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);

  useEffect(() => {
    // What a page finds when it is opened has been read, or is read now.
    if (document.visibilityState === 'visible' || seen.current === undefined) seen.current = heard || undefined;
    show(title.current, heard - (seen.current ?? heard));
  }, [heard]);
}

function show(title: string, unseen: number): void {
  document.title = unseen > 0 ? `(${unseen}) ${title}` : title;
}
