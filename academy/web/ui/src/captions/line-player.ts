import type { Line } from "../rules/caption-lines.ts";

/** Plays one line of the recording, and shows which line is heard. */
export class LinePlayer {
  private stopAt = Infinity;

  constructor(
    readonly media: HTMLMediaElement | null,
    heard: (ms: number) => void,
  ) {
    media?.addEventListener("timeupdate", () => {
      if (media.currentTime >= this.stopAt) this.pause();
      heard(media.currentTime * 1000);
    });
  }

  play(line: Line | undefined): void {
    if (!this.media || !line) return;
    [this.media.currentTime, this.stopAt] = [line.start_ms / 1000, line.end_ms / 1000];
    void this.media.play();
  }

  private pause(): void {
    this.stopAt = Infinity;
    this.media?.pause();
  }
}
