"""The packet for a state: everything it asks or a plain word that it is missing, the same bytes each time, no key."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from functools import partial

import httpx
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Request

from academy.codes import read_serial
from academy.sites.access import SiteRow
from academy.sites.tables import Site
from academy.web import templating
from certificates.packets import rules
from certificates.packets.bundle import _serial, pages, sample_facts
from certificates.packets.queries import packet_of
from certificates.packets.readme import readme
from certificates.packets.rules import ENCLOSED, TO_ADD, Known, checklist
from courses.authoring.tables import Course, CourseAuthor
from courses.credit.profile import Attachment, Papers, profiles
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course

ASKED = st.lists(
    st.builds(Attachment, kind=st.sampled_from(Papers.__args__), words=st.text(max_size=9), source=st.just("s")),
    max_size=8,
)
KNOWN = st.builds(
    Known, authors=st.integers(0, 2), silent=st.lists(st.just("A B"), max_size=2).map(tuple), has_exam=st.booleans()
)
SECRETS = ("Question 1 of", "Answer a", "Because of", "Photograph and collect", "They are heavy")
"""Words of questions, answers and reasons of the course."""
PACKET = "/sites/raleigh-nc/credit/packets/rain.zip"


@given(ASKED, KNOWN)
def test_every_paper_is_enclosed_or_said_to_be_missing(asked: list[Attachment], known: Known):
    items = checklist(asked, known)
    assert [one.words for one in items] == [one.words for one in asked]
    for paper, item in zip(asked, items, strict=True):
        assert item.is_enclosed != bool(item.missing)
        assert item.file in ("", *rules.FILES)
        if paper.kind == "instructor_bio":
            assert item.is_enclosed == (known.authors > 0 and not known.silent)


def test_every_kind_of_paper_has_its_answer():
    assert set(Papers.__args__) == set(ENCLOSED) | set(TO_ADD)


def texts(content: bytes) -> Mapping[str, str]:
    """The words of each file of a packet, on one line."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert tuple(archive.namelist()) == rules.FILES
    return {name: " ".join(words(archive.read(name)).split()) for name in rules.FILES}


def texts_raw(content: bytes) -> Mapping[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def words(file: bytes) -> str:
    if not file.startswith(b"%PDF"):
        return file.decode()
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(file))


@pytest.fixture
async def ruth(cast: Cast, the_clock: Clock, browser_as: Browser) -> httpx.AsyncClient:
    """Ruth's browser; "rain" is published and Ines is its author. The state is Texas, which asks for most."""
    await taken_course.publish(taken_course.content())
    course = await Course.select(Course.id).first() or {}
    await CourseAuthor.insert(CourseAuthor(course=course["id"], person=cast.ines.id))
    await Site.update({Site.state_code: "TX"}).where(Site.slug == "raleigh-nc")
    return await browser_as(cast.ruth)


async def test_no_paper_says_a_question_an_answer_or_a_reason(ruth: httpx.AsyncClient):
    """What is printed, before it is printed; the whole file is opened every night."""
    row = await Site.select(*(getattr(Site, name) for name in SiteRow.__struct_fields__)).first() or {}
    packet = await packet_of(SiteRow(**row), "rain", date(2026, 11, 21))
    asked = Request[None, None, None]({"type": "http", "path": "/", "headers": [], "state": {}})  # type: ignore[typeddict-item]
    found = pages(packet, partial(templating.current().render, connection=asked)) | {rules.README: readme(packet)}
    assert {*found, rules.SAMPLE} == set(rules.FILES)
    assert [name for name, text in found.items() if any(secret in text for secret in SECRETS)] == []
    assert "Nothing has been written yet." in found[rules.INSTRUCTORS]
    assert sample_facts(packet).course_title == "Evidence in the Rain"
    assert sample_facts(packet) == sample_facts(packet)


@pytest.mark.nightly
@pytest.mark.one_engine
async def test_the_packet_holds_all_papers_and_no_key(
    press: None, ruth: httpx.AsyncClient, cast: Cast, browser_as: Browser
):
    ines = await browser_as(cast.ines)
    assert (await ines.post("/account/bio", data={"words": "Ten years of rain & wind.\n\nTaught in Ohio."})).is_redirect
    answer = await ruth.get(PACKET)
    assert answer.headers["content-disposition"] == 'attachment; filename="packet-rain-v1-tx.zip"'
    found = texts(answer.content)
    assert "Ten years of rain & wind." in found[rules.INSTRUCTORS]
    assert "Say what comes first" in found[rules.HOURS]
    assert "To pass 80 percent" in found[rules.BLUEPRINT]
    assert "Sample, not issued" in found[rules.SAMPLE]
    assert "Missing. Comes after the training" in found[rules.CHECKLIST]
    assert "MISSING" in found[rules.README]
    assert "Sketch of the instructor's career. Nothing" not in found[rules.README]
    assert [name for name, text in found.items() if any(secret in text for secret in SECRETS)] == []
    again = texts_raw((await ruth.get(PACKET)).content)
    assert [name for name, one in texts_raw(answer.content).items() if one != again[name]] == []


async def test_the_list_says_what_is_missing_in_two_clicks(ruth: httpx.AsyncClient, cast: Cast, browser_as: Browser):
    assert 'href="/sites/raleigh-nc/credit/packets"' in (await ruth.get("/sites/raleigh-nc/credit")).text
    page = (await ruth.get("/sites/raleigh-nc/credit/packets")).text
    assert f'href="{PACKET}"' in page
    assert "Nothing written yet by Ines Raman" in page
    assert "4 of 6 asked" in page
    nora = await browser_as(cast.nora)
    assert "is not written down here." in (await nora.get("/sites/tulsa-ok/credit/packets")).text
    foreign = [await nora.get(PACKET), await nora.get("/sites/raleigh-nc/credit/packets")]
    unknown = [await ruth.get(PACKET.replace("rain", "sun")), await ruth.get(PACKET.removesuffix(".zip"))]
    assert [one.status_code for one in (*foreign, *unknown)] == [404] * 4


async def test_an_author_writes_the_own_words_and_too_many_come_back(cast: Cast, browser_as: Browser):
    ines = await browser_as(cast.ines)
    refused = await ines.post("/account/bio", data={"words": "x" * 3001})
    assert refused.status_code == 422
    assert "x" * 3001 in refused.text
    for said in ("First", "Second"):
        assert (await ines.post("/account/bio", data={"words": said})).is_redirect
    assert "Second" in (await ines.get("/account/bio?saved=1")).text


def test_every_state_that_ships_can_be_answered():
    known = Known(authors=1, silent=(), has_exam=True)
    for profile in profiles().values():
        assert all(one.is_enclosed or one.missing for one in checklist(profile.attachments, known)), profile.state


def test_the_number_of_a_sample_is_one_that_can_be_looked_up_and_is_always_the_same():
    assert _serial("rain 1") == _serial("rain 1") != _serial("rain 2")
    assert read_serial(_serial("rain 1")) == _serial("rain 1")
