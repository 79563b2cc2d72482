// A place in the picture can be pressed as well as its line in the list; the list is what is sent, and it stays.
class HotspotPicture extends HTMLElement {
  connectedCallback(): void {
    for (const place of this.places) place.addEventListener("click", () => this.field(place)?.click());
    this.list.addEventListener("change", () => this.show());
    this.show();
  }

  private get list(): HTMLFieldSetElement {
    return this.closest("fieldset") as HTMLFieldSetElement;
  }

  private get places(): SVGGElement[] {
    return [...this.querySelectorAll<SVGGElement>("[data-token]")];
  }

  private field(place: SVGGElement): HTMLInputElement | null {
    return this.list.querySelector(`input[name=chosen][value="${place.dataset["token"]}"]`);
  }

  private show(): void {
    for (const place of this.places) place.toggleAttribute("data-chosen", this.field(place)?.checked ?? false);
  }
}

customElements.define("hotspot-picture", HotspotPicture);
