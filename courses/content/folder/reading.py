"""Reading a course folder: all findings, or the course."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from courses.content.check import check, faults, law_findings
from courses.content.findings import Kind, Place, look
from courses.content.folder.faults import FileFinding, Findings, FolderFaulty
from courses.content.model import CourseContent, JobAid, Lesson, Module, Question, Stimulus, in_pool_order
from courses.content.quality import Report, report
from media.lecture.deck import Deck, DeckInvalid, parse

T = TypeVar("T", bound=msgspec.Struct)
FENCE = "+++"
SLOWEST_WORDS_A_MINUTE = 110
"""The voice says about 150, pauses included; what lies beyond this is a slip rather than a slow lecture."""
_Entries = dict[str, Any]  # what tomllib gives; turned into structs before it leaves this module


def read(path: Path) -> CourseContent:
    """The course in the folder. Raises FolderFaulty with all findings."""
    return _Reader(path).content()


def inspect(path: Path, today: date) -> tuple[FileFinding, ...]:
    """What stands against the folder: its faults, or else what blocks publishing and what to look at."""
    reader = _Reader(path)
    try:
        reader.judge(reader.content(), today)
    except FolderFaulty as refusal:
        return refusal.findings
    return reader.findings.all()


class Survey(msgspec.Struct, frozen=True):
    """What stands against a folder and how good the course in it is. `report`: None for a folder with faults."""

    findings: tuple[FileFinding, ...]
    report: Report | None


def survey(path: Path, today: date) -> Survey:
    """All that `inspect` says, and the report on the course's quality with its findings among the others."""
    reader = _Reader(path)
    try:
        content = reader.content()
    except FolderFaulty as refusal:
        return Survey(refusal.findings, None)
    reader.judge(content, today)
    found = report(content)
    for finding in found.findings:
        reader.findings.add_finding(finding)
    return Survey(reader.findings.all(), found)


class _Reader:
    """One reading of one folder: collects findings instead of stopping at the first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.findings = Findings()
        self.decks: dict[str, str] = {}

    def content(self) -> CourseContent:
        course = self._course()
        self.findings.raise_if_any()
        for fault in faults(course):
            self.findings.add_finding(fault)
        self.findings.raise_if_any()
        return course

    def judge(self, content: CourseContent, today: date) -> None:
        """Collect what `check` and the clock say about the course, and what cannot be filmed."""
        for finding in (*check(content), *law_findings(content, today)):
            self.findings.add_finding(finding)
        self.check_decks(content)

    def check_decks(self, content: CourseContent) -> None:
        """Slides are read by the same parser that films them later."""
        for lesson in content.lessons:
            try:
                if lesson.deck:
                    self._check_stops(lesson, parse(lesson.deck))
            except DeckInvalid as refusal:
                for fault in refusal.faults:
                    self.findings.add_line(self.decks[lesson.key], fault.line, fault.sentence)

    def _check_stops(self, lesson: Lesson, deck: Deck) -> None:
        """Slides have no length before they are filmed; what is said to them takes about so long."""
        words = sum(len(sentence.split()) for slide in deck.slides for sentence in slide.sentences)
        longest_ms = words * 60_000 // SLOWEST_WORDS_A_MINUTE
        for position, stop in enumerate(lesson.stops):
            if stop.at_ms > longest_ms:
                sentence = f"The question at {stop.at} seems to come after the end; {words} words are said."
                place = Place("lesson", lesson.key, f"stop[{position}]")
                hint = "About 150 words are one minute."
                self.findings.add_finding(look(place, sentence, hint, kind=Kind.LECTURE))

    def _course(self) -> CourseContent:
        entries = self._toml("course.toml", self._text("course.toml"))
        self.findings.raise_if_any()
        modules = self._modules(self._tables(entries, "module", "course.toml"))
        aids = self._job_aids(self._tables(entries, "job_aid", "course.toml"))
        stimuli: list[Stimulus] = []
        pools = [self._pool(file, stimuli) for file in self._names("questions", "toml")]
        course = self._struct(entries, CourseContent, "course.toml")
        if course is None:
            raise self.findings.refusal()
        for position, pack in enumerate(course.roll_calls):
            self.findings.places[Place("roll_call", pack.key)] = ("course.toml", f"roll_call[{position}]")
        questions = in_pool_order(tuple(question for pool in pools for question in pool))
        return msgspec.structs.replace(
            course, modules=modules, job_aids=aids, stimuli=in_pool_order(tuple(stimuli)), questions=questions
        )

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
        head, fence, body = self._text(file).removeprefix(f"{FENCE}\n").partition(f"\n{FENCE}\n")
        if not fence:
            self.findings.add(file, "", "The front matter has no end.", f"Put a line {FENCE} before and after it.")
            return None
        entries = self._toml(file, f"\n{head}\n")
        deck = entries.get("deck")
        text = self._text(deck, named_in=(file, "deck")) if isinstance(deck, str) and deck else ""
        lesson = self._struct({**entries, "deck": text, "body": body.strip("\n")}, Lesson, file)
        if lesson and text:
            self.decks[lesson.key] = str(deck)
        return lesson

    def _pool(self, file: str, stimuli: list[Stimulus]) -> list[Question]:
        """The questions of a file; its situations are added to `stimuli`."""
        entries = self._toml(file, self._text(file))
        pool = entries.pop("pool", Path(file).stem)
        for position, entry in enumerate(self._tables(entries, "stimulus", file)):
            part = f"stimulus[{position}]"
            if stimulus := self._struct({**entry, "pool": pool}, Stimulus, file, part):
                self.findings.places[Place("stimulus", stimulus.key)] = (file, part)
                stimuli.append(stimulus)
        questions = []
        for position, entry in enumerate(self._tables(entries, "question", file)):
            part = f"question[{position}]"
            if question := self._struct({**entry, "pool": pool}, Question, file, part):
                self.findings.places[Place("question", question.key)] = (file, part)
                questions.append(question)
        for name in entries:
            self.findings.add(
                file, name, f'A question file has no entry "{name}".', "It has pool, [[stimulus]] and [[question]]."
            )
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
