import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Desk, DeskState } from './desk.ts';

export function useDesk(desk: Desk): DeskState {
  const [state, setState] = useState(desk.state());
  useLayoutEffect(() => {
    const look = () => setState(desk.state());
    look();
    return desk.subscribe(look);
  }, [desk]);
  return state;
}

/** The time by the server's clock, anew each second. */
export function useNow(offsetMs: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now + offsetMs;
}

/** The place in the page: what stands behind `#`. */
export function useHash(): string {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return hash.slice(1);
}

/** Runs `load` once for each `key`, and forgets answers that come too late. */
export function useLoaded<Body>(key: string, load: () => Promise<Body>): readonly [Body | undefined, () => void] {
  const [loaded, setLoaded] = useState<{ key: string; body: Body } | undefined>();
  const [turn, setTurn] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  // `turn` asks for the same once more.
  useEffect(() => {
    let stale = false;
    void latest.current().then((body) => {
      if (!stale) setLoaded({ key, body });
    });
    return () => {
      stale = true;
    };
  }, [key, turn]);
  return [loaded?.key === key ? loaded.body : undefined, () => setTurn((before) => before + 1)];
}
