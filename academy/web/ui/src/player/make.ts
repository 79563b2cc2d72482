/** A new element with attributes and children; text stays text. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name, attributes: Record<string, string> = {}, ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const svg = "http://www.w3.org/2000/svg";

/** A new drawing element. */
export function draw(name: string, attributes: Record<string, string> = {}): SVGElement {
  const element = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** An icon of the sprite that every page carries. */
export function icon(name: string): SVGElement {
  const element = draw("svg", { class: "icon", "aria-hidden": "true", focusable: "false" });
  element.append(draw("use", { href: `#i-${name}` }));
  return element;
}

export interface BarButton { element: HTMLButtonElement; show(drawing: string, name: string): void }

/** A bar button; `show` changes its icon and its name together, because a name that lies is worse than none. */
export function barButton(press: () => void): BarButton {
  const element = make("button", { type: "button" });
  let shown = "";
  element.addEventListener("click", press);
  const show = (drawing: string, name: string) => {
    if (shown === drawing + name) return;
    shown = drawing + name;
    element.setAttribute("aria-label", name);
    element.title = name;
    element.replaceChildren(icon(drawing));
  };
  return { element, show };
}
