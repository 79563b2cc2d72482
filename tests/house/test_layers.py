"""Calls go down, facts go up: the imports of every module against the plan in `floors.py`."""

import ast
import sys
from itertools import chain

import pytest

from tests.house import floors, source
from tests.house.source import Import

ORDER = list(floors.FLOORS)


def is_ours(name: str) -> bool:
    return name.split(".")[0] in floors.FLOORS


def floor_of(name: str) -> int:
    return ORDER.index(name.split(".")[0])


def area_of(name: str) -> str:
    return ".".join(name.split(".")[1:2])


def kind_of(name: str) -> str:
    """What kind of module it is by the word it or its folder carries: rules, tables, handlers, jobs..."""
    words = name.split(".")[1:]
    known = ("rules", "tables", "handlers", "jobs", "forms", "actions", "queries", "access")
    if words[:1] == ["jobs"] and name.startswith("academy."):
        return "service"
    return next((word for word in words if word in known), "")


def climbs(one: Import) -> bool:
    """Whether the import goes up a floor, or forward within one."""
    if floor_of(one.of) != floor_of(one.by):
        return floor_of(one.of) > floor_of(one.by)
    areas, by, of = floors.FLOORS[ORDER[floor_of(one.by)]], area_of(one.by), area_of(one.of)
    if by == of or not of or by in floors.WHOLE_FLOOR:
        return False
    return of in floors.WHOLE_FLOOR or areas.index(of) > areas.index(by)


def breaches(of: tuple[Import, ...], broken: object) -> list[str]:
    assert callable(broken)
    return [f"{one.place}: {one.by} imports {one.of}" for one in of if is_ours(one.of) and broken(one)]


def test_every_module_has_a_place_in_the_plan():
    strangers = {
        f"{floor}.{area_of(module.name)}"
        for module in source.modules()
        for floor in [module.name.split(".")[0]]
        if area_of(module.name) and area_of(module.name) not in {*floors.FLOORS[floor], *floors.WHOLE_FLOOR}
    }
    assert strangers == set()


def test_nothing_imports_upward():
    assert breaches(source.imports(), climbs) == []


@pytest.mark.parametrize(
    ("by", "of", "up"),
    [
        ("academy.audit", "courses.learning.tables", True),
        ("media.rules.ladder", "media.tables", True),
        ("courses.content.check", "courses.authoring.rows", True),
        ("courses.learning.access", "courses.authoring.tables", False),
        ("certificates.actions", "academy.audit", False),
        ("academy.migrations.m0001_house", "academy.sign_in.tables", False),
        ("academy.people.actions", "academy.migrations.m0001_house", True),
    ],
)
def test_the_plan_tells_up_from_down(by: str, of: str, up: bool):
    assert climbs(Import(by, of)) is up


def test_only_the_app_imports_handlers_and_jobs_of_others():
    def foreign(one: Import) -> bool:
        home = one.of.rpartition(f".{kind_of(one.of)}")[0]
        return (
            kind_of(one.of) in {"handlers", "jobs"} and one.by not in {"app", "command"} and not one.by.startswith(home)
        )

    assert breaches(source.imports(), foreign) == []


def test_handlers_never_touch_tables():
    def touches(one: Import) -> bool:
        return kind_of(one.by) == "handlers" and kind_of(one.of) == "tables"

    assert breaches(source.imports(), touches) == []


def test_tables_know_only_columns_and_lower_tables():
    def knows_more(one: Import) -> bool:
        return kind_of(one.by) == "tables" and kind_of(one.of) != "tables" and one.of != "academy.columns"

    assert breaches(source.imports(), knows_more) == []


def test_rules_know_nothing_of_the_world():
    found = [one for one in source.imports() if kind_of(one.by) == "rules" and not may_rules_import(one.of)]
    assert [f"{one.place} imports {one.of}" for one in found] == []


def may_rules_import(name: str) -> bool:
    if is_ours(name):
        return kind_of(name) == "rules" or name in floors.STRUCTS
    top = name.split(".")[0]
    return top in floors.PURE or (top in sys.stdlib_module_names and top not in floors.IMPURE)


def test_rules_draw_only_from_seeds_they_are_given():
    drawn = [
        f"{module.place}:{node.lineno}"
        for module in source.modules()
        if kind_of(module.name) == "rules"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "random" and node.attr != "Random"
    ]
    assert drawn == []


@pytest.mark.parametrize("library", [*floors.IMPORTERS, *floors.PRINTERS])
def test_each_exchangeable_library_has_one_importer(library: str):
    homes = floors.PRINTERS.get(library) or (floors.IMPORTERS[library],)
    users = [one for one in source.imports() if one.of.split(".")[0] == library]
    strays = [one.place for one in users if not any(f"{one.by}.".startswith(f"{home}.") for home in homes)]
    unused = [home for home in homes if not any(f"{one.by}.".startswith(f"{home}.") for one in users)]
    assert (strays, unused) == ([], [])


def test_http_stops_at_the_handlers():
    below = {"rules", "actions", "queries", "access", "tables"}
    found = [one.place for one in source.imports() if kind_of(one.by) in below and one.of.split(".")[0] == "litestar"]
    assert found == []


def test_the_plan_names_each_area_once():
    for floor, areas in floors.FLOORS.items():
        assert len(set(areas)) == len(areas), floor
    assert len(set(chain(floors.IMPORTERS, floors.PRINTERS))) == len(floors.IMPORTERS) + len(floors.PRINTERS)
