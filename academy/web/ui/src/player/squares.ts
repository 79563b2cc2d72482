/** The navigator of a quiz agrees with what was just saved for the question on this page. */
export function markAnswered(answered: boolean): void {
  const square = document.querySelector(".squares [aria-current]");
  if (!square) return;
  mark(square, answered);
  tell();
}

/** It agrees also with answers to other questions, given by the addresses their forms are sent to. */
export function markOthers(answered: ReadonlyMap<string, boolean>): void {
  for (const square of document.querySelectorAll<HTMLAnchorElement>(".squares a")) {
    const known = answered.get(`${square.pathname}/response`);
    if (known !== undefined) mark(square, known);
  }
  tell();
}

function mark(square: Element, answered: boolean): void {
  if (answered) square.setAttribute("data-state", "answered");
  else square.removeAttribute("data-state");
  const name = square.getAttribute("aria-label") ?? "";
  square.setAttribute("aria-label", name.replace(/(not )?answered/, answered ? "answered" : "not answered"));
}

function tell(): void {
  const open = [...document.querySelectorAll(".squares a:not([data-state])")].map((other) => other.textContent?.trim());
  const line = document.querySelector("[data-unanswered]");
  if (line) line.textContent = open.length ? `Not answered: question${open.length > 1 ? "s" : ""} ${open.join(", ")}` : "All answered";
}
