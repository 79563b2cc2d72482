// On a phone the parts of a lesson stand behind tabs under the player; on wider pages, and without scripts, they follow each
// other.
import { make } from "../player/make.ts";
import { tabAfter } from "../rules/tabs.ts";

class LessonTabs extends HTMLElement {
  private readonly narrow = matchMedia("(max-width: 639px)");
  private readonly list = make("div", { role: "tablist", "aria-label": "This lesson" });
  private panels: HTMLElement[] = [];
  private chosen = 0;

  connectedCallback(): void {
    if (this.panels.length) return;
    this.panels = [...this.querySelectorAll<HTMLElement>("[data-tab]")];
    this.list.append(...this.panels.map((panel, place) => this.tab(panel, place)));
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.prepend(this.list);
    this.narrow.addEventListener("change", () => this.show());
    addEventListener("hashchange", () => this.reveal());
    this.show();
    this.reveal();
  }

  private get tabs(): HTMLElement[] {
    return [...this.list.children] as HTMLElement[];
  }

  private tab(panel: HTMLElement, place: number): HTMLElement {
    panel.id ||= `part-${place}`;
    const tab = make("button", { type: "button", role: "tab", id: `tab-${place}`, "aria-controls": panel.id }, panel.dataset.tab ?? "");
    tab.addEventListener("click", () => this.choose(place));
    return tab;
  }

  private key(event: KeyboardEvent): void {
    const place = tabAfter(event.key, this.chosen, this.panels.length);
    if (place === undefined) return;
    event.preventDefault();
    this.choose(place);
    this.tabs[place]?.focus();
  }

  private choose(place: number): void {
    this.chosen = place;
    this.show();
  }

  private show(): void {
    const on = this.narrow.matches;
    this.toggleAttribute("data-on", on);
    this.list.hidden = !on;
    this.panels.forEach((panel, place) => {
      panel.hidden = on && place !== this.chosen;
      if (on) panel.setAttribute("role", "tabpanel");
      else panel.removeAttribute("role");
    });
    this.tabs.forEach((tab, place) => {
      tab.setAttribute("aria-selected", String(place === this.chosen));
      tab.tabIndex = place === this.chosen ? 0 : -1;
    });
  }

  // What an address points at is never left behind a tab.
  private reveal(): void {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const place = target ? this.panels.findIndex((panel) => panel.contains(target)) : -1;
    if (place < 0 || !target) return;
    this.choose(place);
    target.scrollIntoView();
  }
}

customElements.define("lesson-tabs", LessonTabs);
