/** The number after `last`: the time in milliseconds where that is higher, so that a lost memory still goes forward. */
export function following(last: number, now: number): number {
  return Math.max(last + 1, now);
}
