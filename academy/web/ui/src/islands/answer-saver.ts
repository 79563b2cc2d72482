// Sends each answer the moment it is chosen and keeps it on this device until the academy has it.
import { isCopy } from "../offline/device.ts";
import { Letters } from "../player/letters.ts";
import { deviceTime, savedLine } from "../player/saved.ts";
import { markAnswered, markOthers } from "../player/squares.ts";
import { fill } from "../player/fill.ts";
import { hasAnswer } from "../rules/answered.ts";
import type { Letter } from "../rules/unsent.ts";

interface Saved {
  saved_label?: string;
  revision?: number;
  changed_elsewhere?: boolean;
}

class AnswerSaver extends HTMLElement {
  private readonly letters = new Letters({
    fields: (letter) => this.current(letter),
    saved: (letter, said, last) => this.tell(letter, said as Saved, last),
  });

  connectedCallback(): void {
    this.addEventListener("change", () => void this.keep());
    void this.restore().then(() => this.letters.send());
  }

  private get form(): HTMLFormElement {
    return this.querySelector("form[action$='/response']") as HTMLFormElement;
  }

  private get path(): string {
    return new URL(this.form.action).pathname;
  }

  private get revision(): HTMLInputElement | null {
    return this.form.querySelector("input[name=revision]");
  }

  /** A page that was opened again shows what still waits on this device, not what the academy knew before. */
  private async restore(): Promise<void> {
    const waiting = await this.letters.waiting();
    // A page without a network is a copy, older than what was answered since in this window.
    const known = new Map(isCopy() ? Object.entries(sessionStorage).filter(([to]) => to.endsWith("/response")) : []);
    for (const letter of waiting) known.set(letter.to, letter.body);
    markOthers(new Map([...known].map(([to, body]) => [to, hasAnswer(body)])));
    const mine = known.get(this.path);
    if (mine !== undefined) fill(this.form, new URLSearchParams(mine));
    if (waiting.some((letter) => letter.to === this.path)) savedLine("device", "Saved on this device.");
  }

  private keep(): Promise<void> {
    const fields = new URLSearchParams([...new FormData(this.form)].map(([name, value]) => [name, String(value)]));
    fields.delete("_csrf_token");
    markAnswered(hasAnswer(fields.toString()));
    return this.letters.add(this.path, fields.toString());
  }

  // A second choice made before the first was saved follows it; it does not come from another window. An answer that
  // waited longer than its token goes with the one of this page.
  private current(letter: Letter): URLSearchParams {
    const fields = new URLSearchParams(letter.body);
    const attempt = this.path.split("/items/")[0];
    if (letter.to === this.path && this.revision) fields.set("revision", this.revision.value);
    if (letter.to.startsWith(`${attempt}/`)) fields.set("token", this.dataset.token ?? "");
    return fields;
  }

  private tell(letter: Letter, said: Saved, last: boolean): void {
    if (letter.to === this.path && this.revision && said.revision !== undefined) this.revision.value = String(said.revision);
    const elsewhere = said.changed_elsewhere ? "It was also answered in another window. This answer counts." : "";
    if (last) savedLine("saved", `Saved at ${said.saved_label ?? deviceTime()}`, elsewhere);
    if (letter.to === this.path) markAnswered(hasAnswer(letter.body));
    // For a kept copy of its page, which is older than this answer.
    sessionStorage.setItem(letter.to, letter.body);
  }
}

customElements.define("answer-saver", AnswerSaver);
