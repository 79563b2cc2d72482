"""What a learner states before the final exam: who sits it, and that the work is their own."""

from academy.errors import Invalid

ATTESTATION = (
    "I am {name}, the person enrolled in {course}. I did its lessons myself. I will answer this exam myself, without "
    "help from another person and without a copy of its questions or answers."
)
"""The words a learner agrees to; kept with the attempt, name and course filled in, exactly as they were shown."""


class NotAttested(Invalid):
    """The exam was to start without its statement."""

    code = "not_attested"
    sentence = "Check this box if the words are true. The exam does not start without it, and no attempt was used."


def words_for(name: str, course: str) -> str:
    """The exact words shown to this person before the exam of this course."""
    return ATTESTATION.format(name=name, course=course)


def require_attested(*, is_final: bool, attests: bool) -> None:
    """Raises NotAttested for a final exam without the statement; other quizzes ask for none."""
    if is_final and not attests:
        raise NotAttested(fields={"attests": NotAttested.sentence})
