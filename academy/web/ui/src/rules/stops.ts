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
