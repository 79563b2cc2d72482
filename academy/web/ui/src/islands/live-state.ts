// The state of a recording in work, told by the server as it changes. While the stream is open the page's own asking is
// held back; where there is no stream, or it breaks, the asking goes on by itself.
import { told } from "../rules/told.ts";

class LiveState extends HTMLElement {
  #source: EventSource | null = null;
  #hold = (event: Event) => {
    if (this.#source?.readyState === EventSource.OPEN) event.preventDefault();
  };

  connectedCallback(): void {
    const address = this.dataset.events;
    if (!address || !("EventSource" in window)) return;
    this.addEventListener("htmx:beforeRequest", this.#hold);
    this.#source = new EventSource(address);
    this.#source.addEventListener("state", (event) => this.#show((event as MessageEvent<string>).data));
    this.#source.addEventListener("over", () => {
      this.#source?.close();
      location.reload();
    });
  }

  disconnectedCallback(): void {
    this.#source?.close();
    this.removeEventListener("htmx:beforeRequest", this.#hold);
  }

  #show(data: string): void {
    const said = told(data);
    const state = this.querySelector("#state");
    if (!said || !state) return;
    const drawn = new DOMParser().parseFromString(said.html, "text/html").querySelector("#state");
    if (drawn) state.replaceChildren(...drawn.childNodes);
  }
}

customElements.define("live-state", LiveState);
