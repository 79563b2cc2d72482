// Corrects captions line by line beside the player: each line is saved when it is left; everything works by keyboard.
import { commandOf } from "../captions/keys.ts";
import { LinePlayer } from "../captions/line-player.ts";
import { faultOf, field, fit, liveCaptions, read, show, showConflict, words } from "../captions/row.ts";
import { Saver } from "../captions/saver.ts";
import { savedLine } from "../player/saved.ts";
import { applied, corrected, merge, nextToCheck, retimed, sharingTime, shift, split, type Change, type Line } from "../rules/caption-lines.ts";

class CaptionEditor extends HTMLElement {
  private lines: Line[] = [];
  private here = -1;
  private saver!: Saver;
  private player!: LinePlayer;

  connectedCallback(): void {
    this.lines = this.rows.map(read);
    this.player = new LinePlayer(this.querySelector("video, audio"), (ms) => this.heard(ms));
    this.saver = new Saver(this, (change, theirs) => this.conflict(change, theirs));
    for (const hidden of this.querySelectorAll<HTMLElement>("[hidden]:not(psp-player *)")) hidden.hidden = false;
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("focusin", (event) => (this.here = this.placeOf(event.target as Node)));
    this.list.addEventListener("change", (event) => this.take(this.placeOf(event.target as Node)));
    this.querySelector("[data-all]")?.addEventListener("change", (event) => this.list.toggleAttribute("data-only-marked", !(event.target as HTMLInputElement).checked));
    for (const button of this.querySelectorAll<HTMLElement>("[data-does]")) button.addEventListener("click", () => this.does(button.dataset.does ?? ""));
    this.nextButton?.addEventListener("click", (event) => (event.preventDefault(), this.next()));
    this.querySelector("form")?.addEventListener("submit", (event) => void this.submit(event));
  }

  private get list(): HTMLElement {
    return this.querySelector(".caption-rows") as HTMLElement;
  }

  private get rows(): HTMLElement[] {
    return [...this.list.children] as HTMLElement[];
  }

  private get nextButton(): HTMLElement | null {
    return document.querySelector("[data-next]");
  }

  private placeOf(node: Node): number {
    return this.rows.findIndex((row) => row.contains(node));
  }

  private key(event: KeyboardEvent): void {
    const command = commandOf(event);
    if (command && this.does(command)) event.preventDefault();
  }

  // Whether there was something to do; a Tab with nothing left to check goes on as everywhere.
  private does(what: string): boolean {
    const at = this.here;
    if (what === "next") return this.next();
    if (what === "leave") return this.leave();
    const row = this.rows[at];
    if (!row) return false;
    const cursor = words(row).selectionStart;
    this.take(at);
    if (what === "play") this.player.play(this.lines[at]);
    if (what === "split") this.change(split(this.lines, at, cursor), at + 1);
    if (what === "merge") this.change(merge(this.lines, at), at);
    if (what === "earlier" || what === "later") this.change(shift(this.lines, at, what === "earlier" ? -100 : 100));
    return true;
  }

  // On to the next marked line; the one that is left this way has been looked at.
  private next(): boolean {
    if (!this.left) return false;
    this.take(this.here, true);
    const place = nextToCheck(this.lines, this.here);
    if (place >= 0) words(this.rows[place] as HTMLElement).focus();
    else if (this.left) void this.saver.flush().then(() => location.assign(this.dataset.onward ?? ""));
    else this.leave();
    return true;
  }

  private leave(): boolean {
    document.querySelector<HTMLElement>(".foot-bar a:not([hidden]), .foot-bar button")?.focus();
    return true;
  }

  // What stands in the fields of a row becomes the line; `looked` also takes its marks away.
  private take(at: number, looked = false): void {
    const row = this.rows[at];
    if (!row) return;
    this.change(retimed(this.lines, at, field(row, "start").value, field(row, "end").value));
    const fault = faultOf(row, this.lines[at] as Line);
    if (fault) return savedLine("waiting", "Not saved.", fault);
    this.change(corrected(this.lines, at, words(row).value, looked || row.querySelector<HTMLInputElement>("[name=looked]")?.checked === true));
  }

  private change(change: Change | undefined, focus = -1, send = true): void {
    if (!change) return;
    fit(this.list, change);
    this.lines = applied(this.lines, change);
    const first = Number(this.dataset.first);
    const touched = change.now.length === change.was.length ? change.now.length : this.lines.length;
    for (let at = change.near; at < Math.min(change.near + touched, this.lines.length); at++) show(this.rows[at] as HTMLElement, this.lines[at] as Line, at + first);
    if (focus >= 0) words(this.rows[focus] as HTMLElement).focus();
    liveCaptions(this.player.media, this.lines);
    this.count();
    if (send) this.saver.send(change);
  }

  private get left(): number {
    return Number(this.dataset.elsewhere) + this.lines.filter((line) => line.doubts.length).length;
  }

  private count(): void {
    const heading = this.querySelector("[data-count]") as HTMLElement;
    heading.textContent = (heading.textContent ?? "").replace(/^\d+(?= of )/, String(this.left));
    if (this.nextButton) this.nextButton.hidden = this.left === 0;
  }

  private conflict(mine: Change, all: Line[]): void {
    const theirs = sharingTime(all, mine.was);
    const row = this.rows[mine.near] ?? this.rows[0];
    const put = (now: Line[], send: boolean) => this.change({ near: mine.near, was: send ? theirs : mine.now, now }, -1, send);
    if (row) showConflict(row, theirs.map((line) => line.text).join(" / "), () => this.saver.send({ ...mine, was: theirs }), () => put(theirs, false));
  }

  private heard(ms: number): void {
    const current = this.lines.findIndex((line) => line.start_ms <= ms && ms < line.end_ms);
    this.rows.forEach((row, place) => row.toggleAttribute("data-heard", place === current));
  }

  private async submit(event: SubmitEvent): Promise<void> {
    if (this.saver.isEmpty) return;
    event.preventDefault();
    await this.saver.flush();
    if (this.saver.isEmpty) (event.target as HTMLFormElement).requestSubmit(event.submitter);
  }
}

customElements.define("caption-editor", CaptionEditor);
