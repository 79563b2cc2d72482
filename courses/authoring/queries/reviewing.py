"""What a reviewer looks at: words changed since the published version, and what stands against publishing."""

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from academy.actor import Actor
from academy.db.work import reading
from courses.authoring.access import VersionRow, version_before
from courses.authoring.queries.lists import NoteLine, VersionLine, notes_of, version_line
from courses.authoring.queries.slides import ShownChange, shown
from courses.authoring.rows import load
from courses.authoring.rules import unmet
from courses.authoring.submissions import submission_of
from courses.content.changes import Change, Piece, diff, is_minor, restarted_questions
from courses.content.findings import KIND_WORDS, Severity, by_kind
from courses.content.model import CourseContent, Lesson
from courses.content.quality import report

SHOWN_AROUND = 14
"""Words kept on each side of a change; a longer unchanged run is cut in the middle."""
CONDITION_WORDS = {
    "second_person": "You can be the second person",
    "nothing_blocks": "Every fact has a source, nothing is missing",
    "lectures_play": "Lectures play or can be made, captions reviewed",
}


class Gate(msgspec.Struct, frozen=True):
    """One publishing condition, and the reasons it is not met."""

    words: str
    reasons: tuple[str, ...]


class LessonName(msgspec.Struct, frozen=True):
    key: str
    words: str


class ReviewView(msgspec.Struct, frozen=True, kw_only=True):
    """A version against the one learners got before it (`since` None: it is the first)."""

    line: VersionLine
    since: VersionLine | None
    changes: tuple[ShownChange, ...]
    group: str
    counts: dict[str, int]
    minor: bool
    questions: int
    restarted: int
    gates: tuple[Gate, ...]
    looks: tuple[str, ...]
    notes: tuple[NoteLine, ...]
    lessons: tuple[LessonName, ...]
    errors: dict[str, str] = {}
    note: str = ""

    @property
    def may_publish(self) -> bool:
        return self.line.state == "review" and not any(gate.reasons for gate in self.gates)

    @property
    def path(self) -> str:
        return f"/review/{self.line.slug}/{self.line.number}"


async def review_view(actor: Actor, version: VersionRow, group: str = "") -> ReviewView:
    """All of it in one snapshot; `group` shows only changes of that kind."""
    async with reading():
        new = await load(version.id)
        before = await version_before(version)
        old = await load(before.id) if before else _nothing(new)
        submission = await submission_of(actor, version, new)
        line, since = await version_line(version.id), await version_line(before.id) if before else None
        notes = await notes_of(version.id)
    against = unmet("publish", submission)
    changes = diff(old, new)
    return ReviewView(
        line=line,
        since=since,
        changes=tuple(shown(_shortened(change)) for change in changes if not group or change.group == group),
        group=group,
        counts={name: sum(one.group == name for one in changes) for name in ("text", "question", "lecture", "setting")},
        minor=is_minor(old, new),
        questions=len(new.questions),
        restarted=len(restarted_questions(old, new)),
        gates=tuple(Gate(words, against.get(name, ())) for name, words in CONDITION_WORDS.items()),
        looks=(*(one.sentence for one in submission.findings if one.severity is Severity.CHECK), *_quality(new)),
        notes=notes,
        lessons=tuple(_name(lesson) for lesson in new.lessons),
    )


def _nothing(content: CourseContent) -> CourseContent:
    """The empty course of the same name: compared with it, everything is new."""
    return CourseContent(slug=content.slug, code=content.code, track=content.track, title=content.title)


def _quality(content: CourseContent) -> Iterator[str]:
    """What the report finds, counted; the authors see each one with its place."""
    return (f"{KIND_WORDS[kind]}: {len(found)}" for kind, found in by_kind(report(content).findings).items())


def _name(lesson: Lesson) -> LessonName:
    return LessonName(lesson.key, f"{lesson.number} {lesson.title}".strip())


def _shortened(change: Change) -> Change:
    last = len(change.pieces) - 1
    pieces = (
        _cut(piece, at_start=position == 0, at_end=position == last) if piece.kind == "kept" else piece
        for position, piece in enumerate(change.pieces)
    )
    return replace(change, pieces=tuple(pieces))


def _cut(piece: Piece, *, at_start: bool, at_end: bool) -> Piece:
    """An unchanged run without its middle, and without what lies far from the change at the ends."""
    words = piece.text.split(" ")
    before = [] if at_start else words[:SHOWN_AROUND]
    after = [] if at_end else words[-SHOWN_AROUND:]
    if len(words) <= len(before) + len(after) + 1:
        return piece
    return replace(piece, text=" ".join([*before, "…", *after]))
