/** The place that is carried to a phone is the second that plays now. */
export function watchHandoff(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const media = document.querySelector<HTMLMediaElement>("psp-player video, psp-player audio");
    const place = form.querySelector<HTMLInputElement>("[name=place]");
    if (!form.matches("[data-handoff]") || !media || !place || !media.currentTime) return;
    media.pause();
    place.value = `${location.pathname}?t=${Math.floor(media.currentTime)}`;
  }, true);
}
