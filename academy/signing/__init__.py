"""Signatures on papers: the academy's own certificate authority, where its keys lie, time stamps, and the check of all.

`sign_pdf` signs what is printed with a signature field; `verify_pdf` needs nothing but the file and the root. Both are
pure computing, tens of milliseconds, and load pyHanko when they are first used: call them in the print process.
"""

from collections.abc import Sequence
from datetime import datetime

from academy.signing.providers import Registrar
from academy.signing.verdict import Verdict

__all__ = ["Registrar", "Verdict", "sign_pdf", "verify_pdf"]


def sign_pdf(pdf: bytes, *, by: Registrar, at: datetime) -> bytes:
    """The paper with a PAdES B-LT signature over the whole of it, certified: no change is allowed afterwards.

    at: what the signature, and the academy's own time stamp, say about when it was signed. Raises KeyUnsafe,
    KeyUnreachable, KeySettingWrong, NotGoodAtThisTime, TimeStampMissing, and pyHanko's SigningError for a paper without
    an empty field. Runs a loop of its own, so not to be called inside one.
    """
    # Here, not at the top: it takes a second to load, and the process that serves pages never needs it.
    from academy.signing.pades import signed

    return signed(pdf, by, at.replace(microsecond=0))


def verify_pdf(pdf: bytes, root: bytes, *, stamp_roots: Sequence[bytes] = ()) -> Verdict:
    """What a file's signature proves to somebody who trusts the root (PEM or DER); never fetches anything.

    stamp_roots: whom else to believe about the time, when papers are stamped by an outside authority. A file that is no
    PDF, or has no signature, gets a verdict too. Runs a loop of its own, as `sign_pdf` does.
    """
    from academy.signing.validation import verdict

    return verdict(pdf, root, stamp_roots)
