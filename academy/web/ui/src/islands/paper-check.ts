// Checks a certificate's file in the browser. The page carries this much; the check itself comes when a file is chosen.
import { trusted, recordOf } from "../papers/academy.ts";
import { icon, make } from "../player/make.ts";
import { FAULTS, lines, MOST_BYTES, unchanged, type Known, type Refused, type Unchanged, type Words } from "../rules/told-paper.ts";

class PaperCheck extends HTMLElement {
  private readonly input = make("input", { class: "usa-file-input", type: "file", id: "paper", accept: ".pdf,application/pdf", "aria-describedby": "paper-hint" });
  private readonly result = make("div", { role: "status", class: "stack stack--close" });
  /** Counts the files, so that a slow answer about an earlier one is not shown. */
  private chosen = 0;

  connectedCallback(): void {
    const drop = make("div", { class: "dropzone" }, make("label", { class: "usa-label", for: "paper" }, "The certificate as PDF"), this.input);
    const hint = make("p", { id: "paper-hint" }, "Choose the PDF, or drop it here. Your browser checks its signature and its proof on this device. Nothing is uploaded.");
    this.replaceChildren(make("section", { class: "card stack stack--close" }, make("h2", {}, "Is the file unchanged?"), hint, drop, this.result));
    this.input.addEventListener("click", () => (this.input.value = "")); // the same file may be chosen again
    this.input.addEventListener("change", () => void this.take());
    for (const event of ["dragover", "dragleave", "drop"] as const) {
      drop.addEventListener(event, (happened) => {
        happened.preventDefault();
        drop.toggleAttribute("data-over", event === "dragover");
        if (event === "drop") this.input.files = happened.dataTransfer?.files ?? null;
        if (event === "drop") void this.take();
      });
    }
  }

  private async take(): Promise<void> {
    const file = this.input.files?.[0];
    if (!file) return;
    const turn = ++this.chosen;
    this.result.replaceChildren(make("p", {}, `Checking ${file.name} …`));
    const shown = await this.checked(file).catch((fault: unknown) => {
      reportError(fault); // so that the reason stands in the console
      return refusal("failed");
    });
    if (turn === this.chosen) this.result.replaceChildren(...shown);
  }

  private async checked(file: File): Promise<Node[]> {
    if (file.size > MOST_BYTES) return refusal("too-large");
    if (!globalThis.crypto.subtle) return refusal("insecure");
    const [trust, code] = await Promise.all([trusted(), import("../papers/check.ts").catch(() => undefined)]);
    if (!trust || !code) return refusal("no-keys");
    const found = await code.check(new Uint8Array(await file.arrayBuffer()), trust);
    return typeof found === "string" ? refusal(found) : this.genuine(found);
  }

  /** A file that is as it was signed: is it the one that is asked about, and does it still count? */
  private async genuine(found: Unchanged): Promise<Node[]> {
    const { number } = found.facts;
    const asked = this.dataset.number;
    if (asked && asked !== number) return [otherNumber(number)];
    const record = asked ? this.known() : await recordOf(number);
    if (!record) return [notice("warning", ["Unchanged since it was signed.", "But the academy’s record could not be asked whether the certificate still counts. Check its number above."]), facts(found, "UTC")];
    if (record.digest && record.digest !== found.digest) return refusal("not-issued");
    const look = record.standing === "valid" ? "success" : "warning";
    return [notice(look, unchanged(found, record.standing, record.zone)), facts(found, record.zone)];
  }

  /** What the page says of its certificate. */
  private known(): Known {
    const { standing = "", zone = "UTC", digest = "" } = this.dataset;
    return { standing: standing as Known["standing"], zone, digest };
  }
}

const LOOKS = { success: "done", warning: "look", error: "error" };

function notice(look: keyof typeof LOOKS, [strong, then]: Words, ...more: (Node | string)[]): HTMLElement {
  const body = make("div", { class: "notice__body" }, make("strong", {}, strong), ` ${then}`, ...more);
  const drawing = icon(LOOKS[look]);
  drawing.classList.add("icon--20");
  return make("div", { class: `notice notice--${look}` }, drawing, body);
}

function refusal(why: Refused): Node[] {
  return [notice(why === "bare" ? "warning" : "error", FAULTS[why])];
}

function otherNumber(number: string): HTMLElement {
  const link = make("a", { href: `/verify/${number}`, class: "nowrap" }, number);
  return notice("warning", ["This file is another certificate.", "It is unchanged since it was signed, but this page is not about it. Its number is "], link, ".");
}

function facts(found: Unchanged, zone: string): HTMLElement {
  const said = lines(found.facts, zone).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]);
  const above = make("h3", {}, "What stands in the file");
  return make("div", { class: "stack stack--close" }, above, make("p", {}, "Compare it with the paper or the picture you were shown."), make("dl", { class: "facts facts--wide" }, ...said));
}

customElements.define("paper-check", PaperCheck);
