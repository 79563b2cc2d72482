"""The transcript: what it adds up, who may take it, and that it is a paper for archives and screen readers."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import page as validator
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Request

from academy.papers.house import print_paper
from academy.sites.access import SiteRow
from academy.web import assets, templating
from certificates.transcript.queries import Holder, Row, Transcript, _line, _Taken, transcript_of
from certificates.transcript.rules import (
    Line,
    altogether,
    attempts,
    by_area,
    by_engagement,
    by_year,
    engagement_year,
    result,
)
from courses.learning.elsewhere.queries import Elsewhere
from courses.learning.elsewhere.tables import ExternalTraining, TrainingEvidence
from tests.cast import Cast
from tests.certificates.finished_course import audited
from tests.conftest import Browser

RAIN = Line(
    course="Evidence in the Rain",
    code="RAIN-1",
    version=1,
    time=1,
    site="Raleigh, NC",
    areas=("Crime scenes",),
    enrolled_on=date(2026, 3, 1),
    completed_on=date(2026, 3, 14),
    withdrawn_on=None,
    credit=95,
    active=61,
    exam_attempts=2,
    percent=90,
    certificate="V799-BEW8-9T9A-W0P0-7Q",
    standing="valid",
)
ELSEWHERE = Elsewhere(
    id=1, code="x", person_id=1, title="Interview and Interrogation", provider="State Academy", instructor="Sgt. Vale",
    minutes=480, began_on=date(2026, 11, 2), ended_on=date(2026, 11, 3), category="", site="Raleigh", state_code="NC",
    zone="America/New_York", approved_by="Ruth Okafor", approved_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
)  # fmt: skip
OPEN = msgspec.structs.replace(RAIN, completed_on=None, credit=0, percent=None, certificate="", standing="")
LONG = msgspec.structs.replace(
    RAIN,
    course="Tracing, Ballistic Imaging and the Timely Investigation of Crime Guns Across Jurisdictions",
    areas=("Crime guns", "Intelligence and analysis", "Investigations", "Crime scenes"),
    completed_on=date(2027, 1, 2),
    time=2,
    standing="replaced",
)
lines = st.builds(
    Line,
    **dict.fromkeys(("course", "code", "site", "certificate", "standing"), st.just("x")),
    areas=st.sets(st.sampled_from("ABC")).map(tuple),
    completed_on=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    credit=st.integers(0, 3000),
)


@given(st.lists(lines, max_size=8))
def test_years_add_up_and_areas_count_each_course_in_full(taken: list[Line]) -> None:
    total = altogether(taken)
    assert sum(year.minutes for year in by_year(taken)) == total.minutes
    assert sum(year.courses for year in by_year(taken)) == total.courses
    done = [line for line in taken if line.completed_on]
    assert sum(area.courses for area in by_area(taken)) == sum(len(line.areas) or 1 for line in done)
    assert max((area.minutes for area in by_area(taken)), default=0) <= total.minutes


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.dates(date(2016, 1, 1), date(2030, 1, 1)))
def test_an_engagement_year_holds_its_day_and_ends_where_the_next_begins(day: date, engaged_from: date) -> None:
    line = msgspec.structs.replace(RAIN, completed_on=day, engaged_from=engaged_from)
    later = msgspec.structs.replace(line, completed_on=day.replace(year=day.year + 1) if day.day < 29 else day)
    [*_, total] = by_engagement([line, later, OPEN])
    assert total.since is not None
    assert total.until is not None
    assert total.since <= day <= total.until
    assert engagement_year(total.until + timedelta(days=1), engaged_from) == total.until + timedelta(days=1)
    assert 364 <= (total.until - total.since).days <= 365
    assert by_engagement([RAIN, OPEN]) == ()


def test_the_year_is_that_of_the_site_not_of_the_server() -> None:
    taken = _Taken(
        **dict.fromkeys(("course", "code", "site_name", "state_code", "serial", "state"), "x"),
        **dict.fromkeys(("cycle", "version", "credit", "watched", "exam_attempts"), 1),
        duplicate_of=None,
        **dict.fromkeys(("withdrawn_at", "percent", "expires_on"), None),
        zone="America/New_York",
        engaged_from=date(2025, 10, 1),
        focus_areas="[]",
        enrolled_at=datetime(2026, 12, 1, tzinfo=UTC),
        completed_at=datetime(2027, 1, 1, 3, tzinfo=UTC),
    )
    lines = [_line(msgspec.structs.replace(taken, state=""), datetime(2027, 2, 1, tzinfo=UTC))]
    assert [(total.name, total.minutes) for total in by_year(lines)] == [("2026", 1)]
    assert [total.since for total in by_engagement(lines)] == [date(2026, 10, 1)]


def test_words_for_each_end() -> None:
    unscored = msgspec.structs.replace(RAIN, percent=None, exam_attempts=0)
    withdrawn = msgspec.structs.replace(OPEN, withdrawn_on=date(2026, 4, 1))
    assert [result(line) for line in (RAIN, unscored, OPEN, withdrawn)] == [
        "Passed, 90%",
        "Passed",
        "Not completed",
        "Withdrawn",
    ]
    assert (attempts(RAIN), attempts(unscored)) == ("2", "none")


def transcript(*taken: Line) -> Transcript:
    rows = [Row(line, result(line), attempts(line)) for line in taken]
    return Transcript(
        holder=Holder(1, "Maria Elena Castañeda-Okonkwo Wolfeschlegelstein", "Sergeant", "NC-4471", "2231"),
        site="",
        zone="America/New_York",
        printed_at=datetime(2026, 11, 21, 8, 12, tzinfo=UTC),
        completed=tuple(row for row in rows if row.line.completed_on),
        others=tuple(row for row in rows if not row.line.completed_on),
        years=by_year(taken),
        engagement_years=by_engagement(taken),
        areas=by_area(taken),
        total=altogether(taken),
        elsewhere=(ELSEWHERE,) if len(taken) > 1 else (),
    )


async def printed(view: Transcript) -> bytes:
    asked = Request[None, None, None]({"type": "http", "path": "/", "headers": [], "state": {}})  # type: ignore[typeddict-item]
    html = templating.current().render("transcript/transcript.html", view, asked)
    return await print_paper(html, assets.UI / "node_modules" / "@fontsource")


ENGAGED = [msgspec.structs.replace(one, engaged_from=date(2025, 10, 1)) for one in (RAIN, LONG)]
PAPERS = {"empty": (), "one": (RAIN,), "many": (*ENGAGED, OPEN) * 9}


@pytest.mark.one_engine
@pytest.mark.parametrize("name", PAPERS)
async def test_archivable_and_accessible(name: str, browser_as: Browser, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.pdf"
    file.write_bytes(await printed(transcript(*PAPERS[name])))
    for profile in (validator.ValidationProfile.PDF_A_3A, validator.ValidationProfile.PDF_UA_1):
        report = validator.validate_pdf(str(file), profile=profile)
        assert report.is_compliant, str(report)
    assert (len(pypdfium2.PdfDocument(file)) > 2) == (name == "many")


async def test_own_and_for_the_coordinator_who_is_on_record(cast: Cast, browser_as: Browser, number: str) -> None:
    own = await (await browser_as(cast.maria)).get("/transcript.pdf")
    assert own.headers["content-type"] == "application/pdf"
    page = await (await browser_as(cast.ruth)).get(f"/sites/raleigh-nc/people/{cast.maria.code}")
    address = page.text.split('">Transcript (PDF)')[0].rpartition('"')[2]
    assert "certificates:transcript:take" not in await audited()
    taken = await (await browser_as(cast.ruth)).get(address)
    assert (await audited()).count("certificates:transcript:take") == 1
    for answer in (own, taken):
        assert b"/ByteRange" in answer.content
        text = " ".join(pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_bounded().split())
        for words in ("Evidence in the Rain", f"Certificate {number}: valid", "Page 1 of ", "By calendar year"):
            assert words in text


async def test_training_elsewhere_stands_apart_and_only_once_it_is_approved(cast: Cast) -> None:
    paper = TrainingEvidence(code="p", person=cast.maria.id, sha256="0", media_type="image/png", size=1)
    await TrainingEvidence.insert(paper)
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    for state in ("sent", "approved", "returned", "withdrawn"):
        row = ExternalTraining(
            code=state, person=cast.maria.id, site=cast.places["raleigh-nc"].site_id, title=state, provider="School",
            minutes=60, began_on=at.date(), ended_on=at.date(), evidence=paper.id, state=state, sent_at=at,
            decided_by=cast.ruth.id, decided_at=at,
        )  # fmt: skip
        await ExternalTraining.insert(row)
    found = await transcript_of(cast.maria.id, at, "America/New_York")
    assert [(one.title, one.approved_by, one.place) for one in found.elsewhere] == [
        ("approved", "Ruth Okafor", "Raleigh, NC")
    ]
    assert (found.total.courses, found.total.minutes) == (0, 0)
    tulsa = SiteRow(cast.places["tulsa-ok"].site_id, "tulsa-ok", "Tulsa", "OK", "America/Chicago")
    assert (await transcript_of(cast.maria.id, at, "America/New_York", site=tulsa)).elsewhere == ()
