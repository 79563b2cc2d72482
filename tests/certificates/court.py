"""One certificate with everything behind it, and the keys to forge any part of it as somebody inside could."""

import asyncio
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from certificates import sample
from certificates.credential.proof import as_bytes
from certificates.document import Backing
from certificates.offline import folder, kit
from certificates.offline.findings import Report, Result
from certificates.offline.judging import check
from tests.certificates.certificate_cast import CASTANEDA

Document = dict[str, Any]


class Court(msgspec.Struct, frozen=True):
    """What lies before the court: the paper, what is behind it, the kit, and the workshop with all keys."""

    fonts: Path
    folder: Path
    by: sample.Workshop
    behind: Backing
    paper: bytes
    kit: kit.Kit

    def report(self, pdf: bytes | None = None, *, at: datetime | None = None, **trusted: Any) -> Report:
        """What the check says of a file, the genuine one by default; `trusted` changes parts of the kit."""
        known = msgspec.structs.replace(self.kit, **trusted)
        return check(self.paper if pdf is None else pdf, "it.pdf", known, at or self.by.at)

    def printed_again(self, **parts: bytes) -> bytes:
        """A forgery with other files inside, signed with the registrar's own key."""
        behind = msgspec.structs.replace(self.behind, **parts)
        return asyncio.run(sample.signed_paper(CASTANEDA, self.fonts, behind, self.by))

    def credential(self, alter: Callable[[Document], None]) -> bytes:
        """The credential after an alteration that nobody signed."""
        document: Document = json.loads(self.behind.credential)
        alter(document)
        return as_bytes(document)

    def status_list(self, *, ended: tuple[int, ...]) -> dict[str, bytes]:
        """The signed list, by its address, after these places ended."""
        files = asyncio.run(sample.kit_files(self.by, ended=ended))
        return {sample.STATUS: files["status-1.json"]}


def made_in(place: Path, fonts: Path) -> Court:
    """All of it made anew: half a second."""
    by = sample.workshop(place / "keys", datetime.now(UTC).replace(microsecond=0))
    facts = msgspec.structs.replace(CASTANEDA, issued_at=by.at)
    credential = asyncio.run(sample.signed_credential(facts, by))
    behind = sample.backing(credential, facts.serial, by)
    paper = asyncio.run(sample.signed_paper(CASTANEDA, fonts, behind, by))
    folder.write(place / "kit", asyncio.run(sample.kit_files(by)), title="A test", at=by.at)
    return Court(fonts, place / "kit", by, behind, paper, kit.read(kit.in_folder(place / "kit")))


def faults(report: Report) -> dict[str, str]:
    """What does not hold, and what is said about it."""
    return {one.what: one.sentence for one in report.findings if one.result is not Result.HOLDS}


def saved_by(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """The file opened and saved by somebody else's program."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()
