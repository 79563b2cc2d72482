import { Untouched } from "../rules/presence.ts";
import { make } from "./make.ts";

/** Asks once whether somebody is there when a lecture has played long without a hand near it; until then it waits. */
export class StillThere {
  private readonly untouched: Untouched;
  private readonly dialog = make("dialog", { class: "still-there", "aria-labelledby": "still-there" });

  constructor(private readonly media: HTMLMediaElement, after: number | undefined) {
    this.untouched = new Untouched(after);
    const goOn = make("button", { type: "button", class: "usa-button", autofocus: "" }, "Yes, go on");
    const later = make("button", { type: "button", class: "usa-button usa-button--outline" }, "Stay paused");
    goOn.addEventListener("click", () => (this.dialog.close(), void this.media.play()));
    later.addEventListener("click", () => this.dialog.close());
    this.dialog.append(
      make("h2", { id: "still-there" }, "Still there?"),
      make("p", {}, "The lecture has played for a while without a touch or a key, so it waits for you here. Your place is saved and nothing is lost."),
      make("div", { class: "actions" }, goOn, later),
    );
    for (const event of ["play", "pause", "seeked", "ratechange", "volumechange"]) media.addEventListener(event, () => this.touch());
  }

  touch(): void {
    this.untouched.touch();
  }

  look(wall: number): void {
    if (!this.untouched.see(wall, !this.media.paused)) return;
    this.media.pause();
    document.body.append(this.dialog);
    if (!this.dialog.open) this.dialog.showModal();
  }
}
