// The bar over the matrix while people are chosen: how many, what to do with them, and Clear.
import { make } from "../player/make.ts";
import { chosenWords } from "../rules/chosen.ts";

class MatrixSelect extends HTMLElement {
  private boxes: HTMLInputElement[] = [];
  private readonly all = make("button", { type: "button", class: "link-button" }, "Choose all on this page");
  private readonly clear = make("button", { type: "button", class: "link-button" }, "Clear");

  connectedCallback(): void {
    const form = this.closest("form");
    if (!form) return;
    this.boxes = [...form.querySelectorAll<HTMLInputElement>("tbody input[name=people]")];
    this.querySelector(".bulk-bar__actions")?.append(this.all, this.clear);
    this.all.addEventListener("click", () => this.choose(true));
    this.clear.addEventListener("click", () => this.choose(false));
    form.addEventListener("change", () => this.show());
    // A browser that goes back keeps what was ticked.
    this.show();
  }

  private choose(everybody: boolean): void {
    for (const box of this.boxes) box.checked = everybody;
    this.show();
  }

  private show(): void {
    const chosen = this.boxes.filter((box) => box.checked).length;
    for (const box of this.boxes) box.closest("tr")?.toggleAttribute("data-chosen", box.checked);
    const words = this.querySelector(".bulk-bar__count");
    if (words) words.textContent = chosenWords(chosen, this.boxes.length);
    this.toggleAttribute("data-nobody", chosen === 0);
    this.querySelector<HTMLButtonElement>("button[type=submit]")?.toggleAttribute("disabled", chosen === 0);
    this.clear.hidden = chosen === 0;
    this.all.hidden = chosen === this.boxes.length;
  }
}

customElements.define("matrix-select", MatrixSelect);
