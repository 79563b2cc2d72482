import { Heard } from "./heard.ts";
import type { Span } from "./intervals.ts";

/** Without a hand on it for this many seconds, nobody is taken to be there. */
export const patience = 600;
/** Between two looks a sleeping machine may lie; so long a gap is nobody's time. */
const longestGap = 60;

/** One look at a page: wall time in seconds since it was opened, and what can be known of its reader. */
export interface Sight {
  wall: number;
  visible: boolean;
  playing: boolean;
}

/** Which seconds somebody was there: the page in sight and, within ten minutes, a hand on it; or a lecture that plays. */
export class Presence {
  private readonly there = new Heard();
  private touched = 0;
  private last = 0;

  /** A key, a touch, a movement of the mouse. */
  touch(wall: number): void {
    this.touched = wall;
  }

  see({ wall, visible, playing }: Sight): void {
    const slept = wall - this.last > longestGap;
    this.last = wall;
    if (slept) this.there.close();
    if (visible && (playing || wall - this.touched <= patience)) this.there.see({ position: wall, wall, rate: 1 });
    else this.there.close();
  }

  /** Spans of wall seconds since the last take. */
  take(): Span[] {
    return this.there.take();
  }
}

/**
 * By how many seconds a page that came as the copy of this device counts from too early: its proof is of the moment the
 * copy was made. By the device's clock; where that is wrong, seconds are lost and none is won.
 */
export function ahead(opened: string, now: number, wall: number): number {
  return Math.max(0, Math.round(now / 1000 - Number.parseInt(opened, 10) - wall)) || 0;
}

/** Counts how long a lecture plays with no hand near it. */
export class Untouched {
  private played = 0;
  private last: number | undefined;
  private readonly most: number;

  constructor(most = patience) {
    this.most = most;
  }

  touch(): void {
    this.played = 0;
  }

  /** Whether it is time to ask. */
  see(wall: number, playing: boolean): boolean {
    if (playing && this.last !== undefined) this.played += Math.min(wall - this.last, longestGap);
    this.last = playing ? wall : undefined;
    return playing && this.played >= this.most;
  }
}
