// Sends each answer the moment it is chosen and keeps it on this device until the academy has it.
import { post } from "../player/post.ts";
import { deviceTime, savedLine } from "../player/saved.ts";
import { markAnswered } from "../player/squares.ts";
import { inSeconds, wait } from "../rules/backoff.ts";
import { acknowledge, enqueue, fate, type Letter } from "../rules/unsent.ts";

interface Saved {
  saved_label?: string;
  revision?: number;
  changed_elsewhere?: boolean;
}

const store = "academy-answers";

class AnswerSaver extends HTMLElement {
  private tries = 0;
  private sending = false;

  connectedCallback(): void {
    this.addEventListener("change", () => this.keep());
    addEventListener("online", () => this.send());
    if (this.waiting.length) void this.send();
  }

  private get form(): HTMLFormElement {
    return this.querySelector("form") as HTMLFormElement;
  }

  private get waiting(): Letter[] {
    return JSON.parse(localStorage.getItem(store) ?? "[]") as Letter[];
  }

  private set waiting(letters: Letter[]) {
    if (letters.length) localStorage.setItem(store, JSON.stringify(letters));
    else localStorage.removeItem(store);
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
    this.waiting = enqueue(this.waiting, { to: this.path, body: fields.toString() });
    void this.send();
  }

  private async send(): Promise<void> {
    const letter = this.waiting[0];
    if (!letter || this.sending) return;
    this.sending = true;
    savedLine("saving", "Saving…");
    try {
      await this.deliver(letter);
    } catch (fault) {
      this.later(fault);
    } finally {
      this.sending = false;
    }
    if (this.tries === 0) await this.send();
  }

  private async deliver(letter: Letter): Promise<void> {
    const answer = await post(letter.to, this.current(letter), "application/x-www-form-urlencoded");
    const next = fate(answer.status);
    if (next === "sign-in") return this.signIn();
    if (next === "reload") return this.reload();
    if (next === "later") throw new Error(`status ${answer.status}`);
    this.waiting = acknowledge(this.waiting, letter);
    this.tries = 0;
    if (!answer.ok) return this.refused(answer);
    this.tell(letter, (await answer.json()) as Saved);
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
    if (letter.to === this.path) markAnswered(letter.body.includes("chosen="));
  }

  // A rule said no (time is up, already sent): asking again would not change the answer, so it is shown instead.
  private async refused(answer: Response): Promise<void> {
    const problem = (await answer.json()) as { detail?: string };
    savedLine("waiting", "Not saved.", problem.detail ?? "Load the page again to see where you are.");
  }

  private signIn(): void {
    this.tries++;
    const next = encodeURIComponent(location.pathname);
    savedLine("device", "You were signed out. Your answer is kept on this device.", "", () => location.assign(`/sign-in?next=${next}`), "Sign in again");
  }

  // The form token was not accepted, a fresh one neither: a loaded page sends what waits here by itself.
  private reload(): void {
    this.tries++;
    savedLine("device", "Your answer is kept on this device.", "Load the page again to send it.", () => location.reload(), "Load the page again");
  }

  private later(fault: unknown): void {
    const pause = wait(++this.tries);
    setTimeout(() => void this.send(), pause * 1000);
    if (!navigator.onLine) return savedLine("device", `Saved on this device, ${deviceTime()}`, "It goes out by itself when you are back on line.");
    console.warn("answer not saved yet", fault);
    savedLine("waiting", `Not saved yet, trying again in ${inSeconds(pause)}.`, "", () => void this.send());
  }
}

customElements.define("answer-saver", AnswerSaver);
