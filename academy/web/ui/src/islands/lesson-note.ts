// Keeps a note while it is typed. What another window wrote meanwhile is put below, never over it.
import { token } from "../rules/token.ts";

const pause = 2_000;

class LessonNote extends HTMLElement {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sending = false;

  connectedCallback(): void {
    this.field.addEventListener("input", () => this.later());
    this.form.addEventListener("submit", (event) => (event.preventDefault(), void this.save()));
    addEventListener("pagehide", () => this.timer && void this.save());
    addEventListener("online", () => this.timer && void this.save());
  }

  private get form(): HTMLFormElement {
    return this.querySelector("form") as HTMLFormElement;
  }

  private get field(): HTMLTextAreaElement {
    return this.querySelector("textarea") as HTMLTextAreaElement;
  }

  private later(wait = pause): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), wait);
  }

  private async save(): Promise<void> {
    if (this.sending) return this.later();
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sending = true;
    const sent = this.field.value;
    const headers = { accept: "application/json", "x-csrftoken": token() };
    const body = new URLSearchParams([...new FormData(this.form)].map(([name, value]) => [name, String(value)]));
    const answer = await fetch(this.form.action, { method: "POST", headers, body, keepalive: true }).catch(() => undefined);
    this.sending = false;
    await this.tell(sent, answer);
  }

  private async tell(sent: string, answer: Response | undefined): Promise<void> {
    if (!answer || answer.status >= 500) {
      this.later(10_000);
      return this.say("Not saved yet. It stays here, and is sent again.");
    }
    const said = (await answer.json()) as { body?: string; revision?: number; saved_label?: string; fields?: { body?: string }; detail?: string };
    if (said.revision === undefined) return this.say(said.fields?.body ?? said.detail ?? "Not saved.");
    (this.form.elements.namedItem("revision") as HTMLInputElement).value = String(said.revision);
    if (this.field.value === sent && said.body !== undefined && said.body !== sent) this.field.value = said.body;
    this.say(`Saved at ${said.saved_label}`);
  }

  private say(words: string): void {
    const line = this.querySelector("[data-kept]");
    if (line) line.textContent = words;
  }
}

customElements.define("lesson-note", LessonNote);
