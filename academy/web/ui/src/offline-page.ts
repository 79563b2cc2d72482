// The page that stands in for one that cannot open: what is kept here, what waits here, and back as soon as it can.
import { make } from "./player/make.ts";

const retry = document.querySelector<HTMLElement>("[data-retry]");
retry?.addEventListener("click", () => location.reload());
addEventListener("online", () => location.pathname === "/offline" || location.reload());
void show();

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
