"""What the editor of a question inside a lecture sends, taken as typed."""

import re
from itertools import zip_longest
from typing import get_args

import msgspec

from academy.errors import Invalid
from courses.authoring.answer_lines import LETTERS
from courses.content.model import Moment, ScenarioChoice, Stop

_MOMENT = re.compile(get_args(Moment)[1].pattern)


class StopForm(msgspec.Struct, frozen=True, kw_only=True):
    """A question as typed: one of the bank, or a prompt with choices in order; rows left empty are left out.

    `at`: minutes and seconds; `question`: a key of the bank, "" for an own one; `best`: the letter of the best choice.
    """

    revision: int
    at: str = ""
    question: str = ""
    prompt: str = ""
    choice: tuple[str, ...] = ()
    feedback: tuple[str, ...] = ()
    best: str = ""

    def stop(self, key: str) -> Stop:
        """Raises Invalid with a sentence for each field."""
        faults: dict[str, str] = {}
        if not _MOMENT.fullmatch(self.at):
            faults["at"] = "Write minutes and seconds with a colon between them: 2:10, or 1:02:10."
        choices = self._choices()
        if self.question:
            if self.prompt or choices:
                faults["question"] = "Take one of the bank or write your own. Empty the fields of the other."
        else:
            faults |= self._own_faults(choices)
        if faults:
            raise Invalid(fields=faults)
        return Stop(key=key, at=self.at, question=self.question, prompt=self.prompt, choices=choices)

    def _own_faults(self, choices: tuple[ScenarioChoice, ...]) -> dict[str, str]:
        faults = {}
        if not self.prompt:
            faults["prompt"] = "Write the question, or take one of the bank."
        if any(not (choice.body and choice.feedback) for choice in choices):
            faults["choice"] = "Every choice needs its words, and what is told to whoever takes it."
        elif len(choices) < 2:
            faults["choice"] = "Write at least two choices."
        elif not any(choice.best for choice in choices):
            faults["choice"] = "Mark the best choice."
        return faults

    def _choices(self) -> tuple[ScenarioChoice, ...]:
        rows = zip(LETTERS, zip_longest(self.choice, self.feedback, fillvalue=""), strict=False)
        return tuple(
            ScenarioChoice(key=letter, body=body.strip(), feedback=feedback.strip(), best=letter == self.best)
            for letter, (body, feedback) in rows
            if body.strip() or feedback.strip()
        )


def form_of(stop: Stop, revision: int) -> StopForm:
    """The form with what is saved."""
    return StopForm(
        revision=revision,
        at=stop.at,
        question=stop.question,
        prompt=stop.prompt,
        choice=tuple(choice.body for choice in stop.choices),
        feedback=tuple(choice.feedback for choice in stop.choices),
        best=next((letter for letter, choice in zip(LETTERS, stop.choices, strict=False) if choice.best), ""),
    )
