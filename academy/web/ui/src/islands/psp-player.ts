// The lecture player: our control bar over the browser's own media element.
import { buttons, commands } from "../player/bar.ts";
import { Captions } from "../player/captions.ts";
import { ChapterList } from "../player/chapter-list.ts";
import { listen } from "../player/keys.ts";
import { make } from "../player/make.ts";
import { Preview } from "../player/preview.ts";
import { Rail } from "../player/rail.ts";
import { attach } from "../player/source.ts";
import { Transcript } from "../player/transcript.ts";
import type { Chapter } from "../rules/chapters.ts";

export class PspPlayer extends HTMLElement {
  media!: HTMLMediaElement;

  connectedCallback(): void {
    if (this.media) return;
    this.media = this.querySelector("video, audio") as HTMLMediaElement;
    this.media.controls = false;
    const chapters = JSON.parse(this.querySelector("script")?.textContent || "[]") as Chapter[];
    this.furnish(chapters);
    const transcript = document.querySelector<HTMLElement>("[data-transcript]");
    if (transcript) new Transcript(transcript, this.media);
    const list = document.querySelector<HTMLElement>("[data-chapters]");
    if (list) new ChapterList(list, this.media, chapters);
    void this.load(Number(this.dataset.resume || "0"));
  }

  private furnish(chapters: Chapter[]): void {
    const does = commands(this.media, this);
    const captions = new Captions(this.media);
    const rail = new Rail(this.media, chapters);
    new Preview(rail, chapters, this.dataset.sprite ?? "");
    this.querySelector(".player__stage")?.append(captions.band);
    this.append(make("div", { class: "player__bar" }, rail.element, buttons(this.media, captions, does)));
    this.media.addEventListener("click", does.playOrPause);
    listen(this, this.media, captions, does);
  }

  private async load(at: number): Promise<void> {
    this.querySelector(".player__trouble")?.remove();
    await attach(this.media, this.dataset.master ?? "", at, () => this.trouble());
  }

  private trouble(): void {
    if (this.querySelector(".player__trouble")) return;
    const again = make("button", { type: "button", class: "link" }, "Try again");
    again.addEventListener("click", () => location.reload());
    const words = make("p", {}, "We could not play this lecture. Your place is safe. You can read the transcript.");
    this.querySelector(".player__stage")?.append(make("div", { class: "player__trouble", role: "alert" }, words, again));
  }
}

customElements.define("psp-player", PspPlayer);
