/** One answer on its way: where it goes and the form fields as they are sent. */
export interface Letter {
  to: string;
  body: string;
}

/** A newer answer to the same question replaces the older one that was not sent yet; order of first asking is kept. */
export function enqueue(waiting: readonly Letter[], letter: Letter): Letter[] {
  const known = waiting.some((other) => other.to === letter.to);
  return known ? waiting.map((other) => (other.to === letter.to ? letter : other)) : [...waiting, letter];
}

/** Without `sent`; a letter that was replaced while it travelled stays, because the server has only the old answer. */
export function acknowledge(waiting: readonly Letter[], sent: Letter): Letter[] {
  return waiting.filter((letter) => letter.to !== sent.to || letter.body !== sent.body);
}

/**
 * What becomes of a letter by the status it came back with. Only "done" (saved, or refused for good by a rule) lets go of
 * it; an expired session or form token and a fault of ours are no reason to lose an answer.
 */
export function fate(status: number): "done" | "sign-in" | "reload" | "later" {
  if (status === 401) return "sign-in";
  if (status === 403) return "reload";
  return status >= 500 || status === 429 || status === 408 ? "later" : "done";
}
