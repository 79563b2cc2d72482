"""Typesetting: facts in, PDF bytes out, in the process that calls it. Loading this module loads the typesetter."""

from functools import cache, lru_cache
from html import escape
from pathlib import Path

from academy.papers.press import Attachment, Press
from certificates.document import emblem, page, picture, qr
from certificates.document.art import RecordedArt, RecordedPicture
from certificates.document.backing import Backing
from certificates.document.facts import CertificateFacts
from certificates.document.fonts import missing_glyphs
from certificates.document.printing import CannotPrint


def typeset(facts: CertificateFacts, fonts: Path, backing: Backing | None = None) -> bytes:
    """What `printing.render` says."""
    facts = page.composed(facts)
    if missing := missing_glyphs(page.texts(facts), fonts):
        raise CannotPrint(letters="".join(sorted(missing)))
    return printed(facts, fonts, backing)


def printed(facts: CertificateFacts, fonts: Path, backing: Backing | None, *, style: str = "") -> bytes:
    """The page of composed facts from the press, with a style of its own added."""
    html = page.html(facts, fonts, backing)
    styled = html.replace("</head>", f"<style>{escape(style)}</style></head>", 1) if style else html
    return press(facts.design, fonts).print_page(styled, _art(facts, fonts), attachments(facts, backing))


def attachments(facts: CertificateFacts, backing: Backing | None) -> tuple[Attachment, ...]:
    """What the file carries: enough to check it in court without the academy."""
    if backing is None:
        return ()
    files: tuple[tuple[str, bytes, str, str], ...] = (
        ("credential.json", backing.credential, "application/vc+ld+json", "This certificate as data (Open Badges 3.0)"),
        ("log-entry.json", backing.log_entry, "application/json", "The entry of the record log about that data"),
        ("log-entry.tlog-proof", backing.log_proof, "text/plain", "The proof that the entry is in the record log"),
    )
    return tuple(
        Attachment(
            name=name, content=content, mime=mime, relationship="Data", made_at=facts.issued_at, description=words
        )
        for name, content, mime, words in files
    )


@cache
def press(design: str, fonts: Path) -> Press:
    """The press of a design."""
    return Press(page.stylesheet(design, fonts), page.DESIGNS / design, own_fonts_only=True, to_be_signed=True)


@cache
def _recorded(design: str) -> dict[str, RecordedArt]:
    return {name: RecordedArt(name, drawing) for name, drawing in page.plates(design).items()}


def _art(facts: CertificateFacts, fonts: Path) -> dict[str, RecordedArt]:
    symbol = RecordedArt("qr", qr.symbol(facts.verify_url))
    signature = _signature(facts.signatory_name, facts.signature_art, fonts)
    mark = {"mark": _mark(facts.site_brand, facts.site_mark, fonts)} if facts.site_brand else {}
    return _recorded(facts.design) | mark | {"qr": symbol, "signature": signature}


@lru_cache(maxsize=32)
def _signature(name: str, art: str, fonts: Path) -> RecordedArt:
    drawing = page.signature_of(emblem.kept(art, fonts)) if art else page.signature(name, fonts)
    return RecordedArt("signature", drawing)


@lru_cache(maxsize=32)
def _mark(brand: str, art: str, fonts: Path) -> RecordedArt:
    if art and (dots := picture.kept(art, fonts)):
        return RecordedPicture("mark", dots)
    side = emblem.MARK
    drawing = emblem.placed(emblem.kept(art, fonts), side, side) if art else emblem.monogram(brand, fonts)
    return RecordedArt("mark", drawing)
