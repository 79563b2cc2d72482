/** Put the fields of an answer back into its form, whatever kind of fields it has; those of one name in their order. */
export function fill(form: HTMLFormElement, fields: URLSearchParams): void {
  const filled = new Map<string, number>();
  for (const input of form.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>("[name]")) {
    if (input.type === "hidden" || input instanceof HTMLButtonElement) continue;
    const values = fields.getAll(input.name);
    if (input instanceof HTMLInputElement && (input.type === "radio" || input.type === "checkbox")) input.checked = values.includes(input.value);
    else {
      const place = filled.get(input.name) ?? 0;
      filled.set(input.name, place + 1);
      input.value = values[place] ?? input.value;
    }
  }
}
