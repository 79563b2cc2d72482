// One tab stop for the whole matrix, arrows from cell to cell, Enter opens, Space chooses the person.
import { make } from "../player/make.ts";
import { step } from "../rules/grid.ts";

const keys = "Arrows move by cell, Home and End in the row, Ctrl+Home and Ctrl+End in the table, Enter opens, Space chooses the person.";

class MatrixKeys extends HTMLElement {
  connectedCallback(): void {
    for (const inner of this.querySelectorAll<HTMLElement>("tbody a, tbody input")) inner.tabIndex = -1;
    // The region was focusable so that it scrolls without script; now the cells are, and one stop is enough.
    this.querySelector(".matrix-scroll")?.removeAttribute("tabindex");
    const first = this.cells[0]?.[0];
    if (first) first.tabIndex = 0;
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("focusin", (event) => this.enter(event.target as HTMLElement));
    this.append(make("p", { class: "matrix-keys" }, keys));
  }

  private get cells(): HTMLTableCellElement[][] {
    return [...this.querySelectorAll<HTMLTableRowElement>("tbody tr")].map((row) => [...row.cells]);
  }

  private enter(target: HTMLElement): void {
    const cell = target.closest<HTMLElement>("tbody th, tbody td");
    if (!cell) return;
    for (const other of this.querySelectorAll<HTMLElement>("tbody [tabindex='0']")) other.tabIndex = -1;
    cell.tabIndex = 0;
  }

  private press(event: KeyboardEvent): void {
    const cell = (event.target as HTMLElement).closest<HTMLTableCellElement>("tbody th, tbody td");
    if (!cell) return;
    const cells = this.cells;
    const row = cells.findIndex((line) => line.includes(cell));
    const to = step(event.key, event.ctrlKey, [row, cell.cellIndex], [cells.length, cells[row]?.length ?? 0]);
    if (to) this.go(event, cells[to[0]]?.[to[1]]);
    else if (event.key === "Enter" && event.target === cell) this.open(cell);
    else if (event.key === " " && event.target === cell) this.choose(event, cell);
  }

  // A cell opens the officer at its course, the name the officer.
  private open(cell: HTMLTableCellElement): void {
    const name = cell.closest("tr")?.querySelector<HTMLAnchorElement>("a.name-link");
    const head = this.querySelectorAll<HTMLElement>("thead th")[cell.cellIndex];
    if (name) location.href = `${name.href}#${head?.dataset["course"] ?? ""}`;
  }

  private go(event: KeyboardEvent, cell: HTMLTableCellElement | undefined): void {
    event.preventDefault();
    if (!cell) return;
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    this.clear(cell);
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // What sticks at the edges of the region would cover the cell it scrolls to. Low windows have a head that scrolls along.
  private clear(cell: HTMLTableCellElement): void {
    const region = this.querySelector<HTMLElement>(".matrix-scroll");
    const [corner, head, foot] = ["thead th", "thead th:last-child", "tfoot td"].map((part) => this.querySelector<HTMLElement>(part));
    if (!region || !corner || !head || !foot) return;
    const tall = (part: HTMLElement) => (getComputedStyle(part).position === "sticky" ? part.offsetHeight : 0);
    region.style.scrollPadding = `${tall(head)}px 0 ${tall(foot)}px ${cell.cellIndex ? corner.offsetWidth : 0}px`;
  }

  private choose(event: KeyboardEvent, cell: HTMLElement): void {
    event.preventDefault();
    cell.closest("tr")?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
  }
}

customElements.define("matrix-keys", MatrixKeys);
