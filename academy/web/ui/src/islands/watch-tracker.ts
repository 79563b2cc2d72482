// Sees which seconds of a lecture really played. Keeping and sending them (player/watch-sender.ts) comes with a later script;
// until it is there nothing is lost, because the seconds stay here.
import { outOfSight } from "../player/out-of-sight.ts";
import type { Span } from "../rules/intervals.ts";
import { Heard } from "../rules/heard.ts";
import type { Place } from "../rules/parcels.ts";

/** What was heard since it was last asked, and where the reader is. */
export interface Report {
  place: Place;
  heard: Span[];
}

export class WatchTracker extends HTMLElement {
  private readonly heard = new Heard();
  readonly session = crypto.randomUUID?.() ?? `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  private media!: HTMLMediaElement;
  private sequence = 0;
  private last = 0;

  connectedCallback(): void {
    this.media = this.querySelector("video, audio") as HTMLMediaElement;
    this.last = this.resume;
    this.media.addEventListener("timeupdate", () => this.look());
    for (const event of ["pause", "ended"]) this.media.addEventListener(event, () => this.stop());
    for (const event of ["seeking", "waiting", "ratechange"]) this.media.addEventListener(event, () => this.heard.close());
    document.addEventListener("visibilitychange", () => document.hidden && this.ask());
    addEventListener("pagehide", () => this.stop());
    setInterval(() => this.media.paused || this.ask(), 10_000);
  }

  /** Where the lecture goes on, in seconds. */
  get resume(): number {
    return Number(this.querySelector("psp-player")?.getAttribute("data-resume") ?? "0");
  }

  report(): Report {
    const heard = this.heard.take();
    if (heard.length) this.dispatchEvent(new CustomEvent("seconds-heard", { bubbles: true, detail: heard }));
    return { place: this.place, heard };
  }

  private look(): void {
    if (this.media.paused || this.media.seeking) return;
    if (outOfSight(this.media)) return this.heard.close();
    this.heard.see({ position: this.media.currentTime, wall: performance.now() / 1000, rate: this.media.playbackRate });
  }

  private stop(): void {
    this.look();
    this.heard.close();
    this.ask();
  }

  private ask(): void {
    this.dispatchEvent(new Event("report-due"));
  }

  // While the player changes from one stream to another it stands at zero for a moment; the reader does not.
  private get position(): number {
    const { currentTime, readyState } = this.media;
    if (currentTime > 0 || readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) this.last = currentTime;
    return this.last;
  }

  private get place(): Place {
    const { position, session } = this;
    return { session, opened: this.dataset.token ?? "", sequence: ++this.sequence, position, rate: this.media.playbackRate };
  }
}

customElements.define("watch-tracker", WatchTracker);
