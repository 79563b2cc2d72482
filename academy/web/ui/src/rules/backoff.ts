/** Seconds to wait before try number `tries` + 1: 2, 4, 8 ... at most 60, so that a station coming back is not flooded. */
export function wait(tries: number): number {
  return Math.min(60, 2 ** Math.min(tries, 6));
}

/** "10 seconds", "1 second". */
export function inSeconds(count: number): string {
  return `${count} second${count === 1 ? "" : "s"}`;
}
