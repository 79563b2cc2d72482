import { icon, make } from "./make.ts";

export type SavedState = "saved" | "saving" | "device" | "waiting";
const drawings: Record<SavedState, string> = { saved: "done", saving: "saving", device: "download", waiting: "error" };
let toldAt = 0;

/**
 * The saved line of the page. It is spoken at most every 30 seconds, but a change for the worse is spoken at once;
 * `act`, when given, is offered as a button.
 */
export function savedLine(state: SavedState, strong: string, rest = "", act?: () => void, actWords = "Try now"): void {
  for (const line of document.querySelectorAll<HTMLElement>("[data-saved-line]")) {
    const worse = state !== "saved" && state !== "saving" && line.dataset.state !== state;
    const speak = worse || Date.now() - toldAt > 30_000;
    line.setAttribute("aria-live", speak ? "polite" : "off");
    if (speak) toldAt = Date.now();
    line.dataset.state = state;
    const again = act ? [make("button", { type: "button", class: "link" }, actWords)] : [];
    again[0]?.addEventListener("click", () => act?.());
    line.replaceChildren(icon(drawings[state]), make("strong", {}, strong), make("span", {}, rest), ...again);
  }
}

/** "03:16:41 EST" by the clock of this device, for what is saved on this device. */
export function deviceTime(): string {
  return new Date().toLocaleTimeString("en-US", { hour12: false, hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" });
}
