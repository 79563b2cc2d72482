/**
 * Start playing. A browser may refuse (no press of the reader yet) or be interrupted by a change of the source; the button
 * then still says Play, or the stream goes on by itself.
 */
export function play(media: HTMLMediaElement): void {
  media.play().catch((fault: unknown) => console.info("does not play yet", fault));
}
