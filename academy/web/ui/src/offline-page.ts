// The page that stands in for one that cannot open: what is kept here, what waits here, and back as soon as it can.
import { make } from "./player/make.ts";

const retry = document.querySelector<HTMLElement>("[data-retry]");
retry?.addEventListener("click", () => location.reload());
let leaving = false;
addEventListener("click", ({ target }) => (leaving ||= target instanceof Element && !!target.closest("a")));
addEventListener("online", () => void back());
void show();

// A device says "online" as soon as it has a bar of signal. Reloading then would only show this page again, and would take
// from under somebody's finger the lesson they just chose.
async function back(): Promise<void> {
  if (location.pathname === "/offline") return;
  const answer = await fetch("/health/live", { cache: "no-store" }).catch(() => undefined);
  if (answer?.ok && !leaving) location.reload();
}

async function show(): Promise<void> {
  const list = document.querySelector("[data-kept]");
  const found = await titles();
  if (!list || !found.length) return;
  list.replaceChildren(...found.map(([path, title]) => make("li", {}, make("a", { href: path }, title))));
  document.querySelector("[data-kept-head]")?.removeAttribute("hidden");
}

async function titles(): Promise<[string, string][]> {
  const names = (await caches.keys()).filter((name) => name.startsWith("lesson "));
  const pages = await Promise.all(names.map(async (name) => {
    const cache = await caches.open(name);
    return Promise.all((await cache.keys()).map(async (request): Promise<[string, string]> => {
      const text = (await (await cache.match(request, { ignoreVary: true }))?.text()) ?? "";
      const title = new DOMParser().parseFromString(text, "text/html").title.replace(/ – PSP Academy$/, "");
      return [new URL(request.url).pathname, title];
    }));
  }));
  return pages.flat();
}
