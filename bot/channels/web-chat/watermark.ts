/**
 * The seq up to which a client knows the conversation; 0 when it says nothing we understand, which gives it everything.
 */
export function readWatermark(text: string | undefined): number {
  if (text === undefined || !/^\d{1,9}$/.test(text)) return 0;
  return Number(text);
}
