import { type Chapter, chapterAt, heardChapters } from "../rules/chapters.ts";
import { decode, fold, type Span } from "../rules/intervals.ts";
import { play } from "./play.ts";

/** The chapter list under the lecture: jump there, see where you are and what was heard already. */
export class ChapterList {
  private readonly items: HTMLElement[];
  private heard: Span[];

  constructor(box: HTMLElement, private readonly media: HTMLMediaElement, private readonly chapters: readonly Chapter[]) {
    this.items = [...box.querySelectorAll("li")];
    this.heard = decode(box.dataset.heard ?? "");
    this.items.forEach((item, place) => item.querySelector("button")?.addEventListener("click", () => this.jump(place)));
    document.addEventListener("seconds-heard", (event) => {
      this.heard = fold([...this.heard, ...(event as CustomEvent<Span[]>).detail]);
      this.show();
    });
    for (const event of ["durationchange", "timeupdate"]) media.addEventListener(event, () => this.show());
  }

  private jump(place: number): void {
    this.media.currentTime = (this.chapters[place]?.start_ms ?? 0) / 1000;
    play(this.media);
  }

  private show(): void {
    const { currentTime, duration } = this.media;
    if (!duration) return;
    const here = chapterAt(this.chapters, currentTime);
    const heard = heardChapters(this.chapters, duration, this.heard);
    this.items.forEach((item, place) => this.mark(item, heard[place] === true, this.chapters[place] === here));
  }

  private mark(item: HTMLElement, heard: boolean, here: boolean): void {
    if (heard) item.dataset.state = "watched";
    if (here) item.setAttribute("aria-current", "true");
    else item.removeAttribute("aria-current");
    const [words, text] = [item.querySelector("[data-words]"), here ? " · you are here" : heard ? " · watched" : ""];
    if (words && words.textContent !== text) words.textContent = text;
  }
}
