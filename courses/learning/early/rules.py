"""Which refused requests no page of ours can have sent: those whose form it cannot have shown, ever.

An honest browser sends late, twice, from an old page and out of order. So the state of now proves nothing: a page may
show what was open when it was loaded. Only what could never have been open does.
"""

from typing import Literal

from courses.learning.rules.completion import Step

What = Literal["exam", "statement"]

MOST = 1000
"""Requests counted in a day; later ones write nothing."""


def was_never_open(what: What, steps: tuple[Step, ...], *, set_by_hand: bool) -> bool:
    """Whether the exam or the statement cannot have been open to this learner at any time before.

    set_by_hand: staff set a lesson done at some time; they may have taken it back while a page stood open.
    """
    if set_by_hand:
        return False
    before = (step for step in steps if what == "statement" or not step.is_exam)
    return any(_was_never_done(step) for step in before)


def _was_never_done(step: Step) -> bool:
    """Whether a part is missing that, once done, stays so: a film that failed or was made anew changes nothing here."""
    if step.is_done:
        return False
    quiz = step.quiz is not None and not step.quiz.passed
    scenario = step.has_scenario and step.scenario_at is None
    text = step.has_text and not step.is_exam and step.read_at is None and step.watched_seconds == 0
    return quiz or scenario or text
