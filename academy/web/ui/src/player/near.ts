/** Do something once: when the element comes near the view, or somebody reaches for it first. */
export function whenNear(element: HTMLElement, act: () => void): void {
  const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && once(), { rootMargin: "400px" });
  const reached = ["focusin", "pointerdown"] as const;
  const once = () => {
    watch.disconnect();
    for (const event of reached) element.removeEventListener(event, once);
    act();
  };
  for (const event of reached) element.addEventListener(event, once);
  watch.observe(element);
}
