// Sends large recordings in pieces that survive a lost network, a closed lid and a reloaded page.
import { Upload } from "tus-js-client";
import { icon, make } from "../player/make.ts";
import { UploadRow } from "../player/upload-row.ts";
import { token } from "../rules/token.ts";

class ResumableUpload extends HTMLElement {
  private readonly rows = make("div");
  private readonly input = make("input", { type: "file", multiple: "", class: "visually-hidden", id: "files-to-send", tabindex: "-1" });

  connectedCallback(): void {
    this.input.accept = this.dataset.accept ?? "";
    this.input.addEventListener("change", () => this.take(this.input.files));
    const choose = make("button", { type: "button", class: "usa-button" }, "Choose files");
    choose.addEventListener("click", () => this.input.click());
    const words = make("span", { class: "upload__words" }, make("b", {}, this.dataset.words ?? "Drop video, audio or slides here"), this.dataset.note ?? "Safe to close the page; it resumes when you choose the same file again.");
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
    for (const file of files ?? []) void this.send(file);
  }

  private async send(file: File): Promise<void> {
    const row = new UploadRow(file);
    this.rows.append(row.element);
    let address = "";
    const upload = new Upload(file, {
      endpoint: this.dataset.endpoint ?? "/uploads",
      metadata: { filename: file.name, filetype: file.type, replaces: this.dataset.replaces ?? "" },
      headers: { "x-csrftoken": token() },
      chunkSize: 8 * 1024 * 1024,
      retryDelays: [0, 1000, 3000, 5000, 10_000, 20_000, 60_000],
      removeFingerprintOnSuccess: true,
      onProgress: (sent, total) => row.show(sent, total),
      onAfterResponse: (_, answer) => void (address = answer.getHeader("Upload-Result") ?? address),
      onSuccess: () => row.finish(address || this.dataset.doneUrl || location.pathname),
      onError: (fault) => row.fail(fault, () => upload.start()),
    });
    row.control(() => void upload.abort(), () => upload.start(), () => void upload.abort(true));
    const [earlier] = await upload.findPreviousUploads();
    if (earlier) upload.resumeFromPreviousUpload(earlier);
    upload.start();
  }
}

customElements.define("resumable-upload", ResumableUpload);
