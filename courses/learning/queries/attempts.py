"""Sitting a quiz: one question a page, and the review before sending. Never the key."""

from datetime import datetime
from typing import Any

import msgspec

from academy import clock, settings
from academy.actor import Actor
from academy.db.work import reading
from academy.errors import NotFound
from courses.content.model import Question, Stimulus
from courses.learning.access import AttemptRow, attempt_for
from courses.learning.bank import questions_of, stimuli_for
from courses.learning.pictures import drawn
from courses.learning.rules import opening
from courses.learning.rules.attempt_token import seal
from courses.learning.rules.kinds import RULES, Shown, credit_words, given_in, layout_in
from courses.learning.tables import AttemptItem


class Square(msgspec.Struct, frozen=True):
    """A question in the navigator."""

    position: int
    href: str
    answered: bool
    flagged: bool
    stem: str = ""


class QuestionPage(msgspec.Struct, frozen=True, kw_only=True):
    """One question of an open attempt. `saved_at` is when the shown answer was kept; `credit` tells of partial credit.

    `picture`: an SVG. `errors`: what is wrong with an answer that was not kept; it is shown as it was typed. `token`
    goes back with answers, `opened_proof` with the time somebody was there.
    """

    path: str
    token: str
    opened_proof: str
    lesson_path: str
    enrollment_path: str
    course: str
    name: str
    position: int
    count: int
    stem: str
    stimulus: Stimulus | None
    shown: Shown
    picture: str
    credit: str
    revision: int
    saved_at: datetime | None
    flagged: bool
    squares: tuple[Square, ...]
    deadline: datetime | None
    extended_s: int
    is_over: bool
    now: datetime
    errors: dict[str, str] = {}

    @property
    def previous(self) -> str:
        return f"{self.path}/items/{self.position - 1}" if self.position > 1 else ""

    @property
    def following(self) -> str:
        return f"{self.path}/items/{self.position + 1}" if self.position < self.count else f"{self.path}/review"


class ReviewPage(msgspec.Struct, frozen=True, kw_only=True):
    """All questions before sending: open ones first, then flagged, then the rest."""

    path: str
    enrollment_path: str
    course: str
    name: str
    squares: tuple[Square, ...]
    unanswered: int
    flagged: int
    deadline: datetime | None
    extended_s: int
    is_over: bool
    now: datetime


async def question_page(actor: Actor, code: str, position: int | None = None) -> QuestionPage | None:
    """A question of an open attempt, by default the first without an answer; None once the attempt is closed."""
    async with reading():
        attempt = await attempt_for(actor, code)
        if attempt.state != "open":
            return None
        items = await AttemptItem.raw(_ITEMS, attempt.id)
        at = position or next((row["position"] for row in items if not given_in(row)), 1)
        item = next((row for row in items if row["position"] == at), None)
        if item is None:
            raise NotFound()
        question = (await questions_of([item["question_id"]]))[item["question_id"]]
        shared = await stimuli_for(attempt.id) if question.stimulus else {}
    page = _question_page(attempt, items, item, question, token=_token(actor, attempt))
    return msgspec.structs.replace(page, stimulus=shared.get(question.stimulus))


async def review_page(actor: Actor, code: str) -> ReviewPage | None:
    """What is answered and what is not; None once the attempt is closed."""
    async with reading():
        attempt = await attempt_for(actor, code)
        if attempt.state != "open":
            return None
        items = await AttemptItem.raw(_ITEMS, attempt.id)
    squares = _squares(attempt, items)
    return ReviewPage(
        path=attempt.path,
        enrollment_path=f"/enrollments/{attempt.enrollment_code}",
        course=attempt.course_title,
        name=attempt.name,
        squares=tuple(sorted(squares, key=lambda square: (square.answered, not square.flagged, square.position))),
        unanswered=sum(1 for square in squares if not square.answered),
        flagged=sum(1 for square in squares if square.flagged),
        deadline=attempt.deadline,
        extended_s=attempt.extended_s,
        is_over=attempt.is_over(clock.now()),
        now=clock.now(),
    )


_ITEMS = """
    SELECT i.position, i.flagged, i.choice_order, i.layout, q.id AS question_id, q.stem,
        r.chosen, r.given, r.revision, r.answered_at
    FROM attempt_item i JOIN question q ON q.id = i.question LEFT JOIN response r ON r.item = i.id
    WHERE i.attempt = {} ORDER BY i.position
"""


def _question_page(
    attempt: AttemptRow, items: list[dict[str, Any]], item: dict[str, Any], question: Question, *, token: str
) -> QuestionPage:
    shown = RULES[question.kind].shown(question, layout_in(item), given_in(item))
    return QuestionPage(
        path=attempt.path,
        token=token,
        opened_proof=opening.seal(f"{attempt.path}/items/{item['position']}", clock.now(), settings.current().secret),
        lesson_path=attempt.lesson_path,
        enrollment_path=f"/enrollments/{attempt.enrollment_code}",
        course=attempt.course_title,
        name=attempt.name,
        position=item["position"],
        count=len(items),
        stem=question.stem,
        stimulus=None,
        shown=shown,
        picture=drawn(shown),
        credit=credit_words(question),
        revision=item["revision"] or 0,
        saved_at=item["answered_at"],
        flagged=bool(item["flagged"]),
        squares=_squares(attempt, items),
        deadline=attempt.deadline,
        extended_s=attempt.extended_s,
        is_over=attempt.is_over(clock.now()),
        now=clock.now(),
    )


def _token(actor: Actor, attempt: AttemptRow) -> str:
    secret = settings.current().secret
    return seal(attempt.code, actor.code, deadline=attempt.deadline, at=clock.now(), secret=secret)


def _squares(attempt: AttemptRow, items: list[dict[str, Any]]) -> tuple[Square, ...]:
    return tuple(
        Square(
            row["position"],
            f"{attempt.path}/items/{row['position']}",
            bool(given_in(row)),
            bool(row["flagged"]),
            row["stem"],
        )
        for row in items
    )
