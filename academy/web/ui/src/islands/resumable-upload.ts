// Sends large recordings in pieces that survive a lost network, a closed lid and a reloaded page.
import { icon, make } from "../player/make.ts";
import { Sending } from "../player/sending.ts";

let count = 0;

class ResumableUpload extends HTMLElement {
  private readonly rows = make("div");
  private readonly input = make("input", { type: "file", class: "visually-hidden", id: `files-to-send-${++count}`, tabindex: "-1" });
  /** Files go one after the other: two at once would both be late. */
  private line = Promise.resolve();

  connectedCallback(): void {
    this.input.accept = this.dataset.accept ?? "";
    this.input.multiple = !this.dataset.replaces && !this.dataset.describes;
    this.input.addEventListener("change", () => this.take(this.input.files));
    const choose = make("button", { type: "button", class: this.dataset.describes ? "usa-button usa-button--outline" : "usa-button" }, this.input.multiple ? "Choose files" : "Choose file");
    choose.addEventListener("click", () => this.input.click());
    const words = make("span", { class: "upload__words" }, make("b", {}, this.dataset.words ?? "Drop video, audio or slides here"), this.dataset.note ?? "A broken line loses nothing; after a reload or on another day, choose the same file again to go on.");
    const label = make("label", { for: this.input.id, class: "visually-hidden" }, "Files to send");
    const drop = make("div", { class: "upload__drop" }, icon("upload"), words, label, this.input, choose);
    this.listen(drop);
    this.replaceChildren(drop, this.rows);
  }

  private listen(drop: HTMLElement): void {
    for (const event of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(event, (happened) => {
        happened.preventDefault();
        drop.toggleAttribute("data-over", event === "dragover");
        if (event === "drop") this.take((happened as DragEvent).dataTransfer?.files);
      });
    }
  }

  private take(files: FileList | null | undefined): void {
    for (const file of [...(files ?? [])]) this.enqueue(file);
    this.input.value = ""; // the same file may be chosen again
  }

  private enqueue(file: File): void {
    const { endpoint = "/uploads", replaces = "", describes = "", doneUrl = location.pathname } = this.dataset;
    const sending = new Sending(file, { endpoint, replaces, describes, doneUrl });
    this.rows.append(sending.row.element);
    this.line = this.line.then(() => sending.send());
  }
}

customElements.define("resumable-upload", ResumableUpload);
