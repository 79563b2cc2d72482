"""What does not fit: credit against time, more played than the clock allows, two places at once, exams far too fast.

Every bound leaves room for honest people: double speed, a page reloaded, an answer known by heart. What lies beyond is
told with its numbers and judged by nobody but the person who reads it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from statistics import median
from typing import Literal, TypeVar

import msgspec

from academy.errors import Conflict, NotAllowed

Kind = Literal["short_time", "too_fast", "two_places", "one_device", "fast_exam", "fast_items", "asked_early"]
Numbers = dict[str, int | str]

LEAST_SHARE_PERCENT = 50
"""Less of the lectures than this was played, though the course was completed."""
REFUSED_SECONDS = 60
REFUSED_PERCENT = 20
"""More than a minute and more than this share of a lecture was reported beyond what the clock allows."""
OVERLAP_SECONDS = 60
FEWEST_OTHERS = 5
"""An exam is compared with no fewer others."""
FAST_SHARE = 3
"""An exam is fast when it took less than one such part of the median."""
DEVICE_PEOPLE = 3
DEVICE_WITHIN = timedelta(hours=2)
"""So many people passed finals from one browser in so short a time: a room with one computer, or one person for all."""
LOOK_AT = time(7, tzinfo=UTC)
"""Night everywhere in the country."""
MARGIN = timedelta(days=2)
"""How far a look reaches back behind the one before: as long as a page may send what it could not send at once."""


class AlreadyDismissed(Conflict):
    """Somebody else has dismissed it meanwhile."""

    code = "already_dismissed"
    sentence = "This finding was dismissed already. The reason stands beside it."


class OwnFinding(NotAllowed):
    """Nobody judges what was found about themselves."""

    code = "own_finding"
    sentence = "This finding is about you. Ask another coordinator of your site, or the program office, to look at it."


class Whose(msgspec.Struct, frozen=True):
    """Whom a finding speaks of, by ids."""

    person: int
    site: int
    enrollment: int


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A discrepancy. `key`: what it is about, the same each time it is found."""

    kind: Kind
    whose: Whose
    key: str
    numbers: Numbers
    attempt: int | None = None


class Finished(msgspec.Struct, frozen=True):
    """A completed course: seconds its lectures have, seconds played of them, and seconds by the clock from the first
    to the last step; `credit`: minutes on the certificate."""

    whose: Whose
    lectures: int
    watched: int
    took: int
    credit: int


class Played(msgspec.Struct, frozen=True):
    """A lecture as its last page played it: from when to when, how many seconds counted of it in that page, how many
    were refused over time, and how long it is."""

    whose: Whose
    lesson_id: int
    lesson: str
    since: datetime
    until: datetime
    counted: int
    refused: int
    length: int


class Sat(msgspec.Struct, frozen=True):
    """An attempt between its first and its last answer."""

    whose: Whose
    attempt: int
    lesson: str
    since: datetime
    until: datetime


class Sent(msgspec.Struct, frozen=True):
    """A passed final that was sent at `at`, with the words under which browsers numbered its answers."""

    whose: Whose
    attempt: int
    devices: tuple[str, ...]
    at: datetime


class Measured(msgspec.Struct, frozen=True):
    """A passed final whose every question was measured: seconds at them in all, and the sum of the medians of everybody
    who passed; `others`: how many others the least measured question has.
    """

    whose: Whose
    attempt: int
    questions: int
    spent: int
    usual: int
    others: int


class Exam(msgspec.Struct, frozen=True):
    """A passed final; `seconds`: from opening to sending."""

    whose: Whose
    attempt: int
    quiz: int
    questions: int
    seconds: int


Span = TypeVar("Span", Played, Sat)


def is_look_due(last: datetime | None, now: datetime) -> bool:
    """Whether there was no look since last night."""
    tonight = datetime.combine(now.astimezone(UTC).date(), LOOK_AT)
    latest = tonight if tonight <= now else tonight - timedelta(days=1)
    return last is None or last < latest


def short_times(finished: Iterable[Finished]) -> Iterator[Found]:
    """Completions with far less played than the lectures hold, or done in less time than these last."""
    for one in finished:
        if one.lectures and (100 * one.watched < LEAST_SHARE_PERCENT * one.lectures or one.took < one.lectures):
            numbers: Numbers = {
                "lectures": one.lectures, "watched": one.watched, "took": one.took, "credit": one.credit,
            }  # fmt: skip
            yield Found(kind="short_time", whose=one.whose, key=f"short_time:{one.whose.enrollment}", numbers=numbers)


