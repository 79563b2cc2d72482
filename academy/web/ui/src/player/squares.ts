/** The navigator of a quiz agrees with what was just saved for the question on this page. */
export function markAnswered(answered: boolean): void {
  const square = document.querySelector(".squares [aria-current]");
  if (!square) return;
  if (answered) square.setAttribute("data-state", "answered");
  else square.removeAttribute("data-state");
  const name = square.getAttribute("aria-label") ?? "";
  square.setAttribute("aria-label", name.replace(/(not )?answered/, answered ? "answered" : "not answered"));
  const open = [...document.querySelectorAll(".squares a:not([data-state])")].map((other) => other.textContent?.trim());
  const line = document.querySelector("[data-unanswered]");
  if (line) line.textContent = open.length ? `Not answered: ${open.join(", ")}` : "All answered";
}
