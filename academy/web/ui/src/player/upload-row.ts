import { amount, timeLeft } from "../rules/upload.ts";
import { make } from "./make.ts";

/** One file on its way: what was sent, how long it takes, pause, resume, cancel. */
export class UploadRow {
  readonly element = make("div", { class: "upload__row" });
  private readonly words = make("span", { role: "status" });
  private readonly bar = make("progress", { max: "100", value: "0" });
  private readonly actions = make("span", { class: "row" });
  private started = 0;
  private before = 0;

  constructor(private readonly file: File) {
    this.bar.setAttribute("aria-label", `Sending ${file.name}`);
    this.element.append(this.words, this.actions, this.bar);
  }

  show(sent: number, total: number): void {
    if (!this.started) [this.started, this.before] = [Date.now(), sent];
    const percent = Math.floor((sent * 100) / total);
    this.bar.value = percent;
    this.words.replaceChildren(make("b", {}, this.file.name), ` ${percent} %, ${amount(sent, total)} ${timeLeft(sent - this.before, total - this.before, Date.now() - this.started)}`);
  }

  control(pause: () => void, resume: () => void, cancel: () => void): void {
    const button = (words: string, act: () => void) => {
      const made = make("button", { type: "button", class: "link" }, words);
      made.addEventListener("click", act);
      return made;
    };
    const running = () => this.actions.replaceChildren(button("Pause", () => (pause(), paused())), button("Cancel", () => (cancel(), this.element.remove())));
    const paused = () => this.actions.replaceChildren(button("Resume", () => ((this.started = 0), resume(), running())), button("Cancel", () => (cancel(), this.element.remove())));
    running();
  }

  finish(address: string): void {
    this.bar.value = 100;
    this.actions.replaceChildren(make("a", { href: address }, "See it"));
    this.words.replaceChildren(make("b", {}, this.file.name), " is here. Processing has begun.");
    this.element.dispatchEvent(new CustomEvent("upload-done", { bubbles: true, detail: { address } }));
  }

  fail(fault: unknown, again: () => void): void {
    const status = (fault as { originalResponse?: { getStatus(): number; getBody(): string } }).originalResponse;
    const why = status && status.getStatus() < 500 ? status.getBody() : "The connection broke. What was sent is kept.";
    this.words.replaceChildren(make("b", {}, this.file.name), ` ${why}`);
    const retry = make("button", { type: "button", class: "link" }, "Try again");
    retry.addEventListener("click", again);
    this.actions.replaceChildren(retry);
  }
}
