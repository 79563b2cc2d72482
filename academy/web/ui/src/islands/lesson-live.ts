// What is left in a lesson and what comes next follow the lecture while it plays, without a reload.
import { wait } from "../rules/backoff.ts";

const followed = ["lesson-left", "next-bar", "next"];
/** The page is asked again at each tenth of the lecture, so that a weak line is spared. */
const steps = 10;
let shown = "";

document.addEventListener("lesson-progress", (event) => {
  const { done, watched_percent: percent } = (event as CustomEvent<{ done: boolean; watched_percent: number }>).detail;
  const now = `${done} ${Math.floor(percent / steps)}`;
  if (now === shown) return;
  const first = !shown;
  shown = now;
  if (!first || done) void refresh();
});

// After the last tenth nothing asks again, so a line that just fell out must not leave the old words standing.
async function refresh(tries = 1): Promise<void> {
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" } }).catch(() => undefined);
  if (!answer || answer.status === 429 || answer.status >= 500) return void setTimeout(() => void refresh(tries + 1), wait(tries) * 1000);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of followed) show(document.getElementById(id), fresh.getElementById(id));
}

// What has the focus stays as it is: a link must not vanish under the hand.
function show(old: Element | null, fresh: Element | null): void {
  if (!old || !fresh || old.innerHTML === fresh.innerHTML || old.contains(document.activeElement)) return;
  old.className = fresh.className;
  old.replaceChildren(...fresh.childNodes);
}
