/** Whether a film plays where nobody sees it. What is made for the ear is never out of sight: sound alone counts. */
export function outOfSight(media: HTMLMediaElement): boolean {
  return document.hidden && media.matches("video:not([data-saves] video)");
}
