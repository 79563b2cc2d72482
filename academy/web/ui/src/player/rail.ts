import { type Chapter, chapterAt, segments } from "../rules/chapters.ts";
import { playtime, spoken } from "../rules/playtime.ts";
import { draw, make } from "./make.ts";

// Percent of the rail left open between two chapters.
const gap = 0.5;

/** The timeline: a slider for keyboard and screen reader over a drawing of chapters, buffered and played parts. */
export class Rail {
  readonly slider = make("input", { type: "range", min: "0", max: "0", step: "0.1", value: "0", "aria-label": "Timeline" });
  readonly element = make("div", { class: "player__rail" });
  private readonly parts = { gap: draw("g", { class: "gap" }), buffered: draw("g", { class: "buffered" }), played: draw("g", { class: "played" }) };

  constructor(private readonly media: HTMLMediaElement, private readonly chapters: readonly Chapter[]) {
    const drawing = draw("svg", { "aria-hidden": "true" });
    drawing.append(...Object.values(this.parts));
    this.element.append(drawing, this.slider);
    this.slider.addEventListener("input", () => (media.currentTime = Number(this.slider.value)));
    for (const event of ["durationchange", "timeupdate", "progress", "seeking"]) media.addEventListener(event, () => this.show());
    for (const event of ["durationchange", "seeking", "pause"]) media.addEventListener(event, () => this.say());
    media.addEventListener("timeupdate", () => document.activeElement !== this.slider && this.say());
  }

  /** Seconds under a pointer at `x` pixels of the page. */
  secondsAt(x: number): number {
    const box = this.element.getBoundingClientRect();
    return Math.min(1, Math.max(0, (x - box.left) / box.width)) * this.duration;
  }

  private get duration(): number {
    return Number.isFinite(this.media.duration) ? this.media.duration : 0;
  }

  private show(): void {
    const [duration, at] = [this.duration, this.media.currentTime];
    if (!duration) return;
    this.slider.max = String(duration);
    this.slider.value = String(at);
    this.fill("gap", duration);
    this.fill("buffered", this.bufferedEnd(at));
    this.fill("played", at);
  }

  // While the slider has the focus a screen reader would read out every second that plays; then only jumps are told.
  private say(): void {
    const [duration, at] = [this.duration, this.media.currentTime];
    const chapter = chapterAt(this.chapters, at);
    const words = `${spoken(at)} of ${spoken(duration)}${chapter ? `, chapter ${chapter.title}` : ""}`;
    if (duration) this.slider.setAttribute("aria-valuetext", words);
  }

  private bufferedEnd(at: number): number {
    const ranges = this.media.buffered;
    for (let place = 0; place < ranges.length; place++) if (ranges.start(place) <= at + 0.5 && ranges.end(place) > at) return ranges.end(place);
    return at;
  }

  private fill(part: "gap" | "buffered" | "played", until: number): void {
    const cuts = segments(this.chapters, this.duration).filter(([from]) => from < until);
    const group = this.parts[part];
    while (group.children.length > cuts.length) group.lastChild?.remove();
    while (group.children.length < cuts.length) group.append(draw("rect", { height: "6", rx: "1" }));
    cuts.forEach(([from, to], place) => {
      const share = (seconds: number) => (seconds / this.duration) * 100;
      const end = share(Math.min(to, until)) - (to <= until && to < this.duration ? gap : 0);
      group.children[place]?.setAttribute("x", `${share(from)}%`);
      group.children[place]?.setAttribute("width", `${Math.max(0, end - share(from))}%`);
    });
  }
}

/** "12:40 / 14:20", kept current. */
export function timeShown(media: HTMLMediaElement): HTMLElement {
  const now = make("b");
  const element = make("p", { class: "player__time" }, now, " / ");
  const total = element.appendChild(document.createTextNode(playtime(0)));
  const show = () => {
    now.textContent = playtime(media.currentTime);
    total.data = playtime(Number.isFinite(media.duration) ? media.duration : 0);
  };
  for (const event of ["timeupdate", "durationchange", "seeking"]) media.addEventListener(event, show);
  show();
  return element;
}
