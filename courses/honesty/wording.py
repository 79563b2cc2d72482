"""Findings in words, each with its numbers: what was seen, never what it means."""

from datetime import date

from academy.web.filters import day, plural
from courses.honesty.rules import Kind, Numbers
from courses.learning.early.rules import MOST

KIND_WORDS: dict[Kind, str] = {
    "short_time": "Credit against time",
    "too_fast": "Faster than possible",
    "two_places": "Two places at once",
    "one_device": "One device for several people",
    "fast_exam": "Exam far faster than others",
    "fast_items": "Questions far faster than others",
    "asked_early": "Asked for before its time",
}


def sentence(kind: Kind, numbers: Numbers) -> str:
    """What was found, in one or two sentences."""
    return _SENTENCES[kind](numbers)


def _short_time(numbers: Numbers) -> str:
    return (
        f"Completed for {_span(60 * int(numbers['credit']))} of credit. Of {_span(numbers['lectures'])} of lectures"
        f" {_span(numbers['watched'])} were played, and the course took {_span(numbers['took'])} from start to end."
    )


def _too_fast(numbers: Numbers) -> str:
    return (
        f"{numbers['lesson']} lasts {_span(numbers['length'])}. {_span(numbers['refused'])} more were reported"
        f" than the clock allows at double speed. They were not counted."
    )


def _two_places(numbers: Numbers) -> str:
    both = f"{numbers['lesson']} and {numbers['other']}"
    if numbers["what"] == "quizzes":
        return f"The quizzes of {both} were answered in the same {_span(numbers['overlap'])}."
    return f"{both} reported {_span(numbers['played'])} of lectures within {_span(numbers['passed'])} by the clock."


def _fast_exam(numbers: Numbers) -> str:
    return (
        f"Passed with {plural(int(numbers['questions']), 'question')} in {_span(numbers['took'])}. Half of the"
        f" {numbers['others']} others who passed took {_span(numbers['median'])} or more."
    )


def _fast_items(numbers: Numbers) -> str:
    return (
        f"Passed with {_span(numbers['took'])} at its {plural(int(numbers['questions']), 'question')}, by the time that"
        f" their pages were in use. Half of those who passed need {_span(numbers['median'])} or more for them."
    )


def _one_device(numbers: Numbers) -> str:
    return (
        f"{numbers['people']} people passed final exams from one browser (numbered {numbers['device']}…) within"
        f" {_span(numbers['passed'])}; this is one of them. A computer that several people share looks the same."
    )


def _asked_early(numbers: Numbers) -> str:
    what = {"exam": "Starting the final exam", "statement": "Signing the statement"}[str(numbers["what"])]
    times, on_day = int(numbers["times"]), date.fromisoformat(str(numbers["day"]))
    counted = f"{times:,} times or more" if times >= MOST else plural(times, "time")
    return (
        f"{what} was asked for {counted} on {day(on_day, 'UTC')}, before everything that it follows was done. It"
        " was refused. Our pages offer it only afterwards. Somebody curious who tries out a program looks the same."
    )


def _span(seconds: int | str) -> str:
    """ "1 h 20 min", "12 min", "48 s" """
    whole = int(seconds)
    if whole < 120:
        return f"{whole} s"
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


_SENTENCES = {
    "short_time": _short_time,
    "too_fast": _too_fast,
    "two_places": _two_places,
    "one_device": _one_device,
    "fast_exam": _fast_exam,
    "fast_items": _fast_items,
    "asked_early": _asked_early,
}
