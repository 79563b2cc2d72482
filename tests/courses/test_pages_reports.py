"""The coordinator's pages over HTTP: own site only, filters as typed, files that are safe to open, a steady budget."""

from datetime import date

import pypdfium2
import pytest

from academy.db.watch import statements
from academy.sites.tables import Unit
from courses.learning.tables import Exemption
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course
from tests.courses.site_training import assign, hire, two_courses

RALEIGH = "/sites/raleigh-nc"
COMPLETION = f"{RALEIGH}/completion"

pytestmark = pytest.mark.usefixtures("the_clock")


async def test_a_coordinator_sees_everybody_most_urgent_first(cast: Cast, browser_as: Browser):
    await two_courses()
    await assign(cast, "tyler", due_on=date(2026, 11, 1))
    await assign(cast, "maria", due_on=date(2026, 12, 30))
    page = await (await browser_as(cast.ruth)).get(COMPLETION)
    assert page.status_code == 200
    table = page.text.partition("<tbody>")[2]
    assert table.index("Tyler Brandt") < table.index("Maria Elena") < table.index("Ruth Okafor")
    assert "Overdue 20 d" in table


@pytest.mark.parametrize("path", [COMPLETION, f"{COMPLETION}.csv", f"{RALEIGH}/assignments", f"{RALEIGH}/people/%s"])
async def test_nothing_of_a_site_leaks_to_others(path: str, cast: Cast, api_as: Browser):
    await two_courses()
    await assign(cast, "maria")
    for who in ("nora", "otis", "maria", "ines", "ravi", "ada"):
        answer = await (await api_as(cast.people[who])).get(path.replace("%s", cast.maria.code))
        assert answer.status_code == (404 if who == "nora" else 403), who
        assert not any(word in answer.text for word in ("Maria", "Tyler", "Okafor", "Raleigh")), who


async def test_another_sites_coordinator_cannot_tell_a_site_from_none(cast: Cast, api_as: Browser):
    nora = await api_as(cast.nora)
    foreign, missing = await nora.get(COMPLETION), await nora.get("/sites/atlantis/completion")
    assert (foreign.status_code, foreign.json()) == (missing.status_code, missing.json())


async def test_a_person_of_another_site_is_not_there(cast: Cast, api_as: Browser):
    answer = await (await api_as(cast.ruth)).get(f"{RALEIGH}/people/{cast.otis.code}")
    assert answer.status_code == 404
    assert "Otis" not in answer.text


async def test_a_liaison_looks_and_is_offered_nothing_to_change(cast: Cast, browser_as: Browser):
    await two_courses()
    await assign(cast, "maria")
    sam = await browser_as(cast.sam)
    matrix, officer = await sam.get(COMPLETION), await sam.get(f"{RALEIGH}/people/{cast.maria.code}")
    assert (matrix.status_code, officer.status_code) == (200, 200)
    for page in (matrix.text, officer.text):
        assert "Maria Elena" in page
        assert "/assignments" not in page
        assert "/withdrawal" not in page
        assert ".csv" not in page


@pytest.mark.parametrize("typed", ["%", "_", "<script>alert(1)</script>", '"><img src=x>', "'; DROP TABLE person", "é"])
async def test_what_is_typed_into_the_search_is_only_text(typed: str, cast: Cast, browser_as: Browser):
    page = await (await browser_as(cast.ruth)).get(COMPLETION, params={"q": typed})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert ("Maria Elena" in page.text) == (typed == "é" and "é" in cast.maria.name)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "bran"}, {"Tyler Brandt"}),
        ({"q": "4711"}, {"Newcomer Ng"}),
        ({"unit": "none"}, {"Newcomer Ng"}),
        ({"unit": "here", "q": "o"}, {"Maria Elena Castañeda-Okonkwo", "Ruth Okafor"}),
        ({"state": "overdue"}, {"Tyler Brandt"}),
        ({"state": "not_assigned", "course": "snow"}, "everybody"),
        ({"page": "999"}, "everybody"),
        ({"page": "-1"}, "everybody"),
        ({"page": "all"}, "everybody"),
        ({"page": "x²"}, "everybody"),
    ],
)
async def test_filters(asked: dict[str, str], names: set[str] | str, cast: Cast, api_as: Browser):
    await two_courses()
    await hire(cast.places["raleigh-nc"], "Newcomer Ng", number="4711", unit=False)
    await assign(cast, "tyler", due_on=date(2026, 11, 1))
    unit = await Unit.select(Unit.code).where(Unit.id == cast.places["raleigh-nc"].unit_id).first() or {}
    asked = {name: unit["code"] if value == "here" else value for name, value in asked.items()}
    found = (await (await api_as(cast.ruth)).get(COMPLETION, params=asked)).json()
    everybody = {cast.maria.name, cast.tyler.name, cast.ruth.name, "Newcomer Ng"}
    assert {row["member"]["name"] for row in found["rows"]} == (everybody if names == "everybody" else names)


