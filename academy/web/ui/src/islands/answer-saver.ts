// Sends each answer the moment it is chosen and keeps it on this device until the academy has it.
import { Letters } from "../player/letters.ts";
import { deviceTime, savedLine } from "../player/saved.ts";
import { markAnswered } from "../player/squares.ts";
import { hasAnswer } from "../rules/answered.ts";
import type { Letter } from "../rules/unsent.ts";

interface Saved {
  saved_label?: string;
  revision?: number;
  changed_elsewhere?: boolean;
}

class AnswerSaver extends HTMLElement {
  private readonly letters = new Letters("academy-answers", {
    body: (letter) => this.current(letter),
    saved: (letter, said) => this.tell(letter, said as Saved),
  });

  connectedCallback(): void {
    this.addEventListener("change", () => this.keep());
    void this.letters.send();
  }

  private get form(): HTMLFormElement {
    return this.querySelector("form") as HTMLFormElement;
  }

  private get path(): string {
    return new URL(this.form.action).pathname;
  }

  private get revision(): HTMLInputElement | null {
    return this.form.querySelector("input[name=revision]");
  }

  private keep(): void {
    const fields = new URLSearchParams([...new FormData(this.form)].map(([name, value]) => [name, String(value)]));
    fields.delete("_csrf_token");
    this.letters.add({ to: this.path, body: fields.toString() });
  }

  // A second choice made before the first was saved follows it; it does not come from another window.
  private current(letter: Letter): string {
    const fields = new URLSearchParams(letter.body);
    if (letter.to === this.path && this.revision) fields.set("revision", this.revision.value);
    return fields.toString();
  }

  private tell(letter: Letter, said: Saved): void {
    if (letter.to === this.path && this.revision && said.revision !== undefined) this.revision.value = String(said.revision);
    const elsewhere = said.changed_elsewhere ? "It was also answered in another window. This answer counts." : "";
    savedLine("saved", `Saved at ${said.saved_label ?? deviceTime()}`, elsewhere);
    if (letter.to === this.path) markAnswered(hasAnswer(letter.body));
  }
}

customElements.define("answer-saver", AnswerSaver);
