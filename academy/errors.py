"""Refusals: what a rule says no to. Anything else that goes wrong is a bug or an outside failure.

A refusal carries a machine code, an HTTP status, one plain sentence that says what to do, and named facts. Each rule's
refusal is a small subclass beside the rule; one translator (`academy.web.problems`) turns them into a page or
problem+json.
"""


class Refusal(Exception):
    """A rule said no.

    code: stable word for programs; a subclass may set it for all its instances. sentence: for people, says what to do.
    facts: whatever the page or program needs to show or go on (field errors, links, times). headers: what a protocol
    wants said beside the answer.
    """

    status = 400
    code = "refused"
    sentence = "This cannot be done."

    def __init__(self, sentence: str = "", /, *, code: str = "", **facts: object) -> None:
        self.sentence = sentence or type(self).sentence
        self.code = code or type(self).code
        self.facts = facts
        self.headers: dict[str, str] = {}
        super().__init__(self.sentence)


class NotFound(Refusal):
    """There is nothing there for this actor; also the answer for what belongs to somebody else."""

    status = 404
    code = "not_found"
    sentence = "We found nothing here that you can open."


class NotAllowed(Refusal):
    """The actor is known and may not do this."""

    status = 403
    code = "not_allowed"
    sentence = "Your role does not include this. Ask your site coordinator if you need it."


class SignInNeeded(NotAllowed):
    """Nobody is signed in; browsers are sent to the sign-in page and come back."""

    status = 401
    code = "sign_in_needed"
    sentence = "Sign in to go on. What you saved is kept."


class Conflict(Refusal):
    """The record changed, exists already or is frozen."""

    status = 409
    code = "conflict"
    sentence = "Somebody changed this in the meantime. Load the page again and look before you repeat it."


class Invalid(Refusal):
    """What was sent cannot be accepted as it is. `fields` maps a field's name to one sentence about it."""

    status = 422
    code = "invalid"
    sentence = "Check the marked fields."

    def __init__(
        self, sentence: str = "", /, *, code: str = "", fields: dict[str, str] | None = None, **facts: object
    ) -> None:
        self.fields = fields or {}
        super().__init__(sentence, code=code, **facts)


class TooMany(Refusal):
    """Too often in too short a time. `retry_after` is in seconds."""

    status = 429
    code = "too_many"
    sentence = "That was too many tries in a short time. Wait a little, then try again."

    def __init__(self, sentence: str = "", /, *, retry_after: int, code: str = "", **facts: object) -> None:
        self.retry_after = retry_after
        super().__init__(sentence, code=code, **facts)
