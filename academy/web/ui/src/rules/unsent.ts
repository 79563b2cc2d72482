/** One thing on its way: `id` is its number (operation), `to` where it goes, `body` the form fields as they are sent. */
export interface Letter {
  id: string;
  person: string;
  to: string;
  body: string;
  /** Why it will never be taken; it stays here for whoever asks, and is not sent again. */
  aside?: string;
}

/** Kept so long that somebody who asks about an answer that came too late can still show it. */
const ASIDE_MS = 30 * 24 * 3600 * 1000;
const WAITS = ["other_person", "token_forged", "token_expired"];

/**
 * Letters that still have to go, in the order in which they were made. Word of an outage goes first: it may move the end
 * of a quiz, and the answers behind it would come too late.
 */
export function due(letters: readonly Letter[], skipped: ReadonlySet<string> = new Set()): Letter[] {
  const order = (letter: Letter) => (letter.to.endsWith("/outages") ? 0 : numberOf(letter));
  return letters.filter((letter) => !letter.aside && !skipped.has(letter.id)).sort((one, other) => order(one) - order(other));
}

/**
 * Letters that `letter` makes needless: older answers to the same question that were not sent yet. Never newer ones: two
 * answers given in one moment, each clearing up after itself, would clear away each other.
 */
export function replaced(letters: readonly Letter[], letter: Letter): Letter[] {
  return letters.filter((other) => other.to === letter.to && !other.aside && numberOf(other) < numberOf(letter));
}

/** Letters set aside so long ago that nobody will ask any more. */
export function forgotten(letters: readonly Letter[], now: number): Letter[] {
  return letters.filter((letter) => letter.aside && numberOf(letter) < now - ASIDE_MS);
}

/**
 * What becomes of a letter by the answer it came back with. It is let go only when the academy has it, or when a rule
 * refused what it says; an expired session or form token, another person at the keyboard and a fault of ours are no reason
 * to lose an answer. "skip": it stays and is tried from another page; "aside": it came too late or has no place any more.
 */
export function fate(status: number, code = ""): "done" | "refused" | "sign-in" | "reload" | "later" | "skip" | "aside" {
  if (status < 300) return "done";
  if (status === 401) return "sign-in";
  if (status === 403) return "reload";
  if (status >= 500 || status === 429 || status === 408 || code === "conflict") return "later";
  if (WAITS.includes(code)) return "skip";
  return status === 404 || status === 409 || status < 400 ? "aside" : "refused";
}

function numberOf(letter: Letter): number {
  return Number(letter.id.split(".")[1]);
}

/** What is known on a device of answers the academy may not have yet: by the addresses they go to, whether each waits here. */
export function answersHere(waiting: readonly Letter[], remembered: Iterable<[string, string]>): Map<string, { body: string; waits: boolean }> {
  const known = new Map([...remembered].map(([to, body]) => [to, { body, waits: false }]));
  for (const { to, body } of waiting) if (to.endsWith("/response")) known.set(to, { body, waits: true });
  return known;
}

/** The sentence above the questions before they are sent. */
export function openWords(open: number): string {
  if (!open) return "Every question is answered.";
  return open === 1 ? "1 question is not answered." : `${open} questions are not answered.`;
}
