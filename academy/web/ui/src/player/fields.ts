import { make } from "./make.ts";

let count = 0;
const fresh = () => `player-field-${++count}`;

/** A field that can be told to agree again with what it stands for. */
export interface Field {
  element: HTMLElement;
  show(): void;
}

export type Choices = readonly (readonly [value: string, words: string])[];

/** A choice from a list; `choices` is asked again whenever the field is shown. */
export function choice(name: string, choices: () => Choices, now: () => string, choose: (value: string) => void): Field {
  const id = fresh();
  const list = make("select", { id });
  list.addEventListener("change", () => choose(list.value));
  const show = () => {
    const options = choices().map(([value, words]) => make("option", { value }, words));
    if ([...list.options].map((option) => option.text).join("\n") !== options.map((option) => option.text).join("\n")) list.replaceChildren(...options);
    list.value = now();
  };
  show();
  return { element: make("div", { class: "player__field" }, make("label", { for: id }, name), list), show };
}

/** Yes or no, with a line that says what it means. */
export function switchFor(name: string, means: string, now: () => boolean, choose: (on: boolean) => void): Field {
  const [id, hint] = [fresh(), fresh()];
  const box = make("input", { type: "checkbox", id, ...(means ? { "aria-describedby": hint } : {}) });
  box.addEventListener("change", () => choose(box.checked));
  const show = () => (box.checked = now());
  show();
  const words = make("span", {}, make("label", { for: id }, name), ...(means ? [make("small", { id: hint }, means)] : []));
  return { element: make("div", { class: "player__field player__field--switch" }, box, words), show };
}
