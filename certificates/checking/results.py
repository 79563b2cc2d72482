"""What each of many numbers is worth, and how that is told as a table."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal

import msgspec

from certificates.checking.numbers import Asked
from certificates.queries.public import PublicView, public_views

Word = Literal["valid", "expired", "revoked", "replaced", "unknown"]
File = Literal["", "issued", "altered"]

CSV_HEAD = (
    *("Line", "File", "Number", "Standing", "File is", "Course", "Version", "Instruction", "Completed", "Issued"),
    *("Valid through", "Revoked", "Reason", "Replaced by", "Checked at"),
)
_VERDICTS = {word: word for word in ("valid", "expired", "revoked", "replaced", "unknown")} | {
    "altered": "not the file we issued"
}
_FILE_WORDS = {"": "", "issued": "the file we issued", "altered": "not the file we issued"}


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the answer. `file`: whether the PDF is byte for byte the one that was issued, "" without a PDF.

    A sealed certificate is unknown here too, and nothing is said of its file.
    """

    line: int
    asked: Asked
    standing: Word
    file: File
    certificate: PublicView | None

    @property
    def verdict(self) -> str:
        """What counts of the two: a valid number on an edited file proves nothing."""
        return "altered" if self.file == "altered" else self.standing


class Results(msgspec.Struct, frozen=True):
    """All lines in the order they were asked."""

    checked_at: datetime
    rows: tuple[Result, ...]

    @property
    def by_need(self) -> tuple[Result, ...]:
        """What somebody must look at first."""
        return tuple(sorted(self.rows, key=lambda row: row.verdict == "valid"))

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many of each verdict; only what occurs."""
        found = Counter(row.verdict for row in self.rows)
        return tuple((words, found[verdict]) for verdict, words in _VERDICTS.items() if found[verdict])

    @property
    def unknown(self) -> int:
        return sum(row.certificate is None for row in self.rows)


async def check(asked: Sequence[Asked], now: datetime) -> Results:
    """Look everything up, in one statement."""
    found = await public_views([one.number for one in asked], now)
    pairs = enumerate(zip(asked, found, strict=True), start=1)
    return Results(now, tuple(_result(line, one, certificate) for line, (one, certificate) in pairs))


def _result(line: int, asked: Asked, certificate: PublicView | None) -> Result:
    if certificate is None:
        return Result(line=line, asked=asked, standing="unknown", file="", certificate=None)
    same: File = "issued" if asked.sha256 == certificate.document_sha256 else "altered"
    file: File = same if asked.sha256 else ""
    return Result(line=line, asked=asked, standing=certificate.standing.value, file=file, certificate=certificate)


def csv_rows(results: Results) -> Iterable[Sequence[object]]:
    """The lines for a spreadsheet, in the order they were asked."""
    for row in results.rows:
        known = _known(row.certificate) if row.certificate else ("",) * 9
        number = row.certificate.number if row.certificate else row.asked.number
        said = (row.line, row.asked.file, number, row.standing, _FILE_WORDS[row.file])
        yield *said, *known, results.checked_at.isoformat(timespec="seconds")


def _known(one: PublicView) -> tuple[str | date, ...]:
    revoked = one.revoked_at.date().isoformat() if one.revoked_at else ""
    dates = (one.completed_on, one.issued_on, one.expires_on or "", revoked)
    return (one.course, one.version, one.hours, *dates, one.reason, one.replaced_by)
