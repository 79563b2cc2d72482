"""What a certificate costs: plain WeasyPrint, our press and the stamp in one run. `python -m bench.certificates`"""

import gc
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from academy.web import assets
from certificates.document import build_fonts, page, qr, render
from certificates.document.drawing import to_svg
from certificates.document.fonts import FACES, SUBSETS
from certificates.document.stamping_press import new_template
from tests.certificates.certificate_cast import CASTANEDA as FACTS

TARGETS: Final = {
    "certificate_press_x": "at least 8",
    "certificate_stamp_x": "at least 80",
    "certificate_stamp_growth_mb": "under 20",
    "certificate_kb": "under 200",
    "certificate_stamped_kb": "under 300",
}
ROUNDS: Final = 3


def figures(fonts: Path, folder: Path) -> dict[str, float]:
    """Ratios of processor time to plain WeasyPrint, taken in turn, best of each; sizes; memory over 1,000 stamps."""
    template = new_template(FACTS, fonts)
    plain_page = _plain_page(fonts, folder)
    ways: dict[str, tuple[int, Callable[[], bytes]]] = {
        "plain": (1, lambda: _plain(*plain_page)),
        "press": (5, lambda: render(FACTS, fonts)),
        "stamp": (60, lambda: template.filled(FACTS)),
    }
    spent = {name: min(_spent(work, times) for _ in range(ROUNDS)) for name, (times, work) in ways.items()}
    return {
        "certificate_press_ms": round(spent["press"] * 1000, 2),
        "certificate_stamp_ms": round(spent["stamp"] * 1000, 2),
        "certificate_press_x": round(spent["plain"] / spent["press"], 1),
        "certificate_stamp_x": round(spent["plain"] / spent["stamp"], 1),
        "certificate_stamp_growth_mb": _growth(lambda: template.filled(FACTS)),
        "certificate_kb": round(len(render(FACTS, fonts)) / 1000, 1),
        "certificate_stamped_kb": round(len(template.filled(FACTS)) / 1000, 1),
    }


def show(found: Mapping[str, float], targets: Mapping[str, str] = TARGETS) -> None:
    """Each figure with what it should be."""
    for name, figure in found.items():
        sys.stdout.write(f"{name:<32} {figure:>9.2f}  {targets.get(name, '')}\n")


def _plain(html: str, css: str) -> bytes:
    """As one would write it: a page with pictures and a stylesheet, everything read anew for each certificate."""
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=css, font_config=fonts)
    document = weasyprint.HTML(string=html)
    return bytes(document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/a-3a"))


def _plain_page(fonts: Path, folder: Path) -> tuple[str, str]:
    art = page.plates(FACTS.design) | {
        "qr": qr.symbol(FACTS.verify_url),
        "signature": page.signature(FACTS.signatory_name, fonts),
    }
    html = page.html(FACTS, fonts)
    css = "".join(_web_faces()) + (page.DESIGNS / FACTS.design / "certificate.css").read_text()
    for name, drawing in art.items():
        file = folder / f"{name}.svg"
        file.write_text(to_svg(drawing))
        html, css = html.replace(f"art:{name}", file.as_uri()), css.replace(f"art:{name}", file.as_uri())
    return html, css


def _web_faces() -> list[str]:
    # All three parts of each face, or the letters of our press are not covered.
    packages = assets.UI / "node_modules"
    return [
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f"font-style: {'italic' if face.italic else 'normal'}; "
        f'src: url("{(packages / face.source.format(subset)).as_uri()}") }}\n'
        for face in FACES
        for subset in SUBSETS
    ]


def _spent(work: Callable[[], bytes], times: int) -> float:
    work()
    before = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - before) / times


def _growth(work: Callable[[], bytes], times: int = 1000) -> float:
    """Megabytes that the process holds more after many."""
    work()
    gc.collect()
    before = _held()
    for _ in range(times):
        work()
    gc.collect()
    return round((_held() - before) / 1e6, 1)


def _held() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        fonts = Path(name) / "fonts"
        build_fonts(assets.UI / "node_modules", fonts)
        show(figures(fonts, Path(name)))


if __name__ == "__main__":
    main()
