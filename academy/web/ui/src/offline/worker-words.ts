// What a page tells the worker that stands between it and the network.
import { keptAs } from "../rules/kept.ts";
import { person } from "./device.ts";

const choice = "academy-keeps-lessons";

/** Whether the reader wants lessons kept on this device; another person's wish is not theirs. */
export function keepsLessons(): boolean {
  return localStorage.getItem(choice) === person();
}

export async function keepLessons(yes: boolean): Promise<void> {
  if (yes) localStorage.setItem(choice, person());
  else localStorage.removeItem(choice);
  await tell(yes ? { keep: [location.pathname] } : { forgetLessons: true });
}

/** Start the worker, and let it keep what belongs to this page. */
export async function begin(): Promise<void> {
  if (!navigator.serviceWorker) return;
  // Whoever signs out leaves nothing behind: the worker clears the pages, the wish goes with them.
  document.addEventListener("submit", (event) => (event.target as HTMLFormElement).matches("[action='/sign-out']") && forget());
  // Registering again waits for a look at the script, on a slow device for a long while; the worker that is there need not.
  await Promise.race([navigator.serviceWorker.register("/offline-worker.js", { scope: "/" }), navigator.serviceWorker.ready]);
  if (!navigator.onLine) return;
  const closed = /^(\/attempts\/[^/]+\/)result/.exec(location.pathname)?.[1];
  await tell({ keep: wanted(), ...(closed ? { forget: closed } : {}) });
}

function wanted(): string[] {
  if (keptAs(location.pathname) === "lesson") return keepsLessons() ? [location.pathname] : [];
  if (keptAs(location.pathname) !== "attempt" && !document.querySelector("answer-saver")) return [];
  const questions = [...document.querySelectorAll<HTMLAnchorElement>(".squares a")].map((link) => link.pathname);
  const attempt = /^\/attempts\/[^/]+/.exec(location.pathname)?.[0];
  return questions.length ? [...questions, `${attempt}/review`] : [];
}

function forget(): void {
  localStorage.removeItem(choice);
  sessionStorage.clear();
}

async function tell(words: object): Promise<void> {
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ person: person(), ...words });
}
