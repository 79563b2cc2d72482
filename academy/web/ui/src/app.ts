// What every page gets: partial updates, menus that close, the night view.
import htmx from "htmx.org";
import "./islands/night-view.ts";
import { token } from "./rules/token.ts";

document.addEventListener("htmx:configRequest", (event) => {
  (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers["x-csrftoken"] = token();
});

const menus = () => document.querySelectorAll<HTMLDetailsElement>("details:is(.menu, .columns)[open]");

// Whoever goes elsewhere, by pointer or by key, has nothing lying over where they are.
for (const gone of ["click", "focusin"]) {
  document.addEventListener(gone, (event) => {
    for (const menu of menus()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

// A form sent twice is a phone with a bad network, not a wish: the button stays in place and says what it is doing.
document.addEventListener("submit", (event) => {
  const button = (event as SubmitEvent).submitter;
  const words = button?.getAttribute("data-busy");
  if (!button || !words || event.defaultPrevented) return;
  button.setAttribute("aria-busy", "true");
  button.textContent = words;
});

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
  if (!button) return;
  void navigator.clipboard.writeText(button.dataset.copy ?? "").then(() => {
    button.textContent = button.dataset.copied ?? "Copied";
  });
});

// After a form came back with errors the reader lands on the list of what to correct.
document.querySelector<HTMLElement>("[data-error-summary]")?.focus();

export { htmx };
