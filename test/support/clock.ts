/** A clock that goes with the real one, and jumps when the test says so. */
export function testClock(ahead = 0) {
  let offset = ahead;
  return {
    now: () => Date.now() + offset,
    forward(ms: number) {
      offset += ms;
    },
  };
}
