"""A course as a folder that people can read, edit and keep under version control.

    course.toml                     what the course is, its sources, its modules and the order of lessons
    lessons/1.1-why-cgi.md          front matter between +++ lines, then the text in Markdown
    lectures/1.1-why-cgi.md         slides with narration, where a lesson names them as its `deck`
    questions/why-cgi.toml          one pool of the question bank
    job-aids/canvass-card.md        printable pages

Reading is all or nothing: a folder with faults yields every fault found, with file and line, and no content.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import tomli_w

from courses.content.check import Place, check, faults, law_findings
from courses.content.folder_faults import FileFinding, Findings, FolderFaulty
from courses.content.model import CourseContent, JobAid, Lesson, Module, Question, in_pool_order, plain

T = TypeVar("T", bound=msgspec.Struct)
_FENCE = "+++"
_Entries = dict[str, Any]  # what tomllib gives; turned into structs before it leaves this module

__all__ = ["FileFinding", "FolderFaulty", "inspect", "read", "write"]


def read(path: Path) -> CourseContent:
    """The course in the folder. Raises FolderFaulty with all findings."""
    return _Reader(path).content()


def inspect(path: Path, today: date) -> tuple[FileFinding, ...]:
    """Everything there is to say about the folder: its faults, or else what blocks publishing and what to look at."""
    reader = _Reader(path)
    try:
        content = reader.content()
    except FolderFaulty as refusal:
        return refusal.findings
    for finding in (*check(content), *law_findings(content, today)):
        reader.findings.add_finding(finding)
    return reader.findings.all()


def write(content: CourseContent, path: Path) -> None:
    """Write the course into the folder, made if missing; what else lies there stays untouched."""
    for name, text in sorted(_files(content).items()):
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


class _Reader:
    """One reading of one folder: collects findings instead of stopping at the first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.findings = Findings()

    def content(self) -> CourseContent:
        course = self._course()
        self.findings.raise_if_any()
        for fault in faults(course):
            self.findings.add_finding(fault)
        self.findings.raise_if_any()
        return course

    def _course(self) -> CourseContent:
        entries = self._toml("course.toml", self._text("course.toml"))
        self.findings.raise_if_any()
        modules = self._modules(self._tables(entries, "module", "course.toml"))
        aids = self._job_aids(self._tables(entries, "job_aid", "course.toml"))
        pools = [self._pool(file) for file in self._names("questions", "toml")]
        course = self._struct(entries, CourseContent, "course.toml")
        if course is None:
            raise self.findings.refusal()
        questions = in_pool_order(tuple(question for pool in pools for question in pool))
        return msgspec.structs.replace(course, modules=modules, job_aids=aids, questions=questions)

    def _modules(self, entries: list[_Entries]) -> tuple[Module, ...]:
        lessons = self._lessons()
        modules = []
        for position, entry in enumerate(entries):
            part = f"module[{position}]"
            own = self._listed(entry.pop("lessons", []), lessons, part)
            if module := self._struct(entry, Module, "course.toml", part):
                self.findings.places[Place("module", module.key)] = ("course.toml", part)
                modules.append(msgspec.structs.replace(module, lessons=own))
        for key in lessons:
            file, _ = self.findings.places[Place("lesson", key)]
            self.findings.add(file, "", f'No module lists the lesson "{key}".', "Add its key in course.toml.")
        return tuple(modules)

    def _listed(self, keys: object, lessons: dict[str, Lesson], part: str) -> tuple[Lesson, ...]:
        """The lessons a module lists, taken out of `lessons` so that what is left over was listed nowhere."""
        own = []
        for key in keys if isinstance(keys, list) else [keys]:
            if lesson := lessons.pop(str(key), None):
                own.append(lesson)
            else:
                sentence = f'No file in lessons/ has the key "{key}", or another module lists it already.'
                self.findings.add("course.toml", f"{part}.lessons", sentence, "Check the key in the front matter.")
        return tuple(own)

    def _lessons(self) -> dict[str, Lesson]:
        lessons: dict[str, Lesson] = {}
        for file in self._names("lessons", "md"):
            lesson = self._lesson(file)
            if lesson and lesson.key in lessons:
                self.findings.add(file, "key", f'The key "{lesson.key}" belongs to another lesson already.')
            elif lesson:
                lessons[lesson.key] = lesson
                self.findings.places[Place("lesson", lesson.key)] = (file, "")
        return lessons

    def _lesson(self, file: str) -> Lesson | None:
        head, fence, body = self._text(file).removeprefix(f"{_FENCE}\n").partition(f"\n{_FENCE}\n")
        if not fence:
            self.findings.add(file, "", "The front matter has no end.", f"Put a line {_FENCE} before and after it.")
            return None
        entries = self._toml(file, f"\n{head}\n")
        deck = entries.get("deck")
        text = self._text(deck, named_in=(file, "deck")) if isinstance(deck, str) and deck else ""
        return self._struct({**entries, "deck": text, "body": body.strip("\n")}, Lesson, file)

    def _pool(self, file: str) -> list[Question]:
        entries = self._toml(file, self._text(file))
        pool = entries.pop("pool", Path(file).stem)
        questions = []
        for position, entry in enumerate(self._tables(entries, "question", file)):
            part = f"question[{position}]"
            if question := self._struct({**entry, "pool": pool}, Question, file, part):
                self.findings.places[Place("question", question.key)] = (file, part)
                questions.append(question)
        for name in entries:
            self.findings.add(file, name, f'A question file has no entry "{name}".', "It has pool and [[question]].")
        return questions

    def _job_aids(self, entries: list[_Entries]) -> tuple[JobAid, ...]:
        aids = []
        for position, entry in enumerate(entries):
            part = f"job_aid[{position}]"
            body = self._text(str(entry.pop("file", "")), named_in=("course.toml", f"{part}.file")).strip("\n")
            if aid := self._struct({**entry, "body": body}, JobAid, "course.toml", part):
                self.findings.places[Place("job_aid", aid.key)] = ("course.toml", part)
                aids.append(aid)
        return tuple(aids)

    def _tables(self, entries: _Entries, name: str, file: str) -> list[_Entries]:
        """The repeated tables of that name, taken out of `entries`."""
        tables = entries.pop(name, [])
        if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
            return tables
        self.findings.add(file, name, f'"{name}" must be a list of tables.', f"Start each one with [[{name}]].")
        return []

    def _struct(self, entries: _Entries, kind: type[T], file: str, part: str = "") -> T | None:
        try:
            return msgspec.convert(entries, kind)
        except msgspec.ValidationError as refusal:
            self.findings.add_unconverted(file, part, str(refusal))
            return None

    def _toml(self, file: str, text: str) -> _Entries:
        self.findings.know_lines(file, text)
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as refusal:
            self.findings.add_unparsed(file, str(refusal))
            return {}

    def _names(self, folder: str, ending: str) -> list[str]:
        return sorted(f"{folder}/{file.name}" for file in (self.path / folder).glob(f"*.{ending}"))

    def _text(self, name: str, *, named_in: tuple[str, str] | None = None) -> str:
        file = (self.path / name).resolve()
        if not file.is_relative_to(self.path.resolve()) or not file.is_file():
            where, part = named_in or (name, "")
            self.findings.add(where, part, f'There is no file "{name}" in the course folder.', "Check the name.")
            return ""
        try:
            return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as refusal:
            self.findings.add(name, "", "The file is not UTF-8 text.", f"Byte {refusal.start} is wrong.")
            return ""


def _files(content: CourseContent) -> dict[str, str]:
    """The text of every file of the course, by its name in the folder."""
    head = plain(content)
    head.pop("question", None)
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
    for pool in {question.pool for question in content.questions}:
        entries = [plain(question) for question in content.pool(pool)]
        files[f"questions/{pool}.toml"] = _print(
            {"pool": pool, "question": [{name: entry[name] for name in entry if name != "pool"} for entry in entries]}
        )
    return files


def _lesson_files(lesson: Lesson, name: str) -> dict[str, str]:
    head = plain(lesson)
    body, deck = head.pop("body", ""), head.pop("deck", "")
    files = {f"lectures/{name}": deck} if deck else {}
    if deck:
        head["deck"] = f"lectures/{name}"
    return files | {f"lessons/{name}": f"{_FENCE}\n{_print(head)}{_FENCE}\n\n{body}\n"}


def _print(entries: _Entries) -> str:
    readable = _toml(entries, "", long_strings=True)
    # A text with a line of three plus signs would end the front matter it stands in.
    return _toml(entries, "", long_strings=False) if f"\n{_FENCE}\n" in f"\n{readable}" else readable


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
