"""The record as people read it: one PDF an officer with every paper in it, and one page about a class."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import jinja2
import msgspec

from academy.papers.house import print_paper
from academy.web import assets, filters
from certificates.evidence.class_list import ClassList
from certificates.evidence.record import Record
from courses.learning.queries.paper import Paper

_OWN = Path(__file__).parent / "templates" / "printed"


async def record_pdf(record: Record, papers: Mapping[str, Paper]) -> bytes:
    """The record with the papers of its attempts (by their codes); the same record makes the same bytes."""
    zone = record.officer.zone
    html = _template("record.html").render(record=record, papers=papers, zone=zone, dated=last_moment(record))
    return await _printed(html)


async def class_pdf(found: ClassList) -> bytes:
    """Who taught what to whom, when, and how it ended."""
    return await _printed(_template("class.html").render(found=found, zone=found.zone))


def last_moment(record: Record) -> datetime:
    """When the newest of what the record says happened: its date, so that a reprint is the same."""
    moments = [record.taken.enrolled_at, record.taken.completed_at, record.taken.withdrawn_at]
    moments += [one.submitted_at for one in record.attempts] + [one.issued_at for one in record.certificates]
    moments += [one.done_at for one in record.lessons] + [one.at for one in record.audit]
    return max(one for one in moments if one is not None)


async def _printed(html: str) -> bytes:
    return await print_paper(html, assets.UI / "node_modules" / "@fontsource")


@cache
def _template(name: str) -> jinja2.Template:
    # Not the templates of pages: a worker that runs jobs serves no pages and has none.
    house = Path(assets.__file__).parent / "templates"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([_OWN, house]), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    for one in (filters.when, filters.short_when, filters.day, filters.hours, filters.playtime, filters.plural):
        environment.filters[one.__name__] = one
    environment.filters["stretches"] = stretches
    environment.filters["plain"] = lambda value: msgspec.json.encode(value, order="sorted").decode()
    return environment.get_template(name)


def stretches(played: tuple[tuple[int, int], ...]) -> str:
    """((0, 50), (55, 125)) -> "0:00–0:50, 0:55–2:05"."""
    return ", ".join(f"{filters.playtime(start * 1000)}–{filters.playtime(end * 1000)}" for start, end in played)
