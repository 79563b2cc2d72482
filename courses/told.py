"""What `academy course check` tells about a folder: lines for people, one struct for programs."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from academy.web.filters import plural
from courses.content.findings import KIND_WORDS, Kind, Severity, by_kind
from courses.content.folder import FileFinding, Survey
from courses.content.quality import Report

SEVERITY_WORDS = {Severity.FAULT: "fault", Severity.BLOCKS: "blocks publishing", Severity.CHECK: "check"}


class CourseTold(msgspec.Struct, frozen=True):
    """The report of a folder. `faults` are what fails the check; the figures are 0 and None where there are any."""

    path: str
    lessons: int
    items: int
    objectives: int
    faults: int
    report: Report | None
    findings: dict[Kind, tuple[FileFinding, ...]]


def told_to_programs(path: Path, survey: Survey) -> CourseTold:
    """Figures, and the findings by kind. The report's own findings are left out: they stand among the others."""
    found = survey.report
    return CourseTold(
        path=str(path),
        lessons=len(found.lessons) if found else 0,
        items=found.items if found else 0,
        objectives=len(found.objectives) if found else 0,
        faults=_faults(survey),
        report=msgspec.structs.replace(found, findings=()) if found else None,
        findings=by_kind(survey.findings),
    )


def told_to_people(path: Path, survey: Survey) -> Iterator[str]:
    """Figures first, then every finding with file and line under its kind, and at the end how many there are."""
    if survey.report:
        yield from _figures(survey.report)
    for kind, group in by_kind(survey.findings).items():
        yield f"\n{KIND_WORDS[kind]} ({len(group)})"
        yield from (f"  {SEVERITY_WORDS[finding.severity]}: {finding}" for finding in group)
    count = plural(len(survey.findings), "finding")
    yield f"\n{count} in {path}, {plural(_faults(survey), 'structural fault')}"


def _figures(found: Report) -> Iterator[str]:
    yield f"{plural(len(found.lessons), 'lesson')}, {plural(found.items, 'item')}, " + plural(
        len(found.objectives), "objective"
    )
    fewest = min((cover.items for cover in found.objectives), default=0)
    in_exam = sum(bool(cover.in_exam) for cover in found.objectives)
    yield f"Objectives: at least {plural(fewest, 'item')} each, {in_exam} of {len(found.objectives)} in the final exam"
    yield (
        f"Answers: right ones {found.lengths.right} characters, others {found.lengths.wrong} "
        f"({found.lengths.percent} %); the right one is the longest in {found.lengths.longest_right}"
    )
    yield "Places of the right answer: " + ", ".join(f"{one.letter} {one.percent} %" for one in found.places)
    grades = [lesson.grade for lesson in found.lessons] or [0.0]
    yield f"Reading grade: {min(grades)} to {max(grades)}"
    yield f"Facts that need review by a subject-matter expert: {found.unreviewed}"


def _faults(survey: Survey) -> int:
    return sum(finding.severity is Severity.FAULT for finding in survey.findings)
