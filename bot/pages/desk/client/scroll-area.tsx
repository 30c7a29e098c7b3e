import type { ComponentChildren, JSX } from 'preact';

/** A wide table in a narrow window: it scrolls by itself, with the keyboard too. */
export function ScrollArea({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keyboard.
    <section class="table" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
