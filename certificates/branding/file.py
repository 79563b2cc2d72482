"""The file of an institution's additions, read and checked before anything is issued with them."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from academy import settings
from academy.errors import Invalid
from certificates import press
from certificates.branding import marks
from certificates.branding.rules import Branding, Course, brand_of, lines_for, signatory_on
from certificates.document import CertificateFacts, missing_glyphs
from certificates.document.emblem import ArtRefused, keep, taken_over
from certificates.document.picture import PictureRefused


class BrandingFault(Invalid):
    """The branding file cannot be used as it is."""

    code = "branding_fault"


def branded(facts: CertificateFacts, course: Course) -> CertificateFacts:
    """The facts with what the institution adds today; frozen with them from now on.

    Raises BrandingFault, whose sentence says what to correct in the file.
    """
    if not settings.current().certificate_branding:
        return facts
    path, fonts, known = _current()
    added = _signed(known, facts, path, fonts) | _sited(known, course, path, fonts)
    return msgspec.structs.replace(facts, **added, state_lines=lines_for(course, known.line))


def check() -> None:
    """Read everything the file names, for the start of a process. Raises BrandingFault."""
    if settings.current().certificate_branding:
        path, fonts, known = _current()
        for image in filter(None, [one.image for one in known.signatory]):
            _drawing(path.parent / image, fonts)
        for mark in filter(None, [one.mark for one in known.site]):
            _mark(path.parent / mark, fonts)


def _current() -> tuple[Path, Path, Branding]:
    path, fonts = Path(settings.current().certificate_branding), press.fonts()
    known = _read(path, path.stat().st_mtime_ns, fonts) if path.is_file() else _missing(path)
    return path, fonts, known


def _signed(known: Branding, facts: CertificateFacts, path: Path, fonts: Path) -> dict[str, str]:
    signs = signatory_on(facts.issued_at.date(), facts.design, known.signatory)
    if signs is None:
        return {}
    art = _drawing(path.parent / signs.image, fonts) if signs.image else ""
    return {"signatory_name": signs.name, "signatory_title": signs.title, "signature_art": art}


def _sited(known: Branding, course: Course, path: Path, fonts: Path) -> dict[str, str]:
    brand = brand_of(course.site, known.site)
    if brand is None:
        return {}
    return {"site_brand": brand.name, "site_mark": _mark(path.parent / brand.mark, fonts) if brand.mark else ""}


def _missing(path: Path) -> Branding:
    raise BrandingFault(f"The branding file {path} is not there. Correct ACADEMY_CERTIFICATE_BRANDING or put it back.")


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int, fonts: Path) -> Branding:
    try:
        known = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Branding)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as fault:
        raise BrandingFault(f"The branding file {path} cannot be read: {fault}") from fault
    for text in _texts(known):
        if missing := missing_glyphs(text, fonts):
            letters = " ".join(sorted(missing))
            raise BrandingFault(f"The branding file {path} says “{text}”. The certificate cannot print: {letters}")
    return known


def _texts(known: Branding) -> Iterator[str]:
    for signs in known.signatory:
        yield from (signs.name, signs.title)
    yield from (brand.name for brand in known.site)
    yield from (line.text for line in known.line)


def _drawing(path: Path, fonts: Path) -> str:
    try:
        return keep(taken_over(_content(path)), fonts)
    except ArtRefused as fault:
        raise BrandingFault(f"{path.name}: {fault.sentence}") from fault


def _mark(path: Path, fonts: Path) -> str:
    try:
        return marks.keep(marks.cleaned(_content(path)), fonts)
    except (ArtRefused, PictureRefused) as fault:
        raise BrandingFault(f"{path.name}: {fault.sentence}") from fault


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise BrandingFault(f"The drawing {path} of the branding file cannot be read: {fault.strerror}") from fault
