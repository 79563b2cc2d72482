"""What the check found, one finding for each thing that was looked at, and what all of them say together."""

from enum import StrEnum

import msgspec


class Result(StrEnum):
    """What became of one part of the check."""

    HOLDS = "holds"
    FAILS = "fails"
    """Altered, or never the academy's."""
    ENDED = "ended"
    """Genuine, but it counts no longer: revoked, replaced or expired."""
    OPEN = "not checked"
    """Something that is needed for this part is missing."""


class Finding(msgspec.Struct, frozen=True):
    """One part of the check: what was looked at, what became of it, and a sentence for people."""

    what: str
    result: Result
    sentence: str


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What the credential in the file says, to compare with the paper at hand; proved as far as the findings go."""

    number: str
    holder_name: str
    title: str
    version: str
    minutes: str
    completed_at: str
    issued_at: str


class Report(msgspec.Struct, frozen=True):
    """All about one file. `said` is None where no credential can be read."""

    file: str
    findings: tuple[Finding, ...]
    said: Said | None = None

    @property
    def result(self) -> Result:
        """The worst that was found; what is not checked is never taken for good."""
        found = {one.result for one in self.findings}
        worst_first = (Result.FAILS, Result.ENDED, Result.OPEN)
        return next((one for one in worst_first if one in found), Result.HOLDS if found else Result.OPEN)


HEADLINES = {
    Result.HOLDS: "Good: issued by the academy, unchanged since, and in force.",
    Result.FAILS: "Not good: this is not an unchanged certificate of the academy.",
    Result.ENDED: "Genuine and unchanged, but no longer in force.",
    Result.OPEN: "Not decided: some of it could not be checked.",
}
MARKS = {Result.HOLDS: "yes", Result.FAILS: "NO", Result.ENDED: "ended", Result.OPEN: "?"}


def exit_code(reports: list[Report]) -> int:
    """0: all are good; 1: at least one is altered, not ours, or ended; 2: at least one could not be decided."""
    found = {one.result for one in reports}
    if found & {Result.FAILS, Result.ENDED}:
        return 1
    return 2 if Result.OPEN in found else 0


def words(report: Report) -> str:
    """The report for people: a headline, what the file says, and each part of the check."""
    lines = [report.file, f"  {headline(report)}"]
    if report.said:
        told = report.said
        lines += [
            f"  It says: {told.holder_name}; {told.title}, version {told.version}; {told.minutes} minutes;",
            f"           completed {told.completed_at}, issued {told.issued_at}, number {told.number}",
        ]
    lines += [f"  [{MARKS[one.result]}] {one.what}: {one.sentence}" for one in report.findings]
    return "\n".join(_harmless(line) for line in lines)


def _harmless(line: str) -> str:
    """Without what moves a terminal's cursor: a forged file must not write its own findings."""
    return "".join(letter if letter.isprintable() else "?" for letter in line)


def headline(report: Report) -> str:
    """One sentence about the whole. What ended but could not be checked in full is not called genuine."""
    is_open = any(one.result is Result.OPEN for one in report.findings)
    if report.result is Result.ENDED and is_open:
        return "No longer in force, and some of it could not be checked."
    return HEADLINES[report.result]


def as_plain(report: Report) -> dict[str, object]:
    """The report for programs."""
    return {
        "file": report.file,
        "result": report.result,
        "summary": headline(report),
        "says": report.said,
        "checks": report.findings,
    }
