"""Small enough to read: lengths of functions, files, handlers, templates and islands; names that say nothing."""

import ast
from collections.abc import Iterable
from pathlib import Path
from statistics import median

import pytest

from tests.house import source
from tests.house.source import Function

LONGEST_FUNCTION = 40
LONGEST_HANDLER = 15
LONGEST_TEST = 25
LONGEST_FILE = 300
LONGEST_TEMPLATE = 80
LONGEST_ISLAND = 120
MOST_PARAMETERS = 4
CALLBACKS = {"_print_source_reference": "markdown-it calls renderers with these five"}
"""Functions whose signature a library dictates."""
MEDIAN_FUNCTION = 8
MEDIAN_FILE = 90

ROUTE_DECORATORS = {"get", "post", "put", "patch", "delete", "head", "route", "asgi"}
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "services", "stuff"}


def lines_of(text: str) -> int:
    return sum(bool(line.strip()) for line in text.splitlines())


def too_long(functions: Iterable[Function], most: int) -> list[str]:
    return [f"{one.place}: {one.lines} lines" for one in functions if one.lines > most]


def test_functions_are_short():
    assert too_long(source.functions(source.modules()), LONGEST_FUNCTION) == []


def test_tests_are_short():
    tests = [one for one in source.functions(source.test_modules()) if one.node.name.startswith("test_")]
    assert too_long(tests, LONGEST_TEST) == []


def test_handlers_only_translate():
    handlers = (one for one in source.functions(source.modules()) if one.decorators & ROUTE_DECORATORS)
    assert [f"{one.place}: {one.body_lines} lines" for one in handlers if one.body_lines > LONGEST_HANDLER] == []


def test_few_parameters_by_position():
    offenders = [
        one.place
        for one in source.functions(source.modules())
        if len([name for name in one.node.args.args if name.arg not in {"self", "cls"}]) > MOST_PARAMETERS
        and not one.decorators & ROUTE_DECORATORS
        and one.node.name not in CALLBACKS
    ]
    assert offenders == []


def test_files_are_short():
    files = [*source.modules(), *source.test_modules()]
    assert [f"{one.place}: {lines_of(one.text)}" for one in files if lines_of(one.text) > LONGEST_FILE] == []


def test_most_functions_and_files_are_much_shorter():
    functions = sorted(one.lines for one in source.functions(source.modules()))
    files = sorted(lines_of(one.text) for one in source.modules() if one.text.strip())
    ninth = functions[len(functions) * 9 // 10]
    print(f"functions: {len(functions)}, median {median(functions)}, p90 {ninth}, longest {functions[-1]} lines")
    print(f"files: {len(files)}, median {median(files)}, longest {files[-1]} lines")
    assert median(functions) <= MEDIAN_FUNCTION
    assert median(files) <= MEDIAN_FILE


@pytest.mark.parametrize(("pattern", "most"), [("*.html", LONGEST_TEMPLATE), ("islands/*.ts", LONGEST_ISLAND)])
def test_templates_and_islands_are_short(pattern: str, most: int):
    lengths = {path: lines_of(path.read_text()) for path in source.files(pattern) if "designs" not in path.parts}
    assert lengths, "the pattern finds nothing"
    assert [f"{path.relative_to(source.ROOT)}: {length}" for path, length in lengths.items() if length > most] == []


def test_every_name_says_something():
    paths = [*source.files("*.py"), *source.files("*.ts"), *source.files("*.html"), *source.files("*.scss")]
    assert [path for path in paths if SAYS_NOTHING & words_of(path)] == []


def words_of(path: Path) -> set[str]:
    """The words of a path inside the repository: folders, and the file's name in its parts."""
    inside = path.relative_to(source.ROOT)
    return {word for part in inside.with_suffix("").parts for word in part.replace("-", "_").split("_")}


def test_nothing_is_swallowed():
    silent = [
        f"{module.place}:{node.lineno}"
        for module in source.modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and all(isinstance(step, ast.Pass) for step in node.body)
    ]
    assert silent == []


def test_nothing_is_left_to_do():
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    files = [*source.modules(), *source.test_modules()]
    assert [(one.place, mark) for one in files for mark in marks if mark in one.text] == []
