"""Which line of a TOML text holds which entry, so that a finding can say file:line. The parser itself does not tell."""

import re
from collections import Counter

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.-]+)\s*\]\]?")
_ENTRY = re.compile(r"^\s*([\w-]+)\s*=")
_LONG_QUOTES = re.compile(r'"""|\'\'\'')


def entry_lines(text: str) -> dict[str, int]:
    """Line numbers, from 1, by path: "question[3]", "question[3].kind", "quiz.draw[0].count"."""
    lines: dict[str, int] = {}
    here, counts, in_long_string = "", Counter[str](), False
    for number, line in enumerate(text.split("\n"), start=1):
        if not in_long_string:
            if header := _HEADER.match(line):
                here = _open_table(header[2], repeated=header[1] == "[[", counts=counts)
                lines[here] = number
            elif entry := _ENTRY.match(line):
                lines[f"{here}.{entry[1]}".lstrip(".")] = number
        if len(_LONG_QUOTES.findall(line)) % 2:
            in_long_string = not in_long_string
    return lines


def line_of(lines: dict[str, int], path: str) -> int:
    """The line of the entry, else of the nearest table around it, else 1."""
    while path:
        if path in lines:
            return lines[path]
        path = re.sub(r"(\.?[\w-]+|\[\d+\])$", "", path)
    return 1


def _open_table(name: str, *, repeated: bool, counts: Counter[str]) -> str:
    """The path of a table from its header: parts that are lists get the index of their newest entry."""
    path = ""
    parts = name.split(".")
    for position, part in enumerate(parts):
        path = f"{path}.{part}".lstrip(".")
        if repeated and position == len(parts) - 1:
            counts[path] += 1
        if counts[path]:
            path = f"{path}[{counts[path] - 1}]"
    return path
