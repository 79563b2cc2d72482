import { inSeconds, wait } from "../rules/backoff.ts";
import { acknowledge, enqueue, fate, type Letter } from "../rules/unsent.ts";
import { post } from "./post.ts";
import { deviceTime, savedLine } from "./saved.ts";

interface Hooks {
  /** The body as it has to be sent now. */
  body?(letter: Letter): string;
  saved(letter: Letter, said: unknown): void;
  /** A rule said no; asking again would not change the answer. */
  refused?(letter: Letter): void;
}

/** Answers on their way, one after the other: each is kept on this device until the academy has it. */
export class Letters {
  private tries = 0;
  private sending = false;

  constructor(private readonly store: string, private readonly hooks: Hooks) {
    addEventListener("online", () => void this.send());
  }

  get waiting(): Letter[] {
    return JSON.parse(localStorage.getItem(this.store) ?? "[]") as Letter[];
  }

  add(letter: Letter, rule: (waiting: readonly Letter[], letter: Letter) => Letter[] = enqueue): void {
    this.keep(rule(this.waiting, letter));
    void this.send();
  }

  async send(): Promise<void> {
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

  private keep(letters: Letter[]): void {
    if (letters.length) localStorage.setItem(this.store, JSON.stringify(letters));
    else localStorage.removeItem(this.store);
  }

  private async deliver(letter: Letter): Promise<void> {
    const answer = await post(letter.to, this.hooks.body?.(letter) ?? letter.body, "application/x-www-form-urlencoded");
    const next = fate(answer.status);
    if (next === "sign-in") return this.signIn();
    if (next === "reload") return this.reload();
    if (next === "later") throw new Error(`status ${answer.status}`);
    this.keep(acknowledge(this.waiting, letter));
    this.tries = 0;
    if (answer.ok) return this.hooks.saved(letter, await answer.json());
    const problem = (await answer.json()) as { detail?: string };
    savedLine("waiting", "Not saved.", problem.detail ?? "Load the page again to see where you are.");
    this.hooks.refused?.(letter);
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
