"""Which of an institution's additions a certificate gets."""

from collections.abc import Iterable
from datetime import date

import msgspec


class Signatory(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who signs what is issued from `since` on; with a `design`, only certificates of it. `image`: an SVG file."""

    since: date
    name: str
    title: str
    image: str = ""
    design: str = ""


class SiteBrand(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The name that stands beside the academy's for a site ("Raleigh, NC"). `mark`: an SVG or PNG; else initials."""

    site: str
    name: str
    mark: str = ""


class StateLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A line by the hours, for courses completed within the dates.

    `course` is a code; `version` 0 means all of them; `state` ("NC") or `site` ("Raleigh, NC") narrow it. A number of
    the national catalog belongs to one version and ends: give both.
    """

    text: str
    course: str
    version: int = 0
    state: str = ""
    site: str = ""
    since: date = date.min
    until: date = date.max


class Branding(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All additions of an institution."""

    signatory: tuple[Signatory, ...] = ()
    site: tuple[SiteBrand, ...] = ()
    line: tuple[StateLine, ...] = ()


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """What was completed, where it counts ("Raleigh, NC"), and when."""

    code: str
    version: int
    site: str
    completed_on: date


MOST_LINES = 2
"""There is room for a state's number and the national one."""


def signatory_on(day: date, design: str, known: Iterable[Signatory]) -> Signatory | None:
    """The latest who signs this design on that day; who signs only it goes before who signs all."""
    fit = [one for one in known if one.since <= day and one.design in ("", design)]
    return max(fit, key=lambda one: (bool(one.design), one.since), default=None)


def brand_of(site: str, known: Iterable[SiteBrand]) -> SiteBrand | None:
    """The brand of a site, if it has one."""
    return next((one for one in known if one.site == site), None)


def lines_for(course: Course, known: Iterable[StateLine]) -> tuple[str, ...]:
    """The lines that held for this course on the day it was completed, in the order of the file."""
    return tuple(one.text for one in known if _holds(one, course))[:MOST_LINES]


def _holds(line: StateLine, course: Course) -> bool:
    return (
        line.course == course.code
        and line.version in (0, course.version)
        and line.site in ("", course.site)
        and line.state in ("", course.site.rpartition(", ")[2])
        and line.since <= course.completed_on <= line.until
    )
