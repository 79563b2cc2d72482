"""How moments, lengths and sizes are printed, and what a spreadsheet gets."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.web import filters
from academy.web.csv import csv_response

MOMENT = datetime(2026, 11, 19, 4, 59, 8, tzinfo=UTC)
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("name", "zone", "printed"),
    [
        ("when", "America/New_York", f"Wednesday, November 18, 2026, 23:59{SPACE}EST"),
        ("when", "America/Los_Angeles", f"Wednesday, November 18, 2026, 20:59{SPACE}PST"),
        ("short_when", "America/Chicago", f"Nov 18, 2026, 22:59{SPACE}CST"),
        ("day", "America/New_York", "November 18, 2026"),
        ("day", "UTC", "November 19, 2026"),
        ("short_day", "America/Phoenix", "Nov 18"),
        ("clock", "America/New_York", f"23:59:08{SPACE}EST"),
    ],
)
def test_a_moment_is_printed_where_it_is_read(name: str, zone: str, printed: str):
    assert getattr(filters, name)(MOMENT, zone) == printed


def test_summer_is_told_from_winter():
    assert filters.clock(datetime(2026, 7, 1, 12, tzinfo=UTC), "America/New_York") == f"08:00:00{SPACE}EDT"


def test_a_day_is_the_same_day_everywhere():
    assert filters.day(date(2026, 11, 18), "Pacific/Honolulu") == filters.day(date(2026, 11, 18), "UTC")


@pytest.mark.parametrize(
    ("name", "value", "printed"),
    [
        ("minutes", 5, "5 min"), ("minutes", 60, "1 h"), ("minutes", 220, "3 h 40 min"),
        ("playtime", 760_000, "12:40"), ("playtime", 3_760_000, "1:02:40"), ("playtime", 999, "0:00"),
        ("hours", 316, "5.25"), ("hours", 14, "0.00"), ("hours", 60, "1.00"),
        ("bytes_size", 42_000_000, "42 MB"), ("bytes_size", 1_500, "1.5 KB"), ("bytes_size", 12, "12 bytes"),
    ],
)  # fmt: skip
def test_lengths_and_sizes(name: str, value: int, printed: str):
    assert getattr(filters, name)(value) == printed


@given(st.integers(0, 100_000))
def test_credit_hours_never_round_up(minutes: int):
    assert 0 <= minutes - float(filters.hours(minutes)) * 60 < 15


@pytest.mark.parametrize(("count", "printed"), [(0, "0 people"), (1, "1 person"), (2, "2 people")])
def test_one_and_many(count: int, printed: str):
    assert filters.plural(count, "person", "people") == printed


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_no_cell_begins_as_a_formula(text: str):
    body = str(csv_response("x.csv", ["head"], [[text]]).content)
    cell = body.removeprefix("\ufeff").partition("\r\n")[2].removeprefix('"')
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
