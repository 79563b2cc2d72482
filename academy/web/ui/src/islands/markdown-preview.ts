// Shows the lesson as an officer will see it, made by the same code that makes the real page.
import { token } from "../rules/token.ts";

class MarkdownPreview extends HTMLElement {
  private timer = 0;
  private asked = 0;

  connectedCallback(): void {
    // The pane scrolls by itself, so the keyboard must be able to reach it.
    const pane = this.querySelector("[data-pane]");
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", "Preview"]] as const) pane?.setAttribute(name, value);
    this.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.refresh(), 400);
    });
  }

  // Answers may overtake each other; only the newest question's answer is shown.
  private async refresh(): Promise<void> {
    const number = ++this.asked;
    const text = this.querySelector("textarea")?.value ?? "";
    const headers = { "x-csrftoken": token(), accept: "text/html" };
    const answer = await fetch(this.dataset.preview ?? "", { method: "POST", body: new URLSearchParams({ text }), headers });
    const pane = this.querySelector<HTMLElement>("[data-pane]");
    if (!answer.ok || !pane || number !== this.asked) return;
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    pane.replaceChildren(...parsed.body.childNodes);
  }
}

customElements.define("markdown-preview", MarkdownPreview);
