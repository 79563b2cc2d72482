"""The four steps, and when they are in nobody's way any more."""

from collections.abc import Collection, Mapping

import msgspec

ALL = "all"
"""The step that stands for the card itself: skipped, it is put away."""


class Step(msgspec.Struct, frozen=True):
    """A step: what to do, why, and where below the site's address. `opens`: having been there is all it takes."""

    key: str
    words: str
    why: str
    path: str
    opens: bool = False


STEPS = (
    Step("people", "Import your people", "A CSV or XLSX file from your personnel system, in five minutes.", "roster"),
    Step("units", "Put them in units", "Districts, squads and shifts, with their supervisors.", "structure"),
    Step("assignment", "Assign a first course", "To a unit or to everybody, with a due date.", "assignments"),
    Step("reminders", "Look at messages and reminders", "What officers are told, and when.", "messages", opens=True),
)


class StepLine(msgspec.Struct, frozen=True):
    """A step as it stands: done by itself, skipped, or open."""

    step: Step
    state: str


def lines(done: Collection[str], said: Mapping[str, str]) -> tuple[StepLine, ...]:
    """Every step with its state; what is done stays done whatever was said."""
    return tuple(StepLine(one, "done" if one.key in done else _said(one, said.get(one.key, ""))) for one in STEPS)


def _said(step: Step, outcome: str) -> str:
    if outcome == "opened" and step.opens:
        return "done"
    return "skipped" if outcome == "skipped" else "open"


def is_shown(steps: Collection[StepLine], said: Mapping[str, str]) -> bool:
    """Whether the card has anything left to say; once put away, or with no step open, it never comes by itself."""
    return ALL not in said and any(one.state == "open" for one in steps)
