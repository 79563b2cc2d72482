"""What a learner is told of partial credit, before answering."""

from typing import Final

from courses.content.model import Question
from courses.learning.rules.kinds.base import FULL

_PARTIAL: Final = {
    "many": "Partial credit: each right choice brings its share, each wrong one takes one away.",
    "matching": "Partial credit: each right pair brings its share.",
    "ordering": "Partial credit: each line that directly follows the one before it brings its share.",
}
_WHOLE: Final = {
    "many": "No partial credit: all right answers, and no other.",
    "matching": "No partial credit: every pair has to be right.",
    "ordering": "No partial credit: every line has to be in its place.",
}


def credit_words(question: Question) -> str:
    """One sentence, "" where an answer is right or not."""
    if question.scoring == "all":
        return _WHOLE.get(question.kind, "")
    if any(form.per_mille < FULL for form in question.accepts):
        return "Partial credit: an answer that is nearly right brings a part."
    return _PARTIAL.get(question.kind, "")
