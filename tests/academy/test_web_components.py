"""The shared macros: what they print is what the reader and the screen reader get."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import jinja2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.web import assets, filters

_environment = jinja2.Environment(
    loader=jinja2.FileSystemLoader(assets.UI.parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {"playtime": filters.playtime, "json": lambda value: msgspec.json.encode(value).decode()}
_environment.globals["asset"] = lambda name: f"/static/{name}"
percents = st.integers(0, 100)


def shown(file: str, call: str, **values: object) -> str:
    """What `call` of components/`file`.html prints."""
    name = call.split("(")[0]
    source = f'{{% from "components/{file}.html" import {name} %}}{{{{ {call} }}}}'
    return _environment.from_string(source).render(**values)


def drawing(text: str) -> ElementTree.Element:
    svg = re.search(r"<svg.*</svg>", text, re.DOTALL)
    assert svg
    return ElementTree.fromstring(svg[0])


@given(st.lists(st.lists(percents, min_size=1, max_size=5), min_size=1, max_size=7), st.none() | percents)
def test_there_is_one_tick_per_lesson_inside_the_drawing(modules: list[list[int]], final: int | None) -> None:
    svg = drawing(shown("state", "lesson_ticks(modules, final)", modules=modules, final=final))
    ticks = [rect for rect in svg if rect.get("class") in ("done", "rest", "final")]
    assert len(ticks) == sum(map(len, modules)) + (final is not None)
    width = float(svg.attrib["viewBox"].split()[2])
    assert all(float(tick.attrib["x"]) + float(tick.attrib["width"]) <= width for tick in ticks)
    assert sum(tick.get("class") == "done" for tick in ticks) == sum(
        share == 100 for lessons in [*modules, [final]] for share in lessons
    )


@given(st.lists(percents, min_size=2, max_size=12), st.none() | percents)
def test_a_line_stays_inside_its_chart(values: list[int], goal: int | None) -> None:
    svg = drawing(shown("chart", "line_chart('T', 's', 'x', values, 'a', 'b', goal)", values=values, goal=goal))
    line = next(part for part in svg if part.tag == "polyline")
    points = [tuple(map(float, point.split(","))) for point in line.attrib["points"].split()]
    assert len(points) == len(values)
    assert all(0 <= x <= 400 and 0 <= y <= 112 for x, y in points)


@given(st.lists(st.tuples(st.text("ab<&\"'", max_size=8), st.integers(0, 500)), min_size=1, max_size=5))
def test_columns_grow_with_their_count_and_escape_their_names(columns: list[tuple[str, int]]) -> None:
    svg = drawing(shown("chart", "column_chart('T', 's', 'x', columns)", columns=columns))
    tall = [float(part.attrib["height"]) for part in svg if part.tag == "rect"]
    ordered = sorted(zip(columns, tall, strict=True), key=lambda pair: pair[0][1])
    assert all(low[1] <= high[1] <= 66 for low, high in pairwise(ordered))


@given(st.integers(1, 40), st.integers(1, 40))
def test_the_pager_marks_one_page_and_leads_to_both_ends(page: int, pages: int) -> None:
    text = shown("wayfinding", "pager(page, pages, '?page=')", page=min(page, pages), pages=pages)
    targets = {int(number) for number in re.findall(r'\?page=(\d+)"', text)}
    assert targets <= set(range(1, pages + 1))
    assert text.count('aria-current="page"') == (pages > 1)
    assert pages == 1 or targets | {min(page, pages)} >= {1, pages}


def test_an_error_is_tied_to_its_field_and_its_words_are_escaped() -> None:
    text = shown(
        "field",
        "field('number', 'Number', value, error='It should have <18>.', hint='Four groups')",
        value='"><script>',
    )
    assert 'aria-invalid="true" aria-describedby="number-hint number-error"' in text
    assert text.index("number-error") < text.index("<input")
    assert "<script>" not in text
    assert "&lt;18&gt;" in text


@pytest.mark.parametrize(("count", "head"), [(1, "Correct 1 field"), (2, "Correct 2 fields")])
def test_the_summary_counts_and_leads_to_the_fields(count: int, head: str) -> None:
    errors = dict.fromkeys(["due", "why"][:count], "Say when.")
    text = shown("notice", "error_summary(errors, {'due': 'Due date'})", errors=errors)
    assert head in text
    assert '<a href="#due">Due date: Say when.</a>' in text


def test_no_errors_no_summary() -> None:
    assert shown("notice", "error_summary({})").strip() == ""


def test_states_have_words_for_those_who_do_not_see_them() -> None:
    assert "Not assigned" in shown("state", "state('none', '')")
    assert 'aria-label="Opens later"' in shown("state", "lesson_state('later')")


def test_done_steps_are_links_and_later_ones_are_not() -> None:
    text = shown("wayfinding", "steps([('A', 'x', '?1'), ('B', 'y', '?2'), ('C', 'z', '?3')], 2)")
    assert re.findall(r'href="(\?\d)"', text) == ["?1"]
    assert text.count('aria-current="step"') == 1


SPANISH = {"url": "/es.vtt", "language": "es", "label": "Español"}
ENGLISH = {"url": "/en.vtt", "language": "en", "label": "English"}
CAPTIONS = [("", []), (None, []), ((), []), ("/en.vtt", ["en"]), ((SPANISH, ENGLISH), ["es", "en"])]


@pytest.mark.parametrize(("captions", "languages"), CAPTIONS)
def test_a_lecture_brings_captions_in_every_language(captions: object, languages: list[str]) -> None:
    text = shown("player", "player('/m.m3u8', captions)", captions=captions)
    tracks = re.findall(r'<track kind="captions" srclang="(\w+)" label="\w+" src="/(\w+).vtt"( default)?>', text)
    assert [(language, file) for language, file, _ in tracks] == [(language, language) for language in languages]
    assert [bool(default) for *_, default in tracks] == [place == 0 for place in range(len(languages))]
