"""The item analysis of a version, as a page and for a spreadsheet."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.web.csv import csv_response
from academy.web.guards import needs
from academy.web.page import Page
from courses.items.queries import ChoiceLine, ItemLine, ItemsPage, items_page
from courses.items.rules import FEWEST

CSV_HEAD = (
    "Quiz",
    "Question",
    "Text",
    "First answers",
    "Right percent",
    "Discrimination",
    "Median seconds",
    "Flags",
    "Choices",
)


@get("/authoring/{slug:str}/{number:int}/items", **needs(Permission.AUTHOR))
async def items(actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]) -> Page[ItemsPage]:
    """How each question did, without names."""
    return Page("items/items.html", await items_page(actor, slug, number))


@get("/authoring/{slug:str}/{number:int}/items.csv", **needs(Permission.AUTHOR))
async def items_csv(actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]) -> Response[str]:
    """The same figures, and the same gaps, for a spreadsheet."""
    found = await items_page(actor, slug, number)
    return csv_response(f"items-{found.version.slug}-{number}.csv", CSV_HEAD, [_row(item) for item in found.items])


def _row(item: ItemLine) -> tuple[object, ...]:
    answers = item.answers or f"under {FEWEST}"
    discrimination = None if item.discrimination is None else f"{item.discrimination:.2f}"
    choices = "; ".join(map(_choice, item.choices))
    flags = " ".join(item.flags)
    return (item.quiz, item.key, item.stem, answers, item.facility, discrimination, item.median_s, flags, choices)


def _choice(choice: ChoiceLine) -> str:
    times = f"under {FEWEST}" if choice.times is None else str(choice.times)
    return f"{choice.key}{' (right)' if choice.is_correct else ''}: {times}"


ROUTES = [items, items_csv]
