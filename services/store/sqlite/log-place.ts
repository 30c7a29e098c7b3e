/**
 * A log entry's place is one integer made of the conversation's number and the seq, so that the log needs one tree.
 * 2^24 entries a conversation and 2^29 conversations stay within the safe integers of JavaScript.
 */
export const PLACES = 2 ** 24;

export function placeOf(conversation: number, seq: number): number {
  if (seq >= PLACES) throw new RangeError(`a conversation has room for ${PLACES} log entries`);
  return conversation * PLACES + seq;
}