async def test_a_spreadsheet_gets_no_formula_and_the_same_filter(cast: Cast, browser_as: Browser):
    await two_courses()
    await hire(cast.places["raleigh-nc"], '=HYPERLINK("http://evil","Click")', number="+1", unit=False)
    ruth = await browser_as(cast.ruth)
    form = {"course": "rain", "units": ["none", "Patrol South"], "reason": "@home", "step": "4"}
    await ruth.post(f"{RALEIGH}/assignments", data=form)
    file = await ruth.get(f"{COMPLETION}.csv", params={"unit": "none"})
    lines = file.text.splitlines()
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="completion-raleigh-nc-2026-11-21.csv"' in file.headers["content-disposition"]
    assert len(lines) == 2
    assert lines[1].startswith('"\'=HYPERLINK(""http://evil"",""Click"")"')
    assert ",'+1," in lines[1]


async def test_a_completed_course_links_to_its_certificate(cast: Cast, the_clock: Clock, browser_as: Browser):
    await two_courses()
    await taken_course.complete(cast.maria, the_clock)
    page = await (await browser_as(cast.ruth)).get(f"{RALEIGH}/people/{cast.maria.code}")
    assert "/completions/" in page.text
    assert "1.00 hours completed" in page.text


async def test_answers_are_never_shown_to_a_coordinator(cast: Cast, the_clock: Clock, api_as: Browser):
    await two_courses()
    await taken_course.complete(cast.maria, the_clock)
    page = await (await api_as(cast.ruth)).get(f"{RALEIGH}/people/{cast.maria.code}")
    assert "Final exam passed" in page.text
    assert "Question" not in page.text
    assert "percent" not in page.json()["courses"][0]["record"]


@pytest.mark.parametrize("path", [COMPLETION, f"{COMPLETION}.csv", f"{RALEIGH}/assignments"])
async def test_the_budget_does_not_grow_with_people(path: str, cast: Cast, api_as: Browser):
    await two_courses()
    ruth = await api_as(cast.ruth)
    await ruth.get(path)
    with statements() as few:
        await ruth.get(path)
    for number in range(60):
        await hire(cast.places["raleigh-nc"], f"Officer {number}")
    await assign(cast, "maria", "tyler")
    await ruth.get(path)  # what changed is counted when somebody looks, and then not again
    with statements() as many:
        assert (await ruth.get(path)).status_code == 200
    assert len(many) == len(few) <= (5 if "assign" in path else 6 if "csv" in path else 3)


async def test_an_exemption_is_given_seen_and_taken_back(cast: Cast, browser_as: Browser, api_as: Browser):
    await two_courses()
    await assign(cast, "tyler", due_on=date(2026, 11, 1))
    ruth, page = await browser_as(cast.ruth), f"{RALEIGH}/people/{cast.tyler.code}"
    given = {"course": "rain", "reason": "Had it elsewhere.", "until_on": "2026-11-20"}
    refused = await ruth.post(f"{page}/exemption", data=given)
    assert (refused.status_code, "Had it elsewhere." in refused.text) == (422, True)
    assert (await ruth.post(f"{page}/exemption", data=given | {"until_on": "2026-12-31"})).status_code == 303
    assert (await ruth.post(f"{page}/exemption", data=given | {"until_on": ""})).status_code == 409
    matrix, officer = await ruth.get(COMPLETION), await ruth.get(page)
    assert "Nobody is overdue" in matrix.text
    assert "Exempt" in matrix.text.partition('role="grid"')[2]
    assert "Had it elsewhere." in officer.text
    row = await Exemption.select(Exemption.code).first() or {}
    assert (await ruth.post(f"{RALEIGH}/exemptions/{row['code']}/end")).status_code == 303
    assert "1 person overdue" in (await ruth.get(COMPLETION)).text


@pytest.mark.nightly
@pytest.mark.one_engine
async def test_the_page_is_printed_with_its_filter_and_time(cast: Cast, browser_as: Browser):
    await two_courses()
    await assign(cast, "tyler", due_on=date(2026, 11, 1))
    paper = await (await browser_as(cast.ruth)).get(f"{COMPLETION}.pdf", params={"state": "overdue"})
    assert paper.headers["content-type"] == "application/pdf"
    text = " ".join(pypdfium2.PdfDocument(paper.content)[0].get_textpage().get_text_bounded().split())
    assert "Overdue 20 d" in text
    assert "counted Nov 21" in text
    assert "Page 1 of" in text
