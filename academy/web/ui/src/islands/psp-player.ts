// The lecture player: our control bar over the browser's own media element.
import { buttons } from "../player/bar.ts";
import { wear } from "../player/caption-look.ts";
import { Calm } from "../player/calm.ts";
import { Captions } from "../player/captions.ts";
import { ChapterList } from "../player/chapter-list.ts";
import { commands } from "../player/commands.ts";
import { listen } from "../player/keys.ts";
import { make } from "../player/make.ts";
import { whenNear } from "../player/near.ts";
import { Network } from "../player/network.ts";
import { Preview } from "../player/preview.ts";
import { Rail } from "../player/rail.ts";
import { settingsButton } from "../player/settings-button.ts";
import { Stream } from "../player/stream.ts";
import { Transcript } from "../player/transcript.ts";
import { beginning } from "../rules/beginning.ts";
import type { Chapter } from "../rules/chapters.ts";

export class PspPlayer extends HTMLElement {
  media!: HTMLMediaElement;
  private stream!: Stream;

  connectedCallback(): void {
    if (this.media) return;
    this.media = this.querySelector("video, audio") as HTMLMediaElement;
    this.media.controls = false;
    // A press on the picture puts the focus into the player, so that its keys work from then on.
    this.tabIndex = -1;
    const chapters = JSON.parse(this.querySelector("script")?.textContent || "[]") as Chapter[];
    this.furnish(chapters);
    const transcript = document.querySelector<HTMLElement>("[data-transcript]");
    if (transcript) new Transcript(transcript, this.media);
    const list = document.querySelector<HTMLElement>("[data-chapters]");
    if (list) new ChapterList(list, this.media, chapters);
    whenNear(this, () => void this.stream.load(beginning(location.search, Number(this.dataset.resume || "0"))));
  }

  private furnish(chapters: Chapter[]): void {
    const network = new Network(this, this.media);
    this.stream = new Stream(this.media, network);
    if (this.media instanceof HTMLVideoElement) network.lighter = () => (this.stream.saves = true);
    const captions = new Captions(this.media);
    const does = commands(this.media, this, captions, this.stream);
    const rail = new Rail(this.media, chapters);
    new Preview(rail, chapters, this.dataset.sprite ?? "", () => !this.stream.saves);
    const settings = settingsButton(this.dataset.settingsCode ?? "", { host: this, media: this.media, stream: this.stream, captions, does });
    const row = buttons(this.media, captions, this.stream, does);
    row.insertBefore(settings.element, row.querySelector(".player__screen"));
    this.querySelector(".player__stage")?.append(this.soundOnly(), captions.band, network.note);
    this.append(make("div", { class: "player__bar" }, rail.element, row));
    wear(this);
    const calm = new Calm(this, this.media);
    this.media.addEventListener("click", () => calm.wasWoken || does.playOrPause());
    listen(this, does);
  }

  // The picture that stands in for the film while only sound is fetched, and the words that say so.
  private soundOnly(): HTMLElement {
    const show = () => this.toggleAttribute("data-saves", this.stream.saves && this.media instanceof HTMLVideoElement);
    this.stream.onChange(show);
    show();
    return make("p", { class: "player__saves" }, "Data saver: sound and captions only");
  }
}

customElements.define("psp-player", PspPlayer);
