// The choice to keep lessons on this device: for one's own device, never made for anybody.
import { keepLessons, keepsLessons } from "../offline/worker-words.ts";
import { make } from "../player/make.ts";

class KeepHere extends HTMLElement {
  private readonly box = make("input", { type: "checkbox", class: "usa-checkbox__input", id: "keep-here" });
  private readonly told = make("p", { class: "secondary", role: "status" });

  connectedCallback(): void {
    if (!navigator.serviceWorker) return;
    const description = make("span", { class: "usa-checkbox__label-description" }, "Text only, not the films. Only on a device that nobody else uses. Signing out removes them.");
    const label = make("label", { class: "usa-checkbox__label", for: "keep-here" }, "Keep lessons I open on this device, to read without a network", description);
    this.box.checked = keepsLessons();
    this.box.addEventListener("change", () => void this.choose());
    this.replaceChildren(make("div", { class: "usa-checkbox" }, this.box, label), this.told);
  }

  private async choose(): Promise<void> {
    await keepLessons(this.box.checked);
    this.told.textContent = this.box.checked ? "Kept. Each lesson you open from now on can be read here without a network." : "Removed from this device.";
  }
}

customElements.define("keep-here", KeepHere);
