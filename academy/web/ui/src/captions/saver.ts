import { post } from "../player/post.ts";
import { deviceTime, savedLine } from "../player/saved.ts";
import { wait } from "../rules/backoff.ts";
import type { Change, Line } from "../rules/caption-lines.ts";

interface Saved {
  revision: number;
  to_check: number;
}

/** Sends changes one after the other, and tells who else changed the same lines. Nothing is given up unasked. */
export class Saver {
  private readonly waiting: Change[] = [];
  private sending: Promise<void> | undefined;
  private tries = 0;

  constructor(
    private readonly editor: HTMLElement,
    private readonly onConflict: (change: Change, theirs: Line[]) => void,
  ) {
    addEventListener("beforeunload", (event) => (this.waiting.length || document.querySelector("[data-conflict]")) && event.preventDefault());
    addEventListener("online", () => void this.flush());
  }

  send(change: Change): void {
    this.waiting.push(change);
    void this.flush();
  }

  /** Resolves when nothing is under way any more; what could not be sent still waits then. */
  flush(): Promise<void> {
    this.sending ??= this.deliver().finally(() => (this.sending = undefined));
    return this.sending;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  private async deliver(): Promise<void> {
    for (let change = this.waiting[0]; change; change = this.waiting[0]) {
      savedLine("saving", "Saving…");
      const answer = await this.once(change).catch(() => undefined);
      if (!answer || answer.status >= 500 || answer.status === 429) return this.later();
      this.waiting.shift();
      this.tries = 0;
      if (answer.ok) this.tell((await answer.json()) as Saved);
      else await this.refused(change, answer);
    }
  }

  private once(change: Change): Promise<Response> {
    const { endpoint, caption, first } = this.editor.dataset;
    const body = { caption_id: Number(caption), ...change, near: change.near + Number(first) };
    return post(endpoint ?? "", JSON.stringify(body), "application/json");
  }

  // A revision further than ours and one shows that others wrote too: then the old one stays, so that the whole form is
  // compared once more before it overwrites anything.
  private tell(saved: Saved): void {
    const field = document.querySelector<HTMLInputElement>("#review input[name=revision]");
    if (field && saved.revision === Number(field.value) + 1) field.value = String(saved.revision);
    savedLine("saved", `Saved ${deviceTime()}`);
  }

  private async refused(change: Change, answer: Response): Promise<void> {
    const problem = (await answer.json()) as { code?: string; detail?: string; fields?: Record<string, string> };
    const told = Object.values(problem.fields ?? {})[0] ?? problem.detail ?? "Load the page again to see where you are.";
    if (problem.code !== "lines_changed") return savedLine("waiting", "Not saved.", told);
    savedLine("waiting", "Not saved.", "A line was changed in another window too. Choose below it which words count.");
    const fresh = await fetch(this.editor.dataset.fresh ?? "", { headers: { accept: "application/json" } });
    const view = (await fresh.json()) as { captions?: { lines: Line[] } };
    this.onConflict(change, (view.captions?.lines ?? []).map(({ start_ms, end_ms, text, doubts }) => ({ start_ms, end_ms, text, doubts })));
  }

  private later(): void {
    setTimeout(() => void this.flush(), wait(++this.tries) * 1000);
    savedLine("waiting", "Not saved yet.", "Your words stay on this page.", () => void this.flush());
  }
}
