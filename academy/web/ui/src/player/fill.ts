/** Put the fields of an answer back into its form, whatever kind of fields it has. */
export function fill(form: HTMLFormElement, fields: URLSearchParams): void {
  for (const input of form.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>("[name]")) {
    if (input.type === "hidden" || input instanceof HTMLButtonElement) continue;
    const values = fields.getAll(input.name);
    if (input instanceof HTMLInputElement && (input.type === "radio" || input.type === "checkbox")) input.checked = values.includes(input.value);
    else if (values[0] !== undefined) input.value = values[0];
  }
}
