"""Writing a course as a folder that reads back the same."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomli_w

from courses.content.folder.reading import FENCE
from courses.content.model import CourseContent, Lesson, Question, Stimulus, plain

_Entries = dict[str, Any]


def write(content: CourseContent, path: Path) -> None:
    """Write the course into the folder, made if missing; what else lies there stays untouched."""
    for name, text in sorted(_files(content).items()):
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def _files(content: CourseContent) -> dict[str, str]:
    """The text of every file of the course, by its name in the folder."""
    head = plain(content)
    head.pop("question", None)
    head.pop("stimulus", None)
    head["job_aid"] = [
        {"key": aid.key, "title": aid.title, "file": f"job-aids/{aid.key}.md"} for aid in content.job_aids
    ]
    head["module"] = [
        {"key": module.key, "title": module.title, "lessons": [lesson.key for lesson in module.lessons]}
        for module in content.modules
    ]
    files = {"course.toml": _print(head)}
    files |= {f"job-aids/{aid.key}.md": f"{aid.body}\n" for aid in content.job_aids}
    for number, module in enumerate(content.modules, start=1):
        for position, lesson in enumerate(module.lessons, start=1):
            files |= _lesson_files(lesson, f"{number}.{position}-{lesson.key}.md")
    pools = {question.pool for question in content.questions} | {stimulus.pool for stimulus in content.stimuli}
    for pool in pools:
        parts = {"stimulus": _of_pool(content.stimuli, pool), "question": _of_pool(content.questions, pool)}
        files[f"questions/{pool}.toml"] = _print({"pool": pool} | {name: own for name, own in parts.items() if own})
    return files


def _of_pool(parts: Sequence[Stimulus | Question], pool: str) -> list[_Entries]:
    entries = (plain(part) for part in parts if part.pool == pool)
    return [{name: entry[name] for name in entry if name != "pool"} for entry in entries]


def _lesson_files(lesson: Lesson, name: str) -> dict[str, str]:
    head = plain(lesson)
    body, deck = head.pop("body", ""), head.pop("deck", "")
    files = {f"lectures/{name}": deck} if deck else {}
    if deck:
        head["deck"] = f"lectures/{name}"
    return files | {f"lessons/{name}": f"{FENCE}\n{_print(head)}{FENCE}\n\n{body}\n"}


def _print(entries: _Entries) -> str:
    readable = _toml(entries, "", long_strings=True)
    # A text with a line of three plus signs would end the front matter it stands in.
    return _toml(entries, "", long_strings=False) if f"\n{FENCE}\n" in f"\n{readable}" else readable


def _toml(entries: _Entries, at: str, *, long_strings: bool) -> str:
    """TOML with a `[[header]]` for every entry of a list, however short: that is what authors edit line by line."""
    tables = {name: value for name, value in entries.items() if _is_table(value)}
    text = tomli_w.dumps(
        {name: value for name, value in entries.items() if name not in tables}, multiline_strings=long_strings
    )
    for name, value in tables.items():
        header = f"[{at}{name}]" if isinstance(value, dict) else f"[[{at}{name}]]"
        for table in [value] if isinstance(value, dict) else value:
            text += f"\n{header}\n{_toml(table, f'{at}{name}.', long_strings=long_strings)}"
    return text


def _is_table(value: object) -> bool:
    parts = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(part, dict) for part in parts)
