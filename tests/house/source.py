"""The academy's own source as data: its modules, what each imports, its functions. Read once, by parsing."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[2]
PACKAGES = ("academy", "media", "courses", "certificates")


class Module(msgspec.Struct, frozen=True):
    """One Python file: its dotted name, where it lies, its text and its syntax tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """The path as people click it."""
        return str(self.path.relative_to(ROOT))


class Import(msgspec.Struct, frozen=True):
    """`by` imports `of`, a module as far as it is one (`academy.errors`, not `academy.errors.NotFound`)."""

    by: str
    of: str
    place: str = ""


class Function(msgspec.Struct, frozen=True):
    """A function or method. `lines`: from `def` to the end; `body_lines`: without signature and docstring."""

    module: Module
    node: ast.FunctionDef | ast.AsyncFunctionDef

    @property
    def lines(self) -> int:
        return (self.node.end_lineno or 0) - self.node.lineno + 1

    @property
    def body_lines(self) -> int:
        body = self.node.body[1:] if ast.get_docstring(self.node) else self.node.body
        return (self.node.end_lineno or 0) - body[0].lineno + 1 if body else 0

    @property
    def place(self) -> str:
        return f"{self.module.place}:{self.node.lineno} {self.node.name}"

    @property
    def decorators(self) -> frozenset[str]:
        calls = (one.func if isinstance(one, ast.Call) else one for one in self.node.decorator_list)
        return frozenset(ast.unparse(call) for call in calls)


@cache
def modules() -> tuple[Module, ...]:
    """The product: `app.py`, `command.py` and the four packages."""
    paths = [ROOT / "app.py", ROOT / "command.py", *(path for name in PACKAGES for path in python_files(ROOT / name))]
    return tuple(read(path) for path in paths)


@cache
def test_modules() -> tuple[Module, ...]:
    return tuple(read(path) for path in python_files(ROOT / "tests"))


def python_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "node_modules" not in path.parts)


def read(path: Path) -> Module:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    text = path.read_text()
    return Module(name, path, text, ast.parse(text))


@cache
def imports() -> tuple[Import, ...]:
    names = frozenset(module.name for module in modules())
    return tuple(found for module in modules() for found in imports_of(module, names))


def imports_of(module: Module, names: frozenset[str]) -> Iterator[Import]:
    """Every import of a module, also those inside functions. Relative ones are not used here, so they are refused."""
    for node in ast.walk(module.tree):
        place = f"{module.place}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Import):
            yield from (Import(module.name, one.name, place) for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"{place}: import by full name"
            deeper = [f"{node.module}.{one.name}" for one in node.names]
            yield from (Import(module.name, one if one in names else node.module, place) for one in deeper)


def functions(of: tuple[Module, ...]) -> Iterator[Function]:
    for module in of:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Function(module, node)


def files(pattern: str, *, below: tuple[str, ...] = PACKAGES) -> list[Path]:
    """Files of the product that match, without what is built or fetched."""
    skipped = {"node_modules", "built"}
    found = (path for name in below for path in (ROOT / name).rglob(pattern))
    return sorted(path for path in found if not skipped & set(path.parts))
