"""A course as a list of steps with their state, and the one useful thing to do next."""

from itertools import groupby

import msgspec

from courses.learning.access import EnrollmentRow
from courses.learning.rules.completion import Step, Unmet, current_step, minutes_left, parts_left, unmet


class NextStep(msgspec.Struct, frozen=True):
    """The words of the one filled button, and where it leads."""

    words: str
    href: str


class StepRow(msgspec.Struct, frozen=True):
    """A line of the outline. `state`: open, progress, done or later; `percent` is the share done of a begun lesson."""

    key: str
    title: str
    minutes: int
    state: str
    percent: int
    note: str
    href: str
    is_current: bool


class ModuleRows(msgspec.Struct, frozen=True):
    """A module with its lines."""

    title: str
    rows: tuple[StepRow, ...]


class LeftRow(msgspec.Struct, frozen=True):
    """A line of "What is left, and why"."""

    what: str
    why: str
    state: str
    percent: int


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How far one course is, in figures, sentences and the next step."""

    lessons: int
    lessons_done: int
    minutes_left: int
    ticks: tuple[tuple[int, ...], ...]
    final_percent: int | None
    left: tuple[LeftRow, ...]
    next: NextStep


def standing_of(enrollment: EnrollmentRow, steps: tuple[Step, ...]) -> Standing:
    """The standing of one enrollment; signing completes a course, so an open one is never signed."""
    lessons = [step for step in steps if not step.is_exam]
    exams = [step for step in steps if step.is_exam]
    is_signed = enrollment.state == "completed"
    left = unmet(steps, is_signed=is_signed, pass_percent=enrollment.pass_percent)
    return Standing(
        lessons=len(lessons),
        lessons_done=sum(1 for step in lessons if step.is_done),
        minutes_left=minutes_left(steps),
        ticks=tuple(
            tuple(share(step) for step in group) for _, group in groupby(lessons, lambda step: step.module_key)
        ),
        final_percent=share(exams[-1]) if exams else None,
        left=tuple(_left(each, steps) for each in left),
        next=next_step(enrollment, steps),
    )


def next_step(enrollment: EnrollmentRow, steps: tuple[Step, ...]) -> NextStep:
    """Where to go on, named exactly."""
    path = enrollment.path
    if enrollment.state == "completed":
        return NextStep("See your certificate", f"{path}/completion")
    lesson = current_step(tuple(step for step in steps if not step.is_exam))
    if lesson is not None:
        return NextStep(_continue(lesson), f"{path}/lessons/{lesson.key}")
    exam = current_step(tuple(step for step in steps if step.is_exam))
    if exam is not None:
        return NextStep(
            f"Go to {exam.name if exam.name.startswith('the ') else 'the ' + exam.name}", quiz_path(path, exam)
        )
    return NextStep("Sign and finish", f"{path}/statement")


def quiz_path(path: str, step: Step) -> str:
    """The page before a quiz, where it says what it asks."""
    return f"{path}/lessons/{step.key}/quiz"


def share(step: Step) -> int:
    """Percent of a step that is done, for drawing: its parts weigh the same, a lecture by its watched share."""
    if step.is_done:
        return 100
    parts = []
    if step.reads_slides:
        parts.append(100 if step.read_at else 0)
    elif step.has_lecture:
        parts.append(min(step.watched_percent, 100))
    elif step.has_text and not step.is_exam:
        parts.append(100 if step.read_at else 0)
    if step.stops and step.stops_required:
        parts.append(min(step.stops_answered * 100 // step.stops, 100))
    if step.has_scenario:
        parts.append(100 if step.scenario_at else 0)
    if step.quiz:
        parts.append(100 if step.quiz.passed else 0)
    return min(sum(parts) // len(parts), 99) if parts else 0


def module_rows(enrollment: EnrollmentRow, steps: tuple[Step, ...]) -> tuple[ModuleRows, ...]:
    """The outline: modules with their steps, then what the learner does at the end."""
    current = current_step(tuple(step for step in steps if not step.is_exam)) if enrollment.is_open else None
    last = next((step for step in reversed(steps) if not step.is_exam), None)
    modules = []
    for number, (_, group) in enumerate(groupby(steps, lambda step: step.module_key), 1):
        members = list(group)
        rows = tuple(_row(enrollment, step, steps, is_current=step is current, last=last) for step in members)
        named = (
            members[0].module_title if any(step.is_exam for step in members) else f"{number} {members[0].module_title}"
        )
        modules.append(ModuleRows(named, rows))
    statement = _statement_row(enrollment, steps)
    if modules and any(step.is_exam for step in steps):
        modules[-1] = ModuleRows(modules[-1].title, (*modules[-1].rows, statement))
    else:
        modules.append(ModuleRows("To finish", (statement,)))
    return tuple(modules)


def _row(
    enrollment: EnrollmentRow, step: Step, steps: tuple[Step, ...], *, is_current: bool, last: Step | None
) -> StepRow:
    opens_later = step.is_exam and any(not each.is_done for each in steps if not each.is_exam)
    state = (
        "done" if step.is_done else "later" if opens_later else "progress" if share(step) or step.is_begun else "open"
    )
    title = step.title if not step.number else f"{step.number} {step.title}"
    if step.is_exam and step.quiz and not step.is_done:
        title = f"{title}, {step.quiz.pass_percent}% to pass"
    note = f"Opens after {last.name}" if opens_later and last else _note(step)
    href = (
        ""
        if opens_later
        else quiz_path(enrollment.path, step)
        if step.is_exam
        else f"{enrollment.path}/lessons/{step.key}"
    )
    return StepRow(step.key, title, step.minutes, state, share(step), note, href, is_current)


def _statement_row(enrollment: EnrollmentRow, steps: tuple[Step, ...]) -> StepRow:
    is_done = enrollment.state == "completed"
    opens_later = any(not step.is_done for step in steps)
    state = "done" if is_done else "later" if opens_later else "open"
    after = "the exam" if any(step.is_exam for step in steps) else "the last lesson"
    href = "" if opens_later or is_done else f"{enrollment.path}/statement"
    note = f"Opens after {after}" if opens_later and not is_done else ""
    return StepRow("statement", "Your signed statement", 2, state, 0, note, href, False)


def _note(step: Step) -> str:
    quiz = ""
    if step.quiz and step.quiz.passed and step.quiz.best_points is not None:
        quiz = f"quiz {step.quiz.best_percent}%"
    if step.is_done:
        return f"Done, {quiz}" if quiz else "Done"
    if not step.is_begun and not share(step):
        return ""
    left = parts_left(step)
    if step.has_lecture and step.resume_ms and step.watched_percent < step.minimum_watch_percent:
        rest = " and ".join(part.split(" ", 1)[-1] for part in left[1:])
        return f"At {playtime(step.resume_ms)}" + (f". Then {rest}" if rest else "")
    return "Left: " + ", ".join(left)


def _continue(step: Step) -> str:
    if not step.is_begun:
        return f"Start {step.name}"
    if step.has_lecture and step.resume_ms and step.watched_percent < step.minimum_watch_percent:
        return f"Continue at {playtime(step.resume_ms)} of {step.name}"
    return f"Continue with {step.name}"


def playtime(milliseconds: int) -> str:
    """760000 -> "12:40"."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02}"


def _left(each: Unmet, steps: tuple[Step, ...]) -> LeftRow:
    step = next((step for step in steps if step.key == each.step_key), None)
    state = "later" if each.opens_later else "progress" if each.is_begun else "open"
    return LeftRow(each.what, each.why, state, share(step) if step else 0)
