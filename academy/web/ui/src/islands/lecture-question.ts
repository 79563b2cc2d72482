// Stops the lecture where its author asks something, shows the question in the player, and goes on at the same second.
import { Letters } from "../player/letters.ts";
import { savedLine } from "../player/saved.ts";
import { type Receipt, StopCard } from "../player/stop-card.ts";
import { due } from "../rules/stops.ts";
import type { Letter } from "../rules/unsent.ts";

type PhonePlayer = HTMLMediaElement & { webkitDisplayingFullscreen?: boolean; webkitExitFullscreen?: () => void };

class LectureQuestion extends HTMLElement {
  private media!: PhonePlayer;
  private player!: HTMLElement;
  private cards: StopCard[] = [];
  private shown: StopCard | undefined;
  private second = 0;
  private readonly letters = new Letters({
    saved: (letter, said, last) => this.tell(letter, said as Receipt, last),
    refused: (letter) => this.card(letter)?.again(),
  });

  connectedCallback(): void {
    this.player = document.querySelector("psp-player") as HTMLElement;
    this.media = this.player.querySelector("video, audio") as PhonePlayer;
    const does = { ask: (card: StopCard) => this.ask(card), answer: (card: StopCard) => this.answer(card), leave: () => this.leave() };
    this.cards = [...this.querySelectorAll<HTMLElement>("li[data-at]")].map((item) => new StopCard(item, does));
    this.media.addEventListener("timeupdate", () => this.look());
    this.media.addEventListener("seeked", () => (this.second = this.media.currentTime));
    this.media.addEventListener("play", () => this.put());
    void this.letters.send();
  }

  // In a pocket nobody can answer: the lecture plays on, and the list keeps the question.
  private look(): void {
    if (this.media.paused || this.media.seeking) return;
    const card = document.hidden ? undefined : due(this.cards, this.second, this.media.currentTime);
    this.second = this.media.currentTime;
    if (!card) return;
    // Not a word of what comes next: the last look may have been a moment late.
    this.media.currentTime = card.at;
    this.ask(card);
  }

  private ask(card: StopCard): void {
    this.media.pause();
    // The phone's own full screen shows nothing but the picture.
    if (this.media.webkitDisplayingFullscreen) this.media.webkitExitFullscreen?.();
    this.put();
    this.shown = card;
    card.show(this.player.querySelector(".player__stage") as Element);
    if (!document.fullscreenElement) this.player.scrollIntoView({ block: "nearest" });
  }

  private answer(card: StopCard): void {
    card.wait();
    void this.letters.add(card.path, card.fields, true);
  }

  private leave(): void {
    this.put();
    (this.player.querySelector<HTMLElement>(".player__buttons button") ?? this.media).focus();
    void this.media.play();
  }

  /** The question back to its place in the list. */
  private put(): void {
    this.shown?.hide();
    this.shown = undefined;
  }

  private tell(letter: Letter, said: Receipt, last: boolean): void {
    if (last) savedLine("saved", `Saved at ${said.saved_label}`, "on the academy’s record");
    const card = this.card(letter);
    if (!card) return;
    const notice = this.querySelector<HTMLTemplateElement>(said.told.is_right ? "[data-right]" : "[data-other]");
    card.tell(said, notice?.content.firstElementChild?.cloneNode(true) as Node);
    (this.querySelector("[data-answered]") as HTMLElement).textContent = String(said.answered);
  }

  private card(letter: Letter): StopCard | undefined {
    return this.cards.find((card) => card.path === letter.to);
  }
}

customElements.define("lecture-question", LectureQuestion);
