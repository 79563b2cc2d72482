"""The present has one source: `academy.clock`. Nothing else asks the system what time it is."""

import ast

from tests.house import source

ASKS = {
    "datetime": {"now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp"},
    "date": {"today", "fromtimestamp"},
    "time": {"time", "localtime", "gmtime", "ctime"},
}


def questions(tree: ast.AST) -> list[int]:
    """Lines that ask the system for the present, or make a moment without a zone from a number."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _asks(node)
    ]


def _asks(call: ast.Call) -> bool:
    asked = call.func
    assert isinstance(asked, ast.Attribute)
    owner = ast.unparse(asked.value).rpartition(".")[2]
    aware = asked.attr == "fromtimestamp" and len(call.args) + len(call.keywords) > 1
    return asked.attr in ASKS.get(owner, ()) and not aware


def test_only_the_clock_asks_for_the_present():
    asked = {module.place: questions(module.tree) for module in source.modules() if module.name != "academy.clock"}
    assert {place: lines for place, lines in asked.items() if lines} == {}


def test_the_clock_itself_is_found():
    clock = next(module for module in source.modules() if module.name == "academy.clock")
    assert len(questions(clock.tree)) == 1


def test_tests_make_no_moments_without_a_zone():
    naive = [
        f"{module.place}:{node.lineno}"
        for module in source.test_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"datetime", "datetime.datetime"} and _naive(node)
    ]
    assert naive == []


def _naive(call: ast.Call) -> bool:
    return len(call.args) < 8 and not any(word.arg in {"tzinfo", None} for word in call.keywords)
