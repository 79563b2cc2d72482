import { fold, type Span } from "./intervals.ts";

/** One look at the clocks: media position and wall time in seconds, and the speed. */
export interface Look {
  position: number;
  wall: number;
  rate: number;
}

// Timers are late on busy phones; half a step more than the wall allows is lateness, beyond that it is a jump.
const lateness = 1.5;

/**
 * Which seconds really played. A step counts only when the media moved forward, and no further than the wall clock
 * allows; a jump closes the open span and opens a new one.
 */
export class Heard {
  private open: [number, number] | undefined;
  private last: Look | undefined;
  private spans: Span[] = [];

  /** Take the next look while playing. */
  see(look: Look): void {
    const last = this.last;
    this.last = look;
    if (!last || !this.open) return this.start(look);
    const moved = look.position - last.position;
    if (moved < 0 || moved > lateness * look.rate * (look.wall - last.wall)) {
      this.close();
      return this.start(look);
    }
    this.open[1] = look.position;
  }

  /** Playing stopped: pause, seek, stall, hidden page or the end. */
  close(): void {
    const open = this.open;
    this.open = undefined;
    this.last = undefined;
    if (open) this.keep(open);
  }

  /** Everything heard since the last take, in whole seconds; what plays on goes on counting. */
  take(): Span[] {
    if (this.open) {
      this.keep(this.open);
      this.open = [this.open[1], this.open[1]];
    }
    const taken = this.spans;
    this.spans = [];
    return taken;
  }

  private start(look: Look): void {
    this.last = look;
    this.open = [look.position, look.position];
  }

  // Rounded, so that two spans split by a beacon meet again and nobody is ever credited more than half a second extra.
  private keep([from, to]: [number, number]): void {
    this.spans = fold([...this.spans, [Math.round(from), Math.round(to)]]);
  }
}
