const quiet = 3000;

/**
 * In full screen the bar steps aside while a lecture plays and nobody moves, so that a phone shows the whole picture. It
 * stays as long as the keyboard is in it or the settings are open.
 */
export class Calm {
  private timer = 0;
  private woken = false;

  constructor(private readonly host: HTMLElement, private readonly media: HTMLMediaElement) {
    host.addEventListener("pointerdown", () => (this.woken = this.isCalm), { capture: true });
    for (const event of ["pointermove", "pointerdown", "keydown", "focusin"]) host.addEventListener(event, () => this.wake());
    for (const event of ["play", "pause"]) media.addEventListener(event, () => this.wake());
    document.addEventListener("fullscreenchange", () => this.wake());
  }

  /** Whether the last press only brought the bar back: then it shall do nothing else. */
  get wasWoken(): boolean {
    return this.woken;
  }

  private get isCalm(): boolean {
    return this.host.hasAttribute("data-calm");
  }

  private wake(): void {
    this.host.removeAttribute("data-calm");
    clearTimeout(this.timer);
    if (document.fullscreenElement === this.host && !this.media.paused) this.timer = setTimeout(() => this.rest(), quiet);
  }

  private rest(): void {
    const used = this.host.querySelector(".player__bar :focus-visible, .player__settings[open]");
    if (used) this.wake();
    else this.host.setAttribute("data-calm", "");
  }
}
