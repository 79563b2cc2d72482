/** What a page is to somebody without a network: a lesson may be kept, an open quiz is, everything else is not. */
export type Kept = "lesson" | "attempt" | undefined;

export function keptAs(path: string): Kept {
  if (/^\/enrollments\/[a-z0-9]+\/lessons\/[^/]+$/.test(path)) return "lesson";
  return /^\/attempts\/[a-z0-9]+\/(items\/\d+|review)$/.test(path) ? "attempt" : undefined;
}

/** The cache of somebody's pages of one kind. Whoever signs in next finds it gone. */
export function cacheName(kind: "lesson" | "attempt", person: string): string {
  return `${kind} ${person}`;
}

/** Caches that hold somebody else's pages. */
export function foreign(names: readonly string[], person: string): string[] {
  return names.filter((name) => / /.test(name) && !name.endsWith(` ${person}`));
}

/** The built files a page needs to look and work as it does: styles, scripts, fonts it names. Never films. */
export function assetsIn(html: string): string[] {
  return [...new Set(html.match(/\/static\/[\w.-]+\.(?:css|js|woff2|svg)/g) ?? [])];
}

/** Where somebody wanted to go on who sent a question's form without a network: the answer itself waits on the device. */
export function onward(path: string, then: string): string {
  const attempt = /^\/attempts\/[^/]+\//.exec(path)?.[0];
  return attempt && then.startsWith(attempt) ? then : path.replace(/\/response$/, "");
}
