"""What a course folder gets wrong, as file:line, sentence and hint."""

import difflib
import re

import msgspec

from academy.errors import Invalid
from courses.content import model
from courses.content.findings import Finding, Kind, Place, Severity
from courses.content.folder.lines import entry_lines, line_of

_PATH = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<path>[^`]*)`)?$", re.DOTALL)
_NAMED = re.compile(r"`(\w+)`")
_PARSED_TO = re.compile(r" \(at line (\d+), column \d+\)$")
_ENTRIES = sorted(
    {
        name
        for struct in vars(model).values()
        if isinstance(struct, type) and issubclass(struct, msgspec.Struct)
        for name in struct.__struct_encode_fields__
    }
    | {"lessons", "file"}
)


class FileFinding(msgspec.Struct, frozen=True):
    """One finding in one file; `line` counts from 1."""

    file: str
    line: int
    sentence: str
    hint: str = ""
    severity: Severity = Severity.FAULT
    kind: Kind = Kind.STRUCTURE

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence} {self.hint}".rstrip()


class FolderFaulty(Invalid):
    """The folder holds no course that could be imported; `findings` say what to mend, sorted by file and line."""

    code = "folder_faulty"

    def __init__(self, findings: tuple[FileFinding, ...]) -> None:
        self.findings = findings
        noun = "fault" if len(findings) == 1 else "faults"
        super().__init__(f"The course folder has {len(findings)} {noun}. Nothing was imported.")


class Findings:
    """The faults met while reading a folder, and where every part of the course was read from."""

    def __init__(self) -> None:
        self.places: dict[Place, tuple[str, str]] = {}
        self._lines: dict[str, dict[str, int]] = {}
        self._found: list[FileFinding] = []

    def know_lines(self, file: str, text: str) -> None:
        self._lines[file] = entry_lines(text)

    def add(self, file: str, part: str, sentence: str, hint: str = "") -> None:
        self._found.append(FileFinding(file, self._line(file, part), sentence, hint))

    def add_line(self, file: str, line: int, sentence: str) -> None:
        """A fault in a line that is known already."""
        self._found.append(FileFinding(file, line, sentence))

    def add_finding(self, found: Finding) -> None:
        """A finding of the content, at the place its part was read from."""
        file, part = self.places.get(Place(found.place.kind, found.place.key), ("course.toml", ""))
        line = self._line(file, f"{part}.{found.place.part}".strip("."))
        self._found.append(FileFinding(file, line, found.sentence, found.hint, found.severity, found.kind))

    def add_unparsed(self, file: str, message: str) -> None:
        """What the TOML parser could not read."""
        found = _PARSED_TO.search(message)
        line = int(found[1]) if found else 1
        hint = "Check quotes, brackets and the equals sign on this line."
        self._found.append(FileFinding(file, line, f"{_PARSED_TO.sub('', message)}.", hint))

    def add_unconverted(self, file: str, part: str, message: str) -> None:
        """What does not fit the course model, told from the converter's message."""
        found = _PATH.match(message)
        what, path = (found["what"], found["path"] or "") if found else (message, "")
        inside = f"{part}.{path}".strip(".")
        named = _NAMED.search(what)
        name = named[1] if named else ""
        if what.startswith("Object missing"):
            self.add(file, inside, f'The entry "{name}" is missing.', "Add it.")
        elif what.startswith("Object contains unknown"):
            self.add(file, f"{inside}.{name}".strip("."), f'There is no entry "{name}" here.', _meant(name))
        else:
            entry = re.sub(r"\[\d+\]", "", inside.rpartition(".")[2])
            self.add(file, inside, f'The entry "{entry}" does not fit: {what[:1].lower()}{what[1:]}.')

    def all(self) -> tuple[FileFinding, ...]:
        return tuple(sorted(self._found, key=lambda finding: (finding.file, finding.line)))

    def refusal(self) -> FolderFaulty:
        return FolderFaulty(self.all())

    def raise_if_any(self) -> None:
        if self._found:
            raise self.refusal()

    def _line(self, file: str, part: str) -> int:
        return line_of(self._lines.get(file, {}), part)


def _meant(name: str) -> str:
    close = difflib.get_close_matches(name, _ENTRIES, n=1)
    return f'Did you mean "{close[0]}"?' if close else "Take it out, or check its spelling."
