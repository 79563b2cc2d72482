import { alone, operation, person } from "../offline/device.ts";
import { all, isLasting, put, remove } from "../offline/store.ts";
import { inSeconds, wait } from "../rules/backoff.ts";
import { due, fate, forgotten, type Letter, replaced } from "../rules/unsent.ts";
import { lineBack, lineLost, outageLetter, type ToldOutage, tellOutage } from "./outage-watch.ts";
import { post } from "./post.ts";
import { deviceTime, savedLine } from "./saved.ts";

interface Hooks {
  /** The fields as they have to be sent now. */
  fields?(letter: Letter): URLSearchParams;
  /** `last`: no other one waits here. Said before, “saved” would be taken for all of them. */
  saved?(letter: Letter, said: unknown, last: boolean): void;
  /** A rule said no; asking again would not change the answer. */
  refused?(letter: Letter): void;
}

/** Answers on their way, one after the other: each is kept on this device until the academy has it. */
export class Letters {
  private tries = 0;
  private readonly skipped = new Set<string>();

  constructor(private readonly hooks: Hooks = {}) {
    addEventListener("online", () => void this.send());
  }

  /** What waits here of the person signed in. */
  async waiting(): Promise<Letter[]> {
    return due(await all<Letter>("letters", person()));
  }

  /** The newest answer to a question counts; `first`: the one given first does. */
  async add(to: string, body: string, first = false): Promise<void> {
    if (first && (await this.waiting()).some((letter) => letter.to === to)) return;
    await this.keepLetter(to, body);
    if (!navigator.onLine) return this.keep();
    await this.send();
  }

  /** Send what waits. Resolved when nothing does any more, or when it cannot go now. */
  async send(): Promise<void> {
    try {
      await alone("academy-letters", () => this.sendAll());
    } catch (fault) {
      await this.later(fault);
    }
  }

  // Before anything else: whoever answers and leaves the page in the same moment loses nothing.
  private async keepLetter(to: string, body: string): Promise<void> {
    const letter = { id: operation(), person: person(), to, body };
    await put("letters", letter);
    for (const other of replaced(await this.waiting(), letter)) await remove("letters", other.id);
  }

  private async sendAll(): Promise<void> {
    const first = outageLetter();
    if (first) await this.keepLetter(first.to, first.body);
    const letters = await all<Letter>("letters", person());
    for (const old of forgotten(letters, Date.now())) await remove("letters", old.id);
    for (let letter = await this.next(); letter; letter = await this.next()) {
      savedLine("saving", "Saving…");
      if (!(await this.deliver(letter))) return;
      this.tries = 0;
    }
  }

  private async next(): Promise<Letter | undefined> {
    return due(await all<Letter>("letters", person()), this.skipped)[0];
  }

  /** Whether the next one may follow. */
  private async deliver(letter: Letter): Promise<boolean> {
    const fields = this.hooks.fields?.(letter) ?? new URLSearchParams(letter.body);
    fields.set("op", letter.id);
    const answer = await post(letter.to, fields.toString(), "application/x-www-form-urlencoded");
    const said = (await answer.json().catch(() => ({}))) as ToldOutage & { code?: string; detail?: string };
    const next = fate(answer.status, said.code);
    if (next === "later") throw new Error(`status ${answer.status}`);
    if (next === "sign-in") return this.signIn();
    if (next === "reload") return this.reload();
    if (next === "skip") this.skipped.add(letter.id);
    else if (next === "aside") await put("letters", { ...letter, aside: said.code ?? "gone" });
    else await remove("letters", letter.id);
    lineBack();
    if (next === "done" && letter.to.endsWith("/outages")) tellOutage(said);
    else if (next === "done") this.hooks.saved?.(letter, said, !(await this.next()));
    else this.tellRefusal(letter, said.detail);
    return true;
  }

  private tellRefusal(letter: Letter, words = "Load the page again to see where you are."): void {
    savedLine("waiting", "Not saved.", words);
    this.hooks.refused?.(letter);
  }

  private signIn(): false {
    const next = encodeURIComponent(location.pathname);
    savedLine("device", "You were signed out. Your answer is kept on this device.", "", () => location.assign(`/sign-in?next=${next}`), "Sign in again");
    return false;
  }

  // The form token was not accepted, a fresh one neither: a loaded page sends what waits here by itself.
  private reload(): false {
    savedLine("device", "Your answer is kept on this device.", "Load the page again to send it.", () => location.reload(), "Load the page again");
    return false;
  }

  private async later(fault: unknown): Promise<void> {
    const pause = wait(++this.tries);
    setTimeout(() => void this.send(), pause * 1000);
    if (fault instanceof TypeError) lineLost();
    if (!navigator.onLine) return this.keep();
    console.warn("answer not saved yet", fault);
    savedLine("waiting", `Not saved yet, trying again in ${inSeconds(pause)}.`, "", () => void this.send());
  }

  private async keep(): Promise<void> {
    if (await isLasting()) return savedLine("device", `Saved on this device, ${deviceTime()}`);
    savedLine("waiting", "Not saved yet.", "Leave this page open: it goes out by itself when you are back on line.");
  }
}
