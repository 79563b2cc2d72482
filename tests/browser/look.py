"""Looking at a page the way people do who cannot see it, or see it on a phone; and keeping a picture of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from academy.web.assets import axe_path

PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
KEEPS_PICTURES = bool(os.environ.get("KEEP_PICTURES"))
"""Nobody looks at them in the gate, and they take long: `KEEP_PICTURES=1 pytest -m browser ...` keeps them."""
WIDTHS = {1366: 768, 390: 844, 320: 640}
"""The windows we look through: width -> height."""
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_AXE = """async (tags) => (await axe.run(document, {runOnly: tags, resultTypes: ["violations"]})).violations
    .flatMap(one => one.nodes.map(node => `${one.id}: ${node.target.join(" ")} (${node.failureSummary})`))"""
_TOO_WIDE = """() => { const room = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth <= room ? [] : [...document.querySelectorAll("main *, header *")]
        .filter(one => one.getBoundingClientRect().right > room + 1).map(one => one.outerHTML.slice(0, 100)); }"""
_STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter(one => one.type !== "hidden" && !one.disabled && one.tabIndex >= 0 && one.checkVisibility({
        visibilityProperty: true, contentVisibilityAuto: true}) && (one.type !== "radio" || one.checked ||
        !document.querySelector(`input[type=radio][name="${one.name}"]:checked`) &&
        one === document.querySelector(`input[type=radio][name="${one.name}"]`)))
    .map((one, number) => { one.dataset.stop = number; return `${number} ${one.outerHTML.slice(0, 120)}`; })"""
_HERE = """() => { const one = document.activeElement; if (!one || one === document.body) return null;
    const rings = [one, one.closest("label"), one.parentElement, ...(one.labels ?? [])].filter(Boolean);
    const ring = box => ["", "::before", "::after"].some(part => { const look = getComputedStyle(box, part || null);
        return look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0 || look.boxShadow !== "none"; });
    return {stop: one.dataset.stop ?? "", seen: rings.some(ring), words: one.outerHTML.slice(0, 120)}; }"""


class Look:
    """Collects what is wrong with every page it was shown."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def __call__(self, page: Page, name: str) -> None:
        """The accessibility checker, wide and on a phone, pictures if asked for; and the narrowest phone."""
        page.wait_for_load_state("networkidle")
        for width in (1366, 390):
            with at_width(page, width):
                if KEEPS_PICTURES:
                    page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True, animations="disabled")
                self.faults += [f"{name} at {width}: {fault}" for fault in violations(page)]
        with at_width(page, 320):
            self.faults += [f"{name} at 320: too wide: {one}" for one in page.evaluate(_TOO_WIDE)]


def violations(page: Page) -> list[str]:
    """What the checker finds, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_path().read_text())
    found: list[str] = page.evaluate(_AXE, list(TAGS))
    return found


@contextmanager
def at_width(page: Page, width: int) -> Iterator[None]:
    """The same page through another window for a moment."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    yield
    if before:
        page.set_viewport_size(before)


def tab_faults(page: Page) -> list[str]:
    """Walk a page with the Tab key: what is never reached, and where the focus cannot be seen."""
    stops: list[str] = page.evaluate(_STOPS)
    page.evaluate("document.activeElement?.blur?.(); window.getSelection().removeAllRanges()")
    reached: set[str] = set()
    before = ""
    faults: list[str] = []
    while True:
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        if here is None or (here["stop"] in reached and here["stop"] != before):
            break
        # A date field keeps the focus for its month, day, year and picker, and draws those rings itself.
        faults += [] if here["seen"] or here["stop"] == before else [f"focus not seen on {here['words']}"]
        before = here["stop"]
        reached.add(before)
    return faults + [f"never reached: {stop}" for number, stop in enumerate(stops) if str(number) not in reached]
