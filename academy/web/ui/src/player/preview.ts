import { type Chapter, chapterAt } from "../rules/chapters.ts";
import { playtime } from "../rules/playtime.ts";
import { type Still, stills } from "../rules/storyboard.ts";
import { make } from "./make.ts";
import type { Rail } from "./rail.ts";

/** A small picture and its time over the rail, on hover and while the rail is used by keyboard; Escape hides it. */
export class Preview {
  private readonly words = make("span");
  private readonly picture = make("canvas", { width: "160", height: "90", hidden: "" });
  private readonly box = make("div", { class: "player__preview", hidden: "", "aria-hidden": "true" }, this.picture, this.words);
  private readonly sheets = new Map<string, HTMLImageElement>();
  private stills: Still[] | undefined;

  constructor(private readonly rail: Rail, private readonly chapters: readonly Chapter[], private readonly board: string) {
    rail.element.append(this.box);
    rail.element.addEventListener("pointermove", (event) => void this.show(rail.secondsAt(event.clientX)));
    rail.element.addEventListener("pointerleave", () => this.hide());
    rail.slider.addEventListener("keyup", (event) => (event.key === "Escape" ? this.hide() : void this.show(Number(rail.slider.value))));
    rail.slider.addEventListener("blur", () => this.hide());
  }

  private hide(): void {
    this.box.closest("psp-player")?.removeAttribute("data-preview");
    this.box.hidden = true;
  }

  private async show(at: number): Promise<void> {
    const chapter = chapterAt(this.chapters, at);
    this.words.textContent = chapter ? `${playtime(at)} · ${chapter.title}` : playtime(at);
    this.box.hidden = false;
    this.box.closest("psp-player")?.setAttribute("data-preview", "");
    const share = at / Number(this.rail.slider.max || 1);
    this.box.style.left = `clamp(80px, ${share * 100}%, calc(100% - 80px))`;
    if (this.board) await this.paint(at);
  }

  private async paint(at: number): Promise<void> {
    this.stills ??= stills(await (await fetch(this.board)).text());
    const still = this.stills.find((one) => one.from <= at && at < one.to);
    if (!still) return;
    const sheet = this.sheet(still.sheet);
    await sheet.decode();
    this.picture.hidden = false;
    this.picture.getContext("2d")?.drawImage(sheet, ...still.box, 0, 0, this.picture.width, this.picture.height);
  }

  private sheet(name: string): HTMLImageElement {
    const known = this.sheets.get(name) ?? new Image();
    if (!known.src) known.src = new URL(name, new URL(this.board, location.href)).href;
    this.sheets.set(name, known);
    return known;
  }
}
