import { fold, type Span } from "./intervals.ts";

/** How far beyond what was heard one may jump: what was on the way when the last report was sent. */
const leeway = 5;

/**
 * Where a jump to `wanted` may land: there, when it was heard before, or else the furthest place before it that one may
 * go to. Seconds of the lecture; the beginning is always free.
 */
export function landing(wanted: number, heard: readonly Span[]): number {
  const free: Span[] = [[0, leeway], ...heard.map(([from, to]): Span => [from, to + leeway])];
  const before = fold(free).filter(([from]) => from <= wanted);
  return Math.min(wanted, before.at(-1)?.[1] ?? 0);
}
