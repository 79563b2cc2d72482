import { type Chapter, chapterAt } from "../rules/chapters.ts";
import { playtime } from "../rules/playtime.ts";
import { type Still, stills } from "../rules/storyboard.ts";
import { make } from "./make.ts";
import type { Rail } from "./rail.ts";

/**
 * A small picture and its time over the rail, on hover and while the rail has the focus by keyboard. Escape hides it until
 * the pointer or the focus comes anew (WCAG 1.4.13).
 */
export class Preview {
  private readonly words = make("span");
  private readonly picture = make("canvas", { width: "160", height: "90", hidden: "" });
  private readonly box = make("div", { class: "player__preview", hidden: "", "aria-hidden": "true" }, this.picture, this.words);
  private readonly sheets = new Map<string, HTMLImageElement>();
  private stills: Still[] | undefined;
  private dismissed = false;

  /** `pictured` says whether pictures may be fetched just now. */
  constructor(private readonly rail: Rail, private readonly chapters: readonly Chapter[], private readonly board: string, private readonly pictured: () => boolean) {
    const { element, slider } = rail;
    element.append(this.box);
    element.addEventListener("pointermove", (event) => void this.show(rail.secondsAt(event.clientX)));
    element.addEventListener("pointerleave", () => this.hide(false));
    slider.addEventListener("focus", () => slider.matches(":focus-visible") && void this.show(Number(slider.value)));
    slider.addEventListener("keyup", (event) => event.key !== "Escape" && void this.show(Number(slider.value)));
    slider.addEventListener("blur", () => this.hide(false));
    document.addEventListener("keydown", (event) => event.key === "Escape" && !this.box.hidden && this.hide(true));
  }

  private hide(dismissed: boolean): void {
    this.dismissed = dismissed;
    this.box.closest("psp-player")?.removeAttribute("data-preview");
    this.box.hidden = true;
  }

  private async show(at: number): Promise<void> {
    if (this.dismissed) return;
    const chapter = chapterAt(this.chapters, at);
    this.words.textContent = chapter ? `${playtime(at)} · ${chapter.title}` : playtime(at);
    this.box.hidden = false;
    this.box.closest("psp-player")?.setAttribute("data-preview", "");
    const share = at / Number(this.rail.slider.max || 1);
    this.box.style.left = `clamp(80px, ${share * 100}%, calc(100% - 80px))`;
    if (this.board && this.pictured()) await this.paint(at);
    else this.picture.hidden = true;
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
