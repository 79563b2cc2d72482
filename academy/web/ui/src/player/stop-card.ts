import type { Moment } from "../rules/stops.ts";
import { make } from "./make.ts";

/** What the academy says to an answer. */
export interface Receipt {
  saved_label: string;
  told: { is_right: boolean; words: string[] };
  answered: number;
}

interface Does {
  ask(card: StopCard): void;
  answer(card: StopCard): void;
  leave(): void;
}

/** One question: a line in the list under the lecture, and a form that moves into the player while it is asked. */
export class StopCard implements Moment {
  readonly at: number;
  readonly path: string;
  private wasAsked = false;
  private readonly form: HTMLFormElement;
  private readonly told: HTMLElement;
  private readonly send: HTMLButtonElement;
  private readonly leave: HTMLButtonElement;

  constructor(private readonly item: HTMLElement, does: Does) {
    this.at = Number(item.dataset.at) / 1000;
    this.form = item.querySelector("form") as HTMLFormElement;
    this.path = new URL(this.form.action).pathname;
    this.told = this.form.querySelector("[data-told]") as HTMLElement;
    this.send = this.form.querySelector("[data-send]") as HTMLButtonElement;
    this.leave = this.form.querySelector("[data-leave]") as HTMLButtonElement;
    this.listen(does);
    this.foldIntoLine(() => does.ask(this));
  }

  /** Whether it asks by itself when its second comes: once on a page, and never again after an answer. */
  get open(): boolean {
    return !this.wasAsked && this.item.dataset.done === undefined;
  }

  get fields(): string {
    return new URLSearchParams([...new FormData(this.form)].filter(([name]) => name === "chosen").map(([name, value]) => [name, String(value)])).toString();
  }

  show(stage: Element): void {
    this.wasAsked = true;
    stage.append(this.form);
    this.form.hidden = false;
    this.form.querySelector("h3")?.focus();
  }

  hide(): void {
    this.form.hidden = true;
    this.item.append(this.form);
  }

  /** The answer is on its way; what to think of it comes back with the network. */
  wait(): void {
    this.send.disabled = true;
    this.say(make("p", {}, "Your answer is kept on this device until the academy has it. What we say to it follows then; you can go on."));
  }

  tell({ told }: Receipt, notice: Node): void {
    (notice as Element).querySelector(".notice__body")?.append(...told.words.flatMap((words) => [make("span", {}, words), " "]));
    this.item.dataset.done = "";
    (this.item.querySelector("[data-state]") as HTMLElement).textContent = "Answered";
    this.send.disabled = false;
    this.send.textContent = "Answer again";
    this.say(notice);
  }

  /** A rule refused the answer; the saved line says why. */
  again(): void {
    this.send.disabled = false;
    this.told.replaceChildren();
  }

  private say(words: Node): void {
    this.leave.textContent = "Go on with the lecture";
    this.send.before(this.leave);
    this.send.classList.add("usa-button--outline");
    this.leave.classList.remove("usa-button--outline");
    this.told.replaceChildren(words);
    if (!this.form.hidden) this.told.focus();
  }

  private listen(does: Does): void {
    this.leave.hidden = false;
    this.leave.addEventListener("click", () => does.leave());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      does.answer(this);
    });
    // Keys typed in the question are its own: the player does not take space and arrows for commands.
    this.form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") does.leave();
    });
  }

  private foldIntoLine(ask: () => void): void {
    const time = this.item.querySelector("[data-time]") as HTMLElement;
    const prompt = this.form.querySelector("legend")?.textContent ?? "";
    const button = make("button", { type: "button", class: "link", "aria-label": `Question at ${time.textContent}` }, time.textContent ?? "");
    button.addEventListener("click", ask);
    time.replaceWith(button);
    this.item.querySelector(".stops__line")?.append(make("span", { class: "stops__words" }, prompt));
    this.form.hidden = true;
  }
}
