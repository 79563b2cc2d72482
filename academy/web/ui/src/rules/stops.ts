import type { Letter } from "./unsent.ts";

/** A question at a second of the lecture; `open` while it may still ask by itself. */
export interface Moment {
  at: number;
  open: boolean;
}

/** Longer steps than this between two looks are leaps of the reader, not playing; even double speed stays far below. */
export const LEAP_SECONDS = 3;

/** The first open question that playing from one second to the next came to; whoever leaps over one is not asked. */
export function due<Stop extends Moment>(stops: readonly Stop[], from: number, to: number): Stop | undefined {
  if (to - from > LEAP_SECONDS) return undefined;
  return stops.find((stop) => stop.open && from <= stop.at && stop.at < to);
}

/** The answer given first is the one that goes out; what was tried again meanwhile is no first answer. */
export function keepFirst(waiting: readonly Letter[], letter: Letter): Letter[] {
  return waiting.some((other) => other.to === letter.to) ? [...waiting] : [...waiting, letter];
}
