/** What a key in the list asks for; empty when it is nobody's but the browser's. */
export function commandOf(event: KeyboardEvent): string {
  const control = event.ctrlKey || event.metaKey;
  if (control && event.code === "Space") return "play";
  if (control && event.key.toLowerCase() === "m") return "merge";
  if (event.altKey && event.key === "ArrowLeft") return "earlier";
  if (event.altKey && event.key === "ArrowRight") return "later";
  if (event.key === "Escape") return "leave";
  const plain = event.target instanceof HTMLTextAreaElement && !control && !event.altKey && !event.shiftKey;
  return (plain && { Enter: "split", Tab: "next" }[event.key]) || "";
}
