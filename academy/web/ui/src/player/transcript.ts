import { pieces } from "../rules/found.ts";
import { make } from "./make.ts";
import { play } from "./play.ts";

const scrolling = ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"];

/** Follows the lecture line by line, jumps on request, finds words. */
export class Transcript {
  private readonly lines: HTMLLIElement[];
  private following = true;
  private found: HTMLElement[] = [];
  private place = -1;

  constructor(private readonly box: HTMLElement, private readonly media: HTMLMediaElement) {
    this.lines = [...box.querySelectorAll("li")];
    for (const line of this.lines) line.querySelector("button")?.addEventListener("click", () => this.jump(line));
    media.addEventListener("timeupdate", () => this.follow());
    for (const event of ["wheel", "touchmove"]) this.list.addEventListener(event, () => this.pause(), { passive: true });
    this.list.addEventListener("keydown", (event) => scrolling.includes(event.key) && this.pause());
    this.find();
    for (const hidden of box.querySelectorAll<HTMLElement>("[hidden]")) hidden.hidden = false;
  }

  private get list(): HTMLElement {
    return this.box.querySelector("ol") as HTMLElement;
  }

  private jump(line: HTMLLIElement): void {
    this.media.currentTime = Number(line.dataset.start) / 1000;
    play(this.media);
  }

  private follow(): void {
    const at = this.media.currentTime * 1000;
    const current = this.lines.findLast((line) => Number(line.dataset.start) <= at + 50);
    if (!current || current.hasAttribute("aria-current")) return;
    for (const line of this.lines) line.removeAttribute("aria-current");
    current.setAttribute("aria-current", "true");
    if (this.following) this.show(current);
  }

  // Scrolls the list only: the page belongs to the reader.
  private show(line: HTMLElement): void {
    this.list.scrollTop = line.offsetTop - this.list.clientHeight / 3;
  }

  private pause(): void {
    if (!this.following) return;
    this.following = false;
    const again = make("button", { type: "button", class: "link" }, "Follow again");
    again.addEventListener("click", () => {
      this.following = true;
      again.remove();
      const current = this.lines.find((line) => line.hasAttribute("aria-current"));
      if (current) this.show(current);
    });
    this.box.querySelector(".transcript__note")?.append(" ", again);
  }

  private find(): void {
    const input = this.box.querySelector<HTMLInputElement>("input[type=search]");
    input?.addEventListener("input", () => this.search(input.value.trim()));
    input?.addEventListener("keydown", (event) => event.key === "Enter" && this.step(event.shiftKey ? -1 : 1));
    for (const button of this.box.querySelectorAll<HTMLElement>("[data-find]")) button.addEventListener("click", () => this.step(Number(button.dataset.find)));
  }

  private search(words: string): void {
    for (const line of this.lines) {
      const text = line.querySelector("span") as HTMLElement;
      text.replaceChildren(...pieces(text.textContent ?? "", words).map((piece) => (piece.hit ? make("mark", {}, piece.text) : piece.text)));
    }
    this.found = [...this.list.querySelectorAll("mark")];
    this.place = -1;
    this.step(1);
  }

  private step(by: number): void {
    for (const mark of this.found) mark.removeAttribute("data-found");
    const count = this.found.length;
    this.place = count ? (this.place + by + count) % count : -1;
    const mark = this.found[this.place];
    mark?.setAttribute("data-found", "");
    if (mark) this.show(mark.closest("li") as HTMLElement);
    const status = this.box.querySelector("[role=status]") as HTMLElement;
    status.textContent = count ? `${this.place + 1} of ${count}` : this.box.querySelector("input")?.value ? "not found" : "";
  }
}
