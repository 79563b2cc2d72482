"""What the editor of a question sends, taken as typed: marks all questions have, and what its kind is answered with."""

from itertools import zip_longest

import msgspec

from academy.errors import Invalid
from courses.authoring import answer_lines
from courses.authoring.answer_lines import LETTERS
from courses.authoring.forms import Number, whole_number
from courses.content.findings import Place
from courses.content.kinds import CHOSEN, kind_faults
from courses.content.model import Choice, Hotspot, Kind, Numeric, Question

Parts = dict[str, object]
_LINES = {
    "ordering": "Write one step a line, in the right order; at most twelve.",
    "matching": "Write on each line what stands on the left, an equals sign and what belongs to it: a pistol = a box.",
    "text": "Write one accepted answer a line; behind a bar its thousandths, or: any order.",
    "hotspot": "Write on a line left, top, width and height in thousandths, a bar and where it is: 0 0 50 40 | door.",
}


class QuestionForm(msgspec.Struct, frozen=True, kw_only=True):
    """A question as typed. `choice`: the answers in order, empty ones are left out; `correct`: their letters.

    `lines`: what the newer kinds are answered with (courses.authoring.answer_lines); `tags`: with spaces between.
    """

    revision: int
    pool: str = ""
    stem: str = ""
    kind: Kind = "one"
    objective: str = ""
    points: Number = 1
    partial: bool = False
    stimulus: str = ""
    tags: str = ""
    explanation: str = ""
    sources: str = ""
    critical: bool = False
    choice: tuple[str, ...] = ()
    feedback: tuple[str, ...] = ()
    correct: tuple[str, ...] = ()
    lines: str = ""
    value: str = ""
    tolerance: str = "0"
    percent: Number = 0
    unit: str = ""
    diagram: str = ""
    cut: Number = 1000
    alt: str = ""

    def question(self, key: str) -> Question:
        """Raises Invalid with a sentence for each field."""
        faults: dict[str, str] = {}
        if not self.stem:
            faults["stem"] = "Write the question."
        points = whole_number(self.points, "points", faults, most=100)
        parts = self._parts(faults)
        if faults:
            raise Invalid(fields=faults)
        question = msgspec.convert(
            {
                "key": key, "pool": self.pool, "kind": self.kind, "objective": self.objective, "points": points,
                "scoring": "partial" if self.partial else "all", "stimulus": self.stimulus, "tags": _words(self.tags),
                "stem": self.stem, "explanation": self.explanation, "sources": _words(self.sources),
                "critical": self.critical,
            },
            Question,
        )  # fmt: skip
        return _sound(msgspec.structs.replace(question, **parts))

    def _parts(self, faults: dict[str, str]) -> Parts:
        """What the question is answered with."""
        if self.kind in CHOSEN:
            choices = self.choices()
            if problem := _answers_problem(self.kind, choices):
                faults["choice"] = problem
            return {"choices": choices}
        if self.kind == "numeric":
            percent = whole_number(self.percent, "percent", faults, most=100)
            return {"numeric": self._number(percent, faults)}
        try:
            return self._lines()
        except ValueError:
            faults["lines"] = _LINES[self.kind]
            return {}

    def _number(self, percent: int, faults: dict[str, str]) -> Numeric | None:
        typed = {"value": self.value, "tolerance": self.tolerance or "0", "percent": percent, "unit": self.unit}
        try:
            return msgspec.convert(typed, Numeric)
        except msgspec.ValidationError:
            faults["value"] = "Write number and tolerance in digits, with a point where needed: 12.5."
            return None

    def _lines(self) -> Parts:
        """Raises ValueError, of which msgspec's refusals are a kind."""
        if self.kind == "ordering":
            return {"choices": answer_lines.read_steps(self.lines)}
        if self.kind == "matching":
            return {"pairs": answer_lines.read_pairs(self.lines)}
        if self.kind == "text":
            return {"accepts": answer_lines.read_accepts(self.lines)}
        regions = answer_lines.read_regions(self.lines)
        spot = {"diagram": self.diagram, "cut": int(self.cut), "alt": self.alt, "region": msgspec.to_builtins(regions)}
        return {"hotspot": msgspec.convert(spot, Hotspot)}

    def choices(self) -> tuple[Choice, ...]:
        rows = zip(LETTERS, zip_longest(self.choice, self.feedback, fillvalue=""), strict=False)
        return tuple(
            Choice(key=letter, body=body.strip(), correct=letter in self.correct, feedback=feedback.strip())
            for letter, (body, feedback) in rows
            if body.strip()
        )


def _sound(question: Question) -> Question:
    """The question. Raises Invalid with the first fault of its kind, at the field it is about."""
    for finding in kind_faults(Place("question", question.key), question):
        field = {"numeric": "value"}.get(question.kind, "choice" if question.kind in CHOSEN else "lines")
        raise Invalid(fields={field: finding.sentence})
    return question


def _words(typed: str) -> list[str]:
    return typed.replace(",", " ").replace(";", " ").split()


def _answers_problem(kind: str, choices: tuple[Choice, ...]) -> str:
    right = sum(choice.correct for choice in choices)
    if len(choices) < 2:
        return "Write at least two answers."
    if right == 0:
        return "Mark the correct answer."
    if right > 1 and kind != "many":
        return "Mark one answer, or choose the kind with several correct answers."
    if kind == "true_false" and len(choices) != 2:
        return "A true-or-false question has exactly two answers."
    return ""


def form_of(written: Question, revision: int) -> QuestionForm:
    """The form with what is saved."""
    names = ("pool", "stem", "kind", "objective", "points", "explanation", "critical", "stimulus")
    typed: Parts = {name: getattr(written, name) for name in names} | _typed(written)
    form = QuestionForm(
        revision=revision,
        partial=written.scoring == "partial",
        tags=" ".join(written.tags),
        sources=" ".join(written.sources),
    )
    return msgspec.structs.replace(form, **typed)


def _typed(written: Question) -> Parts:
    """What it is answered with, in the fields of its kind."""
    if written.numeric:
        return msgspec.structs.asdict(written.numeric)
    if written.hotspot:
        spot = written.hotspot
        regions = answer_lines.typed_regions(spot.regions)
        return {"diagram": spot.diagram, "cut": spot.cut, "alt": spot.alt, "lines": regions}
    if written.kind == "ordering":
        return {"lines": "\n".join(choice.body for choice in written.choices)}
    if written.kind in CHOSEN:
        lettered = zip(LETTERS, written.choices, strict=False)
        return {
            "choice": tuple(choice.body for choice in written.choices),
            "feedback": tuple(choice.feedback for choice in written.choices),
            "correct": tuple(letter for letter, choice in lettered if choice.correct),
        }
    return {"lines": answer_lines.typed_pairs(written.pairs) or answer_lines.typed_accepts(written.accepts)}
