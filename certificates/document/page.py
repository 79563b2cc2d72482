"""From facts to the page: every text measured and set, every picture at hand."""

import unicodedata
from functools import cache, partial
from pathlib import Path
from typing import TypeGuard
from urllib.parse import urlsplit

import jinja2
import msgspec

from certificates.document.backing import Backing
from certificates.document.drawing import Drawing, Outline, from_svg
from certificates.document.emblem import placed
from certificates.document.engraving.letters import line
from certificates.document.facts import CertificateFacts, assessment, day, hours
from certificates.document.fitting import Measure, Setting, one_line, title
from certificates.document.fonts import FACES, HAND, MONO, NAME, SANS, SANS_BOLD, SERIF, Face, width

DESIGNS = Path(__file__).parent.parent / "designs"
# Size and room in points: a short name stands large inside the title's width, a long one may run almost to the frame.
NAME_STEPS = ((36, 480.0), (30, 480.0), (27, 540.0), (24, 640.0), (20, 640.0))
TITLE_ROOM = 540.0
SIGNATURE = (210.0, 50.0)
INK = "#14264a"
_RULE = Outline(f"M 0 47.6 L {SIGNATURE[0] - 14:.0f} 47.6", stroke=INK, width=0.7)
_SEVERAL = ("categories", "state_lines")
"""Facts of several texts."""


def fits(name: str, fonts: Path) -> bool:
    """Whether a holder's name can be printed on one line at an honorable size; if not, ask for a shorter form."""
    size, room = NAME_STEPS[-1]
    return width(_composed(name), NAME, size, fonts) <= room


def html(facts: CertificateFacts, fonts: Path, backing: Backing | None = None) -> str:
    """The page of a certificate in its design. All texts are escaped: names come from people."""
    template = _templates().get_template(f"{facts.design}/certificate.html")
    issued_at = facts.issued_at.isoformat(timespec="seconds")
    record = _record(backing, partial(_width, MONO, fonts)) if backing else None
    return template.render(facts=facts, issued_at=issued_at, record=record, **_settings(facts, fonts))


def stylesheet(design: str, fonts: Path) -> str:
    """The design's stylesheet with the faces it may use; fonts come from disk and nowhere else."""
    faces = "".join(_font_face(face, fonts) for face in FACES)
    return faces + (DESIGNS / design / "certificate.css").read_text("utf-8")


@cache
def plates(design: str) -> dict[str, Drawing]:
    """The design's own art, by name."""
    return {path.stem: from_svg(path.read_text("utf-8")) for path in sorted((DESIGNS / design).glob("*.svg"))}


def signature(name: str, fonts: Path) -> Drawing:
    """The signatory's name, slanted, above the line: a set piece like the seal, not a likeness of anyone's pen."""
    set_in = one_line(name, (25, 22, 19), SIGNATURE[0] - 32, partial(_width, HAND, fonts))
    letters = line(name, HAND, set_in.size, fonts, origin=(8, 38))
    return Drawing(*SIGNATURE, (Outline(letters, fill=INK), _RULE))


def signature_of(art: Drawing) -> Drawing:
    """A drawn signature above the same line, as high as a set one."""
    drawn = placed(art, SIGNATURE[0] - 14, 44)
    return Drawing(*SIGNATURE, (*drawn.outlines, _RULE))


def composed(facts: CertificateFacts) -> CertificateFacts:
    """The same facts with every text in composed form: the faces hold ready letters, not separate accents."""
    texts = {key: _composed(value) for key, value in msgspec.structs.asdict(facts).items() if isinstance(value, str)}
    several = {key: tuple(map(_composed, getattr(facts, key))) for key in _SEVERAL}
    return msgspec.structs.replace(facts, **texts, **several)


def texts(facts: CertificateFacts) -> str:
    """Everything on the page that came from people, in one string, to look for letters without a glyph."""
    values = msgspec.structs.asdict(facts).values()
    return "".join(value if isinstance(value, str) else "".join(value) for value in values if _is_text(value))


def _is_text(value: object) -> TypeGuard[str | tuple[str, ...]]:
    return isinstance(value, str | tuple)


