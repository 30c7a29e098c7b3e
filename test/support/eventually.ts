/** Long past what a busy machine needs: only what never comes to pass takes as long. */
const PATIENCE_MS = 60_000;

/** Looks until something is found; `false` and undefined are nothing. Throws what was waited for when it never comes. */
export async function eventually<Found>(
  look: () => Found | false | undefined | Promise<Found | false | undefined>,
  what: string | (() => string),
): Promise<Found> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > until) throw new Error(`never came: ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
