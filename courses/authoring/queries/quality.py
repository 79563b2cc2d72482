"""The report on a version for its authors: figures, and findings in groups with the page where each can be mended."""

import msgspec

from courses.authoring.queries.editors import FindingLine, Head, Opened, finding_line, head_of
from courses.content.findings import KIND_WORDS, Finding, by_kind
from courses.content.quality import Report, report


class FindingGroup(msgspec.Struct, frozen=True):
    """Findings of one kind, under its words."""

    words: str
    lines: tuple[FindingLine, ...]


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """How good a version is; what stands against publishing is on the outline, not here."""

    head: Head
    figures: Report
    groups: tuple[FindingGroup, ...]
    fewest_items: int
    in_exam: int


def report_view(opened: Opened) -> ReportView:
    """The report page of a version."""
    figures = report(opened.content)
    return ReportView(
        head=head_of(opened.version),
        figures=msgspec.structs.replace(figures, findings=()),
        groups=groups(opened, figures.findings),
        fewest_items=min((cover.items for cover in figures.objectives), default=0),
        in_exam=sum(bool(cover.in_exam) for cover in figures.objectives),
    )


def quality(opened: Opened) -> tuple[FindingGroup, ...]:
    """What a person should look at beside what the check finds, in groups."""
    return groups(opened, report(opened.content).findings)


def groups(opened: Opened, findings: tuple[Finding, ...]) -> tuple[FindingGroup, ...]:
    """Findings by kind, as pages list them."""
    return tuple(
        FindingGroup(KIND_WORDS[kind], tuple(finding_line(opened, finding) for finding in found))
        for kind, found in by_kind(findings).items()
    )
