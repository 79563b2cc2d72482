"""What browsers and programs send, in the shape a form asks for."""

from datetime import date
from typing import Annotated

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.actor import Role
from academy.errors import Invalid
from academy.web import forms

Name = Annotated[str, msgspec.Meta(min_length=2, max_length=5)]
Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]


class Sample(msgspec.Struct, frozen=True):
    name: Name
    percent: Percent = 0
    on: date | None = None
    role: Role | None = None
    agrees: bool = False
    people: tuple[str, ...] = ()
    password: str = ""
    note: str = "as it was"


def parsed(**values: object) -> Sample:
    return forms.parse({"name": "Ana", **values}, Sample)


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        ("name", [" Ana "], "Ana"),
        ("name", ["old", "new"], "new"),
        ("percent", ["40"], 40),
        ("percent", [""], 0),
        ("on", ["2026-11-18"], date(2026, 11, 18)),
        ("on", [""], None),
        ("role", ["liaison"], Role.LIAISON),
        ("agrees", ["on"], True),
        ("agrees", ["false", "on"], True),
        ("agrees", ["off"], False),
        ("people", ["a", "b"], ("a", "b")),
        ("people", "a", ("a",)),
        ("people", [], ()),
        ("password", ["  two  "], "  two  "),
        ("note", ["a\r\nb"], "a\nb"),
        ("note", [""], ""),
    ],
)
def test_what_a_browser_sends_is_read(field: str, typed: object, read: object):
    assert getattr(parsed(**{field: typed}), field) == read


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Fill this in."),
        ("name", "A", "Write at least 2 characters."),
        ("name", "Anabel", "Shorten this to 5 characters or fewer."),
        ("percent", "101", "This cannot be more than 100."),
        ("percent", "-1", "This cannot be less than 0."),
        ("percent", "many", "Write a number."),
        ("on", "18.11.2026", "Write the date as year-month-day, for example 2026-11-18."),
        ("on", "2026-02-30", "Write the date as year-month-day, for example 2026-11-18."),
        ("name", "A\0b", "This holds a character that cannot be stored. Delete it and write this again."),
        ("role", "chief", "Choose one of the listed values."),
    ],
)
def test_each_fault_has_its_own_sentence(field: str, typed: str, sentence: str):
    with pytest.raises(Invalid) as refusal:
        parsed(**{field: typed})
    assert refusal.value.fields == {field: sentence}


def test_all_faults_are_told_at_once_and_what_was_typed_is_kept_but_no_password():
    with pytest.raises(Invalid) as refusal:
        parsed(name="", percent="x", password="secret word")
    assert set(refusal.value.fields) == {"name", "percent"}
    assert refusal.value.facts["values"] == {"name": "", "percent": "x"}


@given(st.dictionaries(st.sampled_from(Sample.__struct_fields__), st.text() | st.lists(st.text()) | st.none()))
def test_anything_typed_is_read_or_refused_in_sentences(values: dict[str, object]):
    assert all(sentence.endswith(".") for sentence in faults_of(values).values())


def faults_of(values: dict[str, object]) -> dict[str, str]:
    """What is wrong with the values; a value that was read fits the form."""
    try:
        read = forms.parse(values, Sample)
    except Invalid as refusal:
        return refusal.fields
    return {} if 2 <= len(read.name) <= 5 else {"name": "was read though it does not fit"}
