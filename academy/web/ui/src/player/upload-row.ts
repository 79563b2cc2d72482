import { amount, timeLeft } from "../rules/upload.ts";
import { make } from "./make.ts";

export interface Steering { pause(): void; resume(): void; cancel(): void }

/** One file on its way: what was sent, how long it takes, pause, resume, cancel. */
export class UploadRow {
  readonly element = make("div", { class: "upload__row" });
  private readonly words = make("span");
  private readonly said = make("span", { role: "status", class: "visually-hidden" });
  private readonly bar = make("progress", { max: "100", value: "0" });
  private readonly actions = make("span", { class: "row" });
  private started = 0;
  private before = 0;
  private shown = "";

  constructor(private readonly file: File, private readonly steering: Steering) {
    this.bar.setAttribute("aria-label", `Sending ${file.name}`);
    this.element.append(this.words, this.actions, this.bar, this.said);
  }

  /** Another file is sent first. */
  wait(): void {
    this.say("waits for the file before it.", this.button("Cancel", this.steering.cancel));
  }

  run(): void {
    this.started = 0;
    this.say(this.shown || "starts.", this.button("Pause", this.steering.pause), this.button("Cancel", this.steering.cancel));
  }

  show(sent: number, total: number): void {
    if (!this.started) [this.started, this.before] = [Date.now(), sent];
    const percent = total ? Math.floor((sent * 100) / total) : 0;
    this.bar.value = percent;
    const left = timeLeft(sent - this.before, total - this.before, Date.now() - this.started);
    this.shown = `${percent} %, ${amount(sent, total)}`;
    this.line([this.shown, left].filter(Boolean).join(", "));
  }

  pause(): void {
    this.say(`paused. ${this.shown}`, this.button("Resume", this.steering.resume), this.button("Cancel", this.steering.cancel));
  }

  finish(address: string): void {
    this.bar.value = 100;
    this.say("is here. You may close this page: the academy prepares it now.", make("a", { href: address }, "See it"));
    this.element.dispatchEvent(new CustomEvent("upload-done", { bubbles: true, detail: { address } }));
  }

  fail(why: string): void {
    this.say(why, this.button("Try again", this.steering.resume), this.button("Cancel", this.steering.cancel));
  }

  /** A change that is worth hearing; progress is not. */
  private say(words: string, ...actions: HTMLElement[]): void {
    const held = this.actions.contains(document.activeElement);
    this.line(words);
    this.said.textContent = `${this.file.name} ${words}`;
    this.actions.replaceChildren(...actions);
    if (held) actions[0]?.focus();
  }

  private line(words: string): void {
    this.words.replaceChildren(make("b", {}, this.file.name), ` ${words}`);
  }

  private button(words: string, act: () => void): HTMLButtonElement {
    const made = make("button", { type: "button", class: "link" }, words);
    made.setAttribute("aria-label", `${words}: ${this.file.name}`);
    made.addEventListener("click", act);
    return made;
  }
}
