import { Heard } from "../rules/heard.ts";
import { outOfSight } from "./out-of-sight.ts";

/** How many seconds of a film played while nobody could see it; the player leaves them out of what counts. */
export class Unseen {
  private readonly played = new Heard();

  constructor(private readonly media: HTMLMediaElement) {
    media.addEventListener("timeupdate", () => this.look());
    for (const event of ["pause", "seeking", "waiting", "ratechange"]) media.addEventListener(event, () => this.played.close());
  }

  /** Media seconds since the last take. */
  take(): number {
    return this.played.take().reduce((sum, [from, to]) => sum + to - from, 0);
  }

  private look(): void {
    const { paused, currentTime: position, playbackRate: rate } = this.media;
    if (!paused && outOfSight(this.media)) this.played.see({ position, wall: performance.now() / 1000, rate });
    else this.played.close();
  }
}
