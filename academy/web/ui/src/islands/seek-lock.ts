// A lecture that is heard in order the first time: a jump ahead of what was heard lands where hearing goes on. The record
// needs no lock (it counts seconds, not positions); this keeps a thumb on the rail from losing its place.
import { decode, fold, type Span } from "../rules/intervals.ts";
import { landing } from "../rules/seek-lock.ts";

class SeekLock extends HTMLElement {
  private heard: Span[] = [];
  private from: number | undefined;
  private landed: number | undefined;

  connectedCallback(): void {
    this.heard = decode(this.dataset.heard ?? "");
    const media = this.querySelector("video, audio") as HTMLMediaElement;
    media.addEventListener("timeupdate", () => this.hear(media));
    for (const event of ["pause", "waiting", "emptied"]) media.addEventListener(event, () => (this.from = undefined));
    media.addEventListener("seeking", () => this.jump(media));
  }

  private hear(media: HTMLMediaElement): void {
    if (media.paused || media.seeking) return;
    const from = this.from ?? media.currentTime;
    this.from = media.currentTime;
    this.heard = fold([...this.heard, [from, media.currentTime]]);
  }

  private jump(media: HTMLMediaElement): void {
    this.from = undefined;
    const wanted = media.currentTime;
    // Our own jump, which the browser may round, speaks for itself.
    if (Math.abs(wanted - (this.landed ?? Infinity)) < 0.5) return;
    const place = landing(wanted, this.heard);
    this.landed = place < wanted ? place : undefined;
    if (place < wanted) media.currentTime = place;
    const told = this.querySelector("[data-told]");
    if (told) told.textContent = place < wanted ? "This part comes first: you are where you left off." : "";
  }
}

customElements.define("seek-lock", SeekLock);
