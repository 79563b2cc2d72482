// The states of the recordings in work, told by the server as they change. While the stream is open the list's own asking is
// held back; the list is asked for anew when a recording is done, and all the time where there is no stream.
import { toldLines } from "../rules/told.ts";

class LiveList extends HTMLElement {
  #source: EventSource | null = null;
  #stale = false;
  #hold = (event: Event) => {
    if (event.target === this && !this.#stale && this.#source?.readyState === EventSource.OPEN) event.preventDefault();
  };

  connectedCallback(): void {
    if (!("EventSource" in window)) return;
    this.addEventListener("htmx:beforeRequest", this.#hold);
    this.#source = new EventSource(this.dataset.events ?? "");
    this.#source.addEventListener("lines", (event) => this.#show((event as MessageEvent<string>).data));
    this.#source.addEventListener("over", () => this.#renew());
  }

  disconnectedCallback(): void {
    this.#source?.close();
    this.removeEventListener("htmx:beforeRequest", this.#hold);
  }

  #show(data: string): void {
    const lines = toldLines(data);
    for (const cell of this.parentElement?.querySelectorAll<HTMLElement>("[data-line]") ?? []) {
      const line = lines.get(cell.dataset.line ?? "");
      if (line?.state !== cell.dataset.state) return this.#renew();
      cell.replaceChildren(...new DOMParser().parseFromString(line?.html ?? "", "text/html").body.childNodes);
    }
  }

  // Somebody's recording went on to its next state, so that it stands elsewhere in the list.
  #renew(): void {
    this.#stale = true;
    this.#source?.close();
    this.dispatchEvent(new Event("stale"));
  }
}

customElements.define("live-list", LiveList);
