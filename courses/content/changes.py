"""What changed between two contents of a course, told in words and not in lines."""

import difflib
import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeVar

import msgspec
from msgspec.structs import replace

from courses.content.blueprint import picks_of
from courses.content.drawing import pick_words
from courses.content.model import CourseContent, Fact, Lesson, Question, Stimulus, Stop, plain

Group = Literal["text", "question", "lecture", "setting"]
K = TypeVar("K", Lesson, Question, Stimulus, Stop)
_WORDS = re.compile(r"\S+\s*|\s+")
_HEADING = re.compile(r"^#{1,6}\s+(.*)$", re.MULTILINE)


class Piece(msgspec.Struct, frozen=True):
    """A run of words that stayed, went or came."""

    kind: Literal["kept", "removed", "added"]
    text: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of one place. `answer_changed`: the key of a question is another, so its statistics start again."""

    group: Group
    where: str
    pieces: tuple[Piece, ...]
    lesson_key: str = ""
    question_key: str = ""
    answer_changed: bool = False

    @property
    def words_added(self) -> int:
        return _words(self.pieces, "added")

    @property
    def words_removed(self) -> int:
        return _words(self.pieces, "removed")


def diff(old: CourseContent, new: CourseContent) -> tuple[Change, ...]:
    """All changes, in the order of the new course, what is gone at the end of its group; equal contents have none."""
    return (*_settings(old, new), *_lessons(old, new), *_stimuli(old, new), *_questions(old, new))


def carried_lessons(old: CourseContent, new: CourseContent) -> frozenset[str]:
    """Keys of lessons whose work counts on in the new version: same objectives, recording, quiz and watched share.

    Wording may change, and so may the questions inside the lecture; what a learner must be able to do, see and pass may
    not.
    """
    before = {lesson.key: _demand(lesson) for lesson in old.lessons}
    return frozenset(lesson.key for lesson in new.lessons if before.get(lesson.key) == _demand(lesson))


def is_minor(old: CourseContent, new: CourseContent) -> bool:
    """Whether nobody has to repeat anything: every lesson carries over, objectives and minutes are the same."""
    return (
        old.contact_minutes == new.contact_minutes
        and {lesson.key for lesson in old.lessons} == {lesson.key for lesson in new.lessons}
        and len(carried_lessons(old, new)) == len(new.lessons)
    )


def restarted_questions(old: CourseContent, new: CourseContent) -> tuple[str, ...]:
    """Keys of questions whose statistics start again: new ones, and those asked or answered differently."""
    before = {question.key: _asked(question) for question in old.questions}
    return tuple(question.key for question in new.questions if before.get(question.key) != _asked(question))


def question_print(question: Question) -> str:
    """Sixteen hexadecimal digits of what is asked and what is right: the version of a question, by its wording."""
    asked = msgspec.json.encode(plain(_asked(question)), order="sorted")
    return hashlib.sha256(asked).hexdigest()[:16]


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The text of both, cut where they differ: kept and removed make the old one, kept and added the new one."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    pieces: list[Piece] = []
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("kept", "".join(before[start:end])))
            continue
        if end > start:
            pieces.append(Piece("removed", "".join(before[start:end])))
        if to > from_:
            pieces.append(Piece("added", "".join(after[from_:to])))
    return tuple(pieces)


def _words(pieces: tuple[Piece, ...], kind: str) -> int:
    return sum(len(piece.text.split()) for piece in pieces if piece.kind == kind)


def _demand(lesson: Lesson) -> Lesson:
    """The lesson with its wording taken out: what is left decides whether work done on it still counts."""
    wording = {"number": "", "title": "-", "body": "", "facts": (), "minutes": 0, "scenario": None}
    return replace(lesson, **wording, stops=(), stops_required=False, seek_lock=False)


def _asked(question: Question) -> Question:
    choices = tuple(replace(choice, feedback="") for choice in question.choices)
    plainly = replace(question, explanation="", sources=(), objective="", critical=False, tags=())
    return replace(plainly, choices=choices)


def _settings(old: CourseContent, new: CourseContent) -> Iterator[Change]:
    """Fields of the course itself, and the order of its lessons."""
    for field in msgspec.structs.fields(CourseContent):
        if field.name in ("modules", "questions", "stimuli"):
            continue
        before, after = _said(getattr(old, field.name)), _said(getattr(new, field.name))
        if before != after:
            where = field.name.replace("_", " ").capitalize()
            yield Change(group="setting", where=where, pieces=word_pieces(before, after))
    before, after = _outline(old), _outline(new)
    if before != after:
        yield Change(group="setting", where="Modules and order of lessons", pieces=word_pieces(before, after))


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(_said(part) for part in value)
    if isinstance(value, msgspec.Struct):
        return "\n".join(_said(part) for part in msgspec.structs.astuple(value))
    return "" if value is None else str(value)


def _outline(content: CourseContent) -> str:
    return "\n".join(
        f"{module.title}: {', '.join(lesson.key for lesson in module.lessons)}" for module in content.modules
    )


def _lessons(old: CourseContent, new: CourseContent) -> Iterator[Change]:
    for before, after in _paired(old.lessons, new.lessons):
        lesson = after or before
        if lesson is None or before == after:
            continue
        name = f"{lesson.number} {lesson.title}".strip()
        yield from _texts(before, after, name, lesson.key)
        yield from _lecture(before, after, name, lesson.key)
        yield from _stops(before, after, name, lesson.key)
        pieces = word_pieces(_terms(before), _terms(after))
        if any(piece.kind != "kept" for piece in pieces):
            yield Change(group="setting", where=name, pieces=pieces, lesson_key=lesson.key)


def _texts(before: Lesson | None, after: Lesson | None, name: str, key: str) -> Iterator[Change]:
    """One change per changed paragraph, named after the heading it stands under."""
    old, new = (_paragraphs(lesson.body if lesson else "") for lesson in (before, after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag != "equal":
            heading = _heading_above(new, from_) or _heading_above(old, start)
            where = f"{name}: {heading}" if heading else name
            pieces = word_pieces("\n\n".join(old[start:end]), "\n\n".join(new[from_:to]))
            yield Change(group="text", where=where, pieces=pieces, lesson_key=key)


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n{2,}", text) if part]


def _heading_above(paragraphs: Sequence[str], position: int) -> str:
    for paragraph in reversed(paragraphs[: position + 1]):
        if found := _HEADING.search(paragraph):
            return found[1]
    return ""


def _lecture(before: Lesson | None, after: Lesson | None, name: str, key: str) -> Iterator[Change]:
    old, new = ((lesson.deck or lesson.asset) if lesson else "" for lesson in (before, after))
    if old != new:
        yield Change(group="lecture", where=f"{name}: lecture", pieces=word_pieces(old, new), lesson_key=key)


def _stops(before: Lesson | None, after: Lesson | None, name: str, key: str) -> Iterator[Change]:
    for old, new in _paired(before.stops if before else (), after.stops if after else ()):
        stop = new or old
        if stop is not None and old != new:
            pieces = word_pieces(_asked_at(old), _asked_at(new))
            yield Change(group="question", where=f"{name}: question at {stop.at}", pieces=pieces, lesson_key=key)


def _asked_at(stop: Stop | None) -> str:
    if stop is None:
        return ""
    choices = (
        f"{choice.key}) {choice.body}{' (best)' if choice.best else ''}\n{choice.feedback}" for choice in stop.choices
    )
    return "\n".join([f"At {stop.at}", f"Question {stop.question}" if stop.question else stop.prompt, *choices])


def _terms(lesson: Lesson | None) -> str:
    """All of a lesson but its text and lecture, as lines."""
    if lesson is None:
        return ""
    quiz = lesson.quiz
    draws = ", ".join(f"{pick.count} {pick_words(pick)}" for pick in picks_of(quiz)) if quiz else ""
    lines = [
        f"{lesson.kind.capitalize()} {lesson.number}",
        f"Title {lesson.title}",
        f"Minutes {lesson.minutes}",
        f"Teaches law {'yes' if lesson.takes_law else 'no'}",
        f"To be watched {lesson.minimum_watch_percent} %",
        *(["No jumping ahead at the first hearing"] if lesson.seek_lock else []),
        f"Questions in the lecture to be answered {'yes' if lesson.stops_required else 'no'}",
        *(f"{goal.id} {goal.text}" for goal in lesson.objectives),
        *(_fact_line(fact) for fact in lesson.facts),
        f"Scenario {_said(lesson.scenario)}",
        f"Quiz {_said(replace(quiz, draws=(), picks=())) if quiz else 'none'} {draws}",
    ]
    return "\n".join(lines)


def _fact_line(fact: Fact) -> str:
    review = f"reviewed by {fact.reviewed_by} on {fact.reviewed_on}" if fact.reviewed_by or fact.reviewed_on else ""
    return " ".join(part for part in (fact.id, fact.text, *fact.sources, review) if part)


def _stimuli(old: CourseContent, new: CourseContent) -> Iterator[Change]:
    for before, after in _paired(old.stimuli, new.stimuli):
        stimulus = after or before
        if stimulus is not None and before != after:
            texts = (f"{one.title}\n{one.body}\n{one.pool}" if one else "" for one in (before, after))
            yield Change(group="question", where=f"Situation {stimulus.key}", pieces=word_pieces(*texts))


def _questions(old: CourseContent, new: CourseContent) -> Iterator[Change]:
    for before, after in _paired(old.questions, new.questions):
        question = after or before
        if question is None or before == after:
            continue
        yield Change(
            group="question",
            where=f"Question {question.key}",
            pieces=word_pieces(_printed(before), _printed(after)),
            question_key=question.key,
            answer_changed=_right(before) != _right(after) and before is not None and after is not None,
        )


def _printed(question: Question | None) -> str:
    if question is None:
        return ""
    weight = f"{question.points} points{', critical' if question.critical else ''}"
    shared = f", situation {question.stimulus}" if question.stimulus else ""
    tags = f", tags {' '.join(question.tags)}" if question.tags else ""
    terms = f"{question.kind}, scored {question.scoring}, {weight}, {question.objective}, {question.pool}{shared}{tags}"
    return "\n".join([question.stem, *_answers(question), question.explanation, terms, " ".join(question.sources)])


def _answers(question: Question) -> Iterator[str]:
    """What can be answered and what is right, a line each."""
    for choice in question.choices:
        told = f" ({choice.feedback})" if choice.feedback else ""
        yield f"{choice.key}) {choice.body}{' (correct)' if choice.correct else ''}{told}"
    for pair in question.pairs:
        yield f"{pair.key}) {pair.left} = {pair.right}" if pair.left else f"{pair.key}) {pair.right}"
    for form in question.accepts:
        yield f"{form.text}, {form.per_mille} of 1000{', in any order' if form.any_order else ''}"
    if question.numeric:
        number = question.numeric
        yield f"{number.value} {number.unit}, off by {number.tolerance} or {number.percent} percent at most"
    if question.hotspot:
        yield question.hotspot.diagram
        for region in question.hotspot.regions:
            corners = " ".join(map(str, region.shape))
            yield f"{region.key}) {region.body}, {corners}{' (correct)' if region.correct else ''}"


def _right(question: Question | None) -> object:
    """Everything that decides what is right; order alone decides where lines are put in order."""
    if question is None:
        return None
    marked = frozenset(choice.body for choice in question.choices if choice.correct)
    lines = tuple(choice.body for choice in question.choices) if question.kind == "ordering" else ()
    places = [region for region in question.hotspot.regions if region.correct] if question.hotspot else []
    return marked, lines, question.pairs, question.numeric, question.accepts, places, question.scoring


def _paired(old: Sequence[K], new: Sequence[K]) -> Iterator[tuple[K | None, K | None]]:
    """Each part of the new course with the one of the same key before it; at the end those that are gone."""
    before = {part.key: part for part in old}
    for part in new:
        yield before.pop(part.key, None), part
    for gone in before.values():
        yield gone, None
