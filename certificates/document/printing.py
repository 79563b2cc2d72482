"""Facts in, PDF bytes out: in this process, or in one kept for it."""

from datetime import datetime
from pathlib import Path

from academy.errors import Invalid
from academy.papers.process import in_print_process
from academy.signing import Registrar, sign_pdf
from certificates.document.backing import Backing
from certificates.document.facts import CertificateFacts


class CannotPrint(Invalid):
    """A text has letters that the certificate's faces do not hold."""

    code = "cannot_print"
    sentence = "The certificate can only be printed in Latin letters. Give the name in its Latin form."


def render(facts: CertificateFacts, fonts: Path, backing: Backing | None = None) -> bytes:
    """The certificate as PDF/A-3a and PDF/UA-1, one page; the same facts and backing make the same bytes.

    With a backing its digest and place in the log are printed, and its files attached.

    Takes tens of milliseconds of pure computing and must not run in two threads at once: from the server or a worker
    call `render_in_process`. Raises CannotPrint for letters without a glyph, FileNotFoundError for an unknown design
    or fonts that were not built.
    """
    # Here, not at the top: the typesetter takes seconds to load, and the process that serves pages never needs it.
    from certificates.document.typesetting import typeset

    return typeset(facts, fonts, backing)


async def render_in_process(facts: CertificateFacts, fonts: Path, backing: Backing | None = None) -> bytes:
    """The certificate, made in the process kept for printing, which stamps what it has printed the like of before.

    Looks the same and is as valid either way; only `render` promises the same bytes each time. Raises what it raises.
    """
    return await in_print_process(_print_or_stamp, facts, fonts, backing)


async def signed_in_process(
    facts: CertificateFacts, fonts: Path, backing: Backing, *, by: Registrar, at: datetime
) -> bytes:
    """The same, signed before it leaves that process. Raises also what `academy.signing.sign_pdf` raises."""
    return await in_print_process(_print_and_sign, facts, fonts, backing, by=by, at=at)


def _print_and_sign(facts: CertificateFacts, fonts: Path, backing: Backing, *, by: Registrar, at: datetime) -> bytes:
    return sign_pdf(_print_or_stamp(facts, fonts, backing), by=by, at=at)


def _print_or_stamp(facts: CertificateFacts, fonts: Path, backing: Backing | None) -> bytes:
    from certificates.document.stamping_press import print_or_stamp  # as above

    return print_or_stamp(facts, fonts, backing)
