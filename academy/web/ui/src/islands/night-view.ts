// A plain link to nowhere would be a lie without script, so the toggle appears only once it works.
const store = "academy-view";

class NightView extends HTMLElement {
  connectedCallback(): void {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.addEventListener("click", () => this.choose(this.isNight() ? "day" : "night", button));
    this.replaceChildren(button);
    this.choose(localStorage.getItem(store) ?? "system", button);
  }

  private isNight(): boolean {
    const chosen = document.documentElement.dataset.theme;
    return chosen === "night" || (chosen === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  }

  private choose(view: string, button: HTMLButtonElement): void {
    document.documentElement.dataset.theme = view;
    if (view !== "system") this.remember(view);
    button.textContent = this.isNight() ? "Day view" : "Night view";
  }

  // The cookie lets the server send the right ground with the first byte, without a flash of white in a dark car.
  private remember(view: string): void {
    localStorage.setItem(store, view);
    document.cookie = `academy_view=${view}; path=/; max-age=31536000; samesite=lax`;
  }
}

customElements.define("night-view", NightView);