def lines(
    facts: CertificateFacts, fonts: Path, backing: Backing | None = None
) -> dict[tuple[str, int], tuple[str, float]]:
    """Every measured line of the page by its setting and place in it, with its size in points."""
    found = {("serial", 0): (facts.serial, 9.8)}
    if backing:
        record = _record(backing, partial(_width, MONO, fonts))
        found["record", 0] = (record.lines[0], record.size)
    for name, set_in in _settings(facts, fonts).items():
        settings = [set_in] if isinstance(set_in, Setting) else [setting for _, setting in set_in]
        texts = ((line, setting.size) for setting in settings for line in setting.lines)
        found |= {(name, place): line for place, line in enumerate(texts)}
    return found


def _settings(facts: CertificateFacts, fonts: Path) -> dict[str, Setting | list[tuple[str, Setting]]]:
    serif, sans = partial(_width, SERIF, fonts), partial(_width, SANS, fonts)
    return {
        "name": _name(facts.holder_name, partial(_width, NAME, fonts)),
        "agency": one_line(facts.rank_and_agency, (10.5, 9.5, 8.5), 640, sans),
        "title": title(facts.course_title, (21,), (17, 15, 13), TITLE_ROOM, measure=serif),
        "figures": _figures(facts, serif),
        "signer": one_line(facts.signatory_name, (10, 9, 8), 196, partial(_width, SANS_BOLD, fonts)),
        "signer_title": one_line(facts.signatory_title, (8, 7.5, 7), 196, sans),
        "issued": one_line(f"Issued {day(facts.issued_at)} by {facts.provider}", (8, 7.5, 7), 240, sans),
        "valid": one_line(_valid(facts), (8, 7.5, 7), 240, sans),
        "site": one_line(f"for {facts.site_name}", (8, 7.5, 7), 240, sans),
        "address": one_line(_address(facts), (8, 7.5, 7), 208, sans),
        "brand": title(facts.site_brand, (8.5,), (8.5, 7.5, 7), 150, measure=partial(_width, SANS_BOLD, fonts)),
        "state": [("", one_line(text, (6.8, 6.4, 6), 146, sans)) for text in facts.state_lines],
        "details": title(_details(facts), (7,), (7, 6.6), 600, measure=sans),
    }


def _name(name: str, measure: Measure) -> Setting:
    for size, room in NAME_STEPS:
        if measure(name, size) <= room:
            return Setting((name,), size)
    size, room = NAME_STEPS[-1]
    return one_line(name, (size,), room, measure)


def _figures(facts: CertificateFacts, measure: Measure) -> list[tuple[str, Setting]]:
    figures = (
        ("Instruction", hours(facts.minutes)),
        ("Completed", day(facts.completed_on)),
        ("Course version", facts.version),
        ("Final assessment", assessment(facts.percent)),
    )
    return [(label, one_line(value, (13, 12, 11), 138, measure)) for label, value in figures]


def _valid(facts: CertificateFacts) -> str:
    return f"Valid through {day(facts.expires_on)}" if facts.expires_on else ""


def _details(facts: CertificateFacts) -> str:
    categories = [f"Categories: {', '.join(facts.categories)}"] if facts.categories else []
    parts = [f"Course {facts.course_code}", "Online, self-paced instruction", *categories]
    return " · ".join([*parts, "Not evidence of CJIS or agency clearance"])


def _record(backing: Backing, measure: Measure) -> Setting:
    digest = " ".join(backing.digest[start : start + 8] for start in range(0, 64, 8))
    line = f"Training record sha256 {digest} · log entry {backing.log_place}"
    return one_line(line, (6.6, 6.2), 600, measure)


def _address(facts: CertificateFacts) -> str:
    parts = urlsplit(facts.verify_url)
    return (parts.netloc + parts.path).removesuffix(facts.serial).rstrip("/")


def _width(face: Face, fonts: Path, text: str, size: float) -> float:
    return width(text, face, size, fonts)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _font_face(face: Face, fonts: Path) -> str:
    style = "italic" if face.italic else "normal"
    source = (fonts / face.file).resolve().as_uri()
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'font-style: {style}; src: url("{source}"); }}\n'
    )


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(DESIGNS), autoescape=True, undefined=jinja2.StrictUndefined
    )
