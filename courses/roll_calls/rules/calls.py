"""A roll call, from its opening to the signature of who led it."""

from datetime import date, datetime, timedelta

from academy.errors import Conflict, Invalid, NotAllowed

MOVES: dict[tuple[str, str], str] = {
    ("open", "close"): "closed",
    ("open", "call_off"): "called_off",
    ("closed", "attest"): "attested",
    ("closed", "call_off"): "called_off",
}
"""Every way a roll call can move. `close`: nobody joins or answers from then on, and answers are told. `attest`: its
leader signed who was in the room; the absent get it to make up. `call_off`: it counts for nobody."""

STATEMENT = (
    "I, {name}, led the roll call “{title}” on {day}. I saw the {count} I ticked in the room while it was held. I "
    "ticked nobody only because answers came from a phone."
)
"""What a leader signs; kept with name, day and number filled in, exactly as it was shown."""
LASTS = timedelta(hours=4)
"""A roll call that its leader forgot to close takes nobody in after that: a shift began and half of it is over."""
MOST_DAYS = 366
"""A make-up due later than this was mistyped."""


class CannotMove(Conflict):
    """The roll call is in a state from which this does not happen."""

    code = "cannot_move"
    sentence = "This roll call went on meanwhile. Load the page again to see how it stands."


class NotOpen(Conflict):
    """Joining or answering after the leader closed it."""

    code = "roll_call_closed"
    sentence = "This roll call is closed: nobody joins or answers any more. Who was in the room without a phone tells "
    sentence += "the leader, who can still tick you."


class NotTheLeader(NotAllowed):
    """Only who stood in front can say who was there."""

    code = "not_the_leader"
    sentence = "Only who led this roll call can do this: they saw who was in the room."


class LeadsItself(Conflict):
    """Leaders do not attest themselves."""

    code = "leads_itself"
    sentence = "You lead this roll call, so you are not among those you attest."


def move(state: str, verb: str) -> str:
    """The state that follows. Raises CannotMove."""
    try:
        return MOVES[state, verb]
    except KeyError:
        raise CannotMove() from None


def takes_answers(state: str, opened_at: datetime, now: datetime) -> bool:
    """Whether people still join and answer: it is open, and not forgotten."""
    return state == "open" and now < opened_at + LASTS


def statement(name: str, title: str, day: str, count: int) -> str:
    """The words to sign."""
    people = "one person" if count == 1 else f"{count} people"
    return STATEMENT.format(name=name, title=title, day=day, count=people)


def require_due(due_on: date | None, today: date, *, owed: bool) -> None:
    """Raises Invalid for a day that is over, too far away, or missing where somebody has to make it up."""
    if due_on is None:
        if owed:
            raise Invalid(fields={"due_on": "Write until when those who were absent make it up."})
    elif due_on < today:
        raise Invalid(fields={"due_on": "This day is over. Write today or a later day."})
    elif due_on > today + timedelta(days=MOST_DAYS):
        raise Invalid(fields={"due_on": "That is more than a year away. Look at the year."})
