// Stands between the pages and the network (scope /): lessons that somebody keeps on this device and the questions of a quiz
// that is open are shown without a network, and instead of the browser's error there is a page of ours. Films are never kept.
import { assetsIn, cacheName, foreign, keptAs, onward } from "./rules/kept.ts";

interface Extending extends Event { waitUntil(work: Promise<unknown>): void }
interface Fetching extends Extending { request: Request; preloadResponse: Promise<Response | undefined>; respondWith(answer: Promise<Response>): void }
interface Told extends Extending { data: Word }
interface Worker {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  registration: { navigationPreload?: { enable(): Promise<void> } };
  addEventListener(name: string, act: (event: never) => void): void;
}
/** What pages say: who reads, which pages to keep, which to let go. */
interface Word { person: string; keep?: string[]; forget?: string; forgetLessons?: boolean }

const worker = self as unknown as Worker;
const house = "house";
const fallback = "/offline";
const loose: CacheQueryOptions = { ignoreVary: true };

worker.addEventListener("install", (event: Extending) => event.waitUntil(prepare()));
worker.addEventListener("activate", (event: Extending) => event.waitUntil(begin()));
worker.addEventListener("message", (event: Told) => event.waitUntil(follow(event.data)));
worker.addEventListener("fetch", (event: Fetching) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && pathname === "/sign-out") event.waitUntil(clear());
  if (request.method === "GET" && pathname.startsWith("/static/")) event.respondWith(kept(request).then((found) => found ?? fetch(request)));
  else if (request.mode !== "navigate") return;
  else if (request.method === "GET") event.respondWith(page(event));
  else if (pathname.endsWith("/response")) event.respondWith(sent(request, pathname));
});

async function prepare(): Promise<void> {
  await store(house, fallback, await fetch(fallback, { credentials: "omit", headers: { accept: "text/html" } }));
  await worker.skipWaiting();
}

async function begin(): Promise<void> {
  await worker.registration.navigationPreload?.enable();
  await worker.clients.claim();
}

async function follow({ person, keep = [], forget, forgetLessons }: Word): Promise<void> {
  for (const name of foreign(await caches.keys(), person)) await caches.delete(name);
  if (forgetLessons) await caches.delete(cacheName("lesson", person));
  const open = forget ? await caches.open(cacheName("attempt", person)) : undefined;
  for (const old of (await open?.keys()) ?? []) if (new URL(old.url).pathname.startsWith(forget ?? "-")) await open?.delete(old);
  for (const path of keep) await keepPage(path, person);
}

// A page of an open quiz does not change but for what is answered, and that the page itself knows; a lesson is kept anew.
async function keepPage(path: string, person: string): Promise<void> {
  const kind = keptAs(path);
  if (!kind) return;
  const name = cacheName(kind, person);
  if (kind === "attempt" && (await (await caches.open(name)).match(path, loose))) return;
  await store(name, path, await fetch(path, { headers: { accept: "text/html" } }));
}

async function store(name: string, path: string, answer: Response): Promise<void> {
  if (!answer.ok || answer.redirected) return;
  const pages = await caches.open(name);
  const text = await answer.clone().text();
  const files = await caches.open(house);
  for (const file of assetsIn(text)) if (!(await files.match(file, loose))) await files.add(file);
  await pages.put(path, answer);
}

function kept(request: Request): Promise<Response | undefined> {
  return caches.match(request, loose);
}

async function page(event: Fetching): Promise<Response> {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (fault) {
    const found = await kept(event.request);
    const answer = found ? await marked(found) : await caches.match(fallback, loose);
    if (!answer) throw fault;
    return answer;
  }
}

// The page can tell that it is a copy: its clock and its answers are of another time.
async function marked(copy: Response): Promise<Response> {
  const { headers } = copy;
  return new Response((await copy.text()).replace("<html ", "<html data-kept "), { headers });
}

// The form of a question, sent without a network: its answer waits on the device, the reader goes on.
async function sent(request: Request, path: string): Promise<Response> {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const then = (await copy.formData()).get("then");
    return Response.redirect(onward(path, typeof then === "string" ? then : ""), 303);
  }
}

async function clear(): Promise<void> {
  for (const name of await caches.keys()) if (name !== house) await caches.delete(name);
}
