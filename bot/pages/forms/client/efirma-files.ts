/** Which of the two files of an e.firma. */
export type Slot = 'certificate' | 'key';
export type Chosen = Readonly<Record<Slot, File | undefined>>;

export const noFiles: Chosen = { certificate: undefined, key: undefined };

/** Puts files where their names say, and a file whose name says nothing where the person put it. */
export function place(chosen: Chosen, files: readonly File[], slot: Slot | undefined): Chosen {
  const placed = { ...chosen };
  files.forEach((file, index) => {
    const target = slotOf(file.name) ?? (index === 0 ? slot : undefined) ?? emptySlot(placed);
    if (target !== undefined) placed[target] = file;
  });
  return placed;
}

function slotOf(name: string): Slot | undefined {
  if (/\.(cer|crt)$/i.test(name)) return 'certificate';
  return /\.key$/i.test(name) ? 'key' : undefined;
}

const emptySlot = (chosen: Chosen): Slot | undefined =>
  (['certificate', 'key'] as const).find((slot) => chosen[slot] === undefined);
