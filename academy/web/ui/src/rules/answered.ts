/** Whether the fields of a question hold an answer: a list that still says "Choose" and an empty line are none. */
export function hasAnswer(body: string): boolean {
  return new URLSearchParams(body).getAll("chosen").some((value) => value.trim() !== "");
}
