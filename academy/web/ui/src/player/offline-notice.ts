import { sentWords, waitingWords } from "../rules/waiting.ts";
import { icon, make } from "./make.ts";

/** Above the lecture: what keeps working without a network, what waits here, and later that it arrived. */
export class OfflineNotice {
  private readonly region = make("div", { class: "offline", role: "status" });
  private waiting: number | undefined;

  constructor(lecture: Element) {
    (lecture.closest(".grid-lesson") ?? lecture).before(this.region);
  }

  /** `seconds` of watching wait on this device; `sent` is when the academy last confirmed something, if it did. */
  show(seconds: number, sent: string): void {
    this.waiting = seconds;
    const go = seconds > 60 ? "go out by themselves" : "goes out by itself";
    this.say("warning", "offline", "No network. Your place is saved on this device.",
      make("span", { class: "offline__wide" }, "What is loaded keeps playing. "), `${waitingWords(seconds)} here and ${go} when you are back online. `,
      make("span", { class: "offline__wide" }, "Please do not clear this browser until then. "), sent ? `Last sent: ${sent}.` : "");
  }

  /** Something arrived, at this time of the academy; `left` seconds still wait. */
  caughtUp(left: number, at: string): void {
    // A report under way when the line broke may still arrive; that is no network yet.
    if (this.waiting === undefined || left || !navigator.onLine) return;
    this.say("success", "done", "All caught up.", at && `${sentWords(this.waiting)} at ${at}.`);
    this.waiting = undefined;
    setTimeout(() => this.waiting === undefined && this.region.replaceChildren(), 30_000);
  }

  private say(kind: string, drawing: string, strong: string, ...rest: (Node | string)[]): void {
    const words = make("div", { class: "notice__body" }, make("strong", {}, strong), make("p", {}, ...rest));
    const shown = this.region.querySelector(".notice__body");
    if (shown?.textContent === words.textContent) return;
    this.region.replaceChildren(make("div", { class: `notice notice--${kind}` }, icon(drawing), words));
  }
}
