/** A written answer counts as given after a moment of quiet, not only when its field is left: a closed tab leaves nothing. */
export function keepWhileTyping(form: HTMLElement, quietMs = 1200): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  form.addEventListener("input", (event) => {
    const field = event.target as HTMLInputElement;
    if (field.name !== "chosen" || field.type !== "text") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => field.dispatchEvent(new Event("change", { bubbles: true })), quietMs);
  });
  form.addEventListener("change", () => clearTimeout(waiting));
}