def too_fast(played: Iterable[Played]) -> Iterator[Found]:
    """Lectures of which far more was reported than could have been played."""
    for one in played:
        if one.refused > max(REFUSED_SECONDS, one.length * REFUSED_PERCENT // 100):
            numbers: Numbers = {"refused": one.refused, "length": one.length, "lesson": one.lesson}
            yield Found(
                kind="too_fast",
                whose=one.whose,
                key=f"too_fast:{one.whose.enrollment}:{one.lesson_id}",
                numbers=numbers,
            )


def together(played: Iterable[Played]) -> Iterator[Found]:
    """Two lectures of one person whose pages were open at once and reported more than passed on the clock.

    A report that is sent again is refused again: no lecture counts for more than its length.

    Double speed in two windows in turn looks the same; the page says so.
    """
    for one, other in _overlapping(played):
        passed = _seconds(max(one.until, other.until) - min(one.since, other.since))
        reported = [min(each.counted + each.refused, each.length) for each in (one, other)]
        if min(reported) >= OVERLAP_SECONDS and sum(reported) > passed + OVERLAP_SECONDS:
            first, second = sorted((one.lesson_id, other.lesson_id))
            numbers: Numbers = {
                "what": "lectures", "lesson": one.lesson, "other": other.lesson,
                "played": sum(reported), "passed": passed,
            }  # fmt: skip
            enrollments = sorted({one.whose.enrollment, other.whose.enrollment})
            key = f"two_places:{enrollments[0]}:{enrollments[-1]}:{first}:{second}"
            yield Found(kind="two_places", whose=one.whose, key=key, numbers=numbers)


def two_papers(sat: Iterable[Sat]) -> Iterator[Found]:
    """Two quizzes that one person answered in the same stretch of time."""
    for one, other in _overlapping(sat):
        overlap = _seconds(min(one.until, other.until) - max(one.since, other.since))
        first, second = sorted((one.attempt, other.attempt))
        numbers: Numbers = {"what": "quizzes", "lesson": one.lesson, "other": other.lesson, "overlap": overlap}
        key = f"two_papers:{first}:{second}"
        yield Found(kind="two_places", whose=one.whose, key=key, numbers=numbers, attempt=one.attempt)


def fast_exams(exams: Sequence[Exam], news: frozenset[int]) -> Iterator[Found]:
    """Finals passed in less than a third of the median of the others who passed the same; `news`: attempts to tell."""
    by_quiz: dict[int, list[Exam]] = {}
    for exam in exams:
        by_quiz.setdefault(exam.quiz, []).append(exam)
    for taken in by_quiz.values():
        ordered = sorted(taken, key=lambda exam: exam.seconds)
        times = [exam.seconds for exam in ordered]
        for index, exam in enumerate(ordered if len(times) > FEWEST_OTHERS else ()):
            middle = median_without(times, index)
            if exam.attempt in news and exam.seconds * FAST_SHARE < middle:
                numbers: Numbers = {
                    "took": exam.seconds, "median": middle, "others": len(times) - 1, "questions": exam.questions,
                }  # fmt: skip
                yield Found(
                    kind="fast_exam",
                    whose=exam.whose,
                    key=f"fast_exam:{exam.attempt}",
                    numbers=numbers,
                    attempt=exam.attempt,
                )


def fast_questions(measured: Iterable[Measured]) -> Iterator[Found]:
    """Finals with less than a third of the usual time at just these questions, however long the page stood open."""
    for one in measured:
        if one.others >= FEWEST_OTHERS and one.spent * FAST_SHARE < one.usual:
            numbers: Numbers = {
                "took": one.spent, "median": one.usual, "others": one.others, "questions": one.questions,
            }  # fmt: skip
            key = f"fast_items:{one.attempt}"
            yield Found(kind="fast_items", whose=one.whose, key=key, numbers=numbers, attempt=one.attempt)


def one_device(sent: Iterable[Sent]) -> Iterator[Found]:
    """Finals that several people passed from one browser in a short time, each told once, with the largest group."""
    found: dict[int, Found] = {}
    for device, finals in _by_device(sent).items():
        for group in _close_together(finals):
            people = len({one.whose.person for one in group})
            if people < DEVICE_PEOPLE:
                continue
            passed = _seconds(group[-1].at - group[0].at)
            numbers: Numbers = {"people": people, "passed": passed, "device": device[:6]}
            for one in group:
                if one.attempt not in found or int(found[one.attempt].numbers["people"]) < people:
                    key = f"one_device:{one.attempt}"
                    found[one.attempt] = Found(
                        kind="one_device", whose=one.whose, key=key, numbers=numbers, attempt=one.attempt
                    )
    yield from found.values()


def _by_device(sent: Iterable[Sent]) -> dict[str, list[Sent]]:
    by: dict[str, list[Sent]] = {}
    for one in sorted(sent, key=lambda one: (one.at, one.attempt)):
        for device in one.devices:
            by.setdefault(device, []).append(one)
    return by


def _close_together(finals: Sequence[Sent]) -> Iterator[Sequence[Sent]]:
    """For each final in time, those from the first within DEVICE_WITHIN before it up to itself."""
    first = 0
    for last, one in enumerate(finals):
        while finals[first].at < one.at - DEVICE_WITHIN:
            first += 1
        yield finals[first : last + 1]


def median_without(ordered: Sequence[int], index: int) -> int:
    """The median of all but one of at least two sorted numbers, rounded down, without looking at all of them."""
    left = len(ordered) - 1
    places = ((left - 1) // 2, left // 2)
    return int(median(ordered[place + (place >= index)] for place in places))


def _overlapping(spans: Iterable[Span]) -> Iterator[tuple[Span, Span]]:
    """Pairs of one person's spans that share at least OVERLAP_SECONDS."""
    of: dict[int, list[Span]] = {}
    for span in spans:
        of.setdefault(span.whose.person, []).append(span)
    for own in of.values():
        running: list[Span] = []
        for span in sorted(own, key=lambda one: one.since):
            begins = span.since + timedelta(seconds=OVERLAP_SECONDS)
            running = [one for one in running if one.until >= begins]
            yield from ((one, span) for one in running if span.until >= begins)
            running.append(span)


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
