"""The page where the program office sets names and marks of sites and lines of courses, and sees how it looks."""

import pypdfium2
import pytest

from certificates.actions import issue
from certificates.branding import Course, additions_for
from certificates.tables import CourseLine, SiteBranding
from tests.cast import Cast
from tests.certificates.certificate_cast import CASTANEDA
from tests.certificates.finished_course import Finished, audited, newest
from tests.certificates.test_branding import STAR, png, svg
from tests.conftest import Browser

NCP = {"text": "IADLEST NCP 26-0417", "course": "RN", "version": "1", "until": "2027-03-31"}


def words(pdf: bytes) -> str:
    return " ".join(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded().split())


async def test_what_is_set_stands_on_the_sample_and_on_the_next_certificate(
    cast: Cast, browser_as: Browser, finished: Finished
) -> None:
    ada = await browser_as(cast.ada)
    brand = {"site": "raleigh-nc", "name": "Raleigh Police Department"}
    answer = await ada.post("/admin/branding/brands", data=brand, files={"mark": ("seal.png", png((300, 300)))})
    assert answer.status_code == 303
    assert (await ada.post("/admin/branding/lines", data=NCP)).status_code == 303
    page = (await ada.get("/admin/branding")).text
    assert "Raleigh Police Department" in page
    assert "through March 31, 2027" in page
    assert (await ada.get("/admin/branding/raleigh-nc/mark")).headers["content-type"] == "image/png"
    sample = words((await ada.get("/admin/branding/raleigh-nc/sample.pdf?course=RN")).content)
    assert brand["name"] in sample
    assert NCP["text"] in sample
    await issue(finished.completion_id)
    paper = (await newest(finished.completion_id)).facts
    assert '"site_brand":"Raleigh Police Department"' in paper
    assert '"state_lines":["IADLEST NCP 26-0417"]' in paper
    assert {"certificates:brand:set", "certificates:line:make"} <= set(await audited())


async def test_a_mark_stays_until_it_is_taken_away_and_lines_end(cast: Cast, browser_as: Browser, press: None) -> None:
    ada = await browser_as(cast.ada)
    brand = {"site": "raleigh-nc", "name": "Raleigh"}
    await ada.post("/admin/branding/brands", data=brand, files={"mark": ("seal.svg", svg(STAR))})
    await ada.post("/admin/branding/brands", data=brand | {"name": "City of Raleigh"})
    kept = await ada.get("/admin/branding/raleigh-nc/mark")
    assert (kept.status_code, kept.headers["content-type"]) == (200, "image/svg+xml")
    await ada.post("/admin/branding/brands", data=brand | {"without_mark": "on"})
    assert (await ada.get("/admin/branding/raleigh-nc/mark")).status_code == 404
    await ada.post("/admin/branding/brands", data=brand | {"name": ""})
    assert [row["name"] for row in await SiteBranding.select().order_by(SiteBranding.id)] == [
        *("Raleigh", "City of Raleigh", "Raleigh", "")
    ]
    course = Course(code="X", version=1, site="Raleigh, NC", completed_on=CASTANEDA.completed_on)
    facts = (await additions_for({course.site})).on(CASTANEDA, course)
    assert (facts.site_brand, facts.site_mark) == ("", "")


@pytest.mark.parametrize(
    ("path", "data", "mark", "sentence"),
    [
        ("brands", {"site": "raleigh-nc", "name": "Ралли"}, None, "The certificate cannot print"),
        ("brands", {"site": "raleigh-nc", "name": "Raleigh"}, b"GIF89a", "This drawing cannot be used"),
        ("brands", {"site": "raleigh-nc", "name": "Raleigh"}, png((40, 40)), "This picture cannot be used"),
        ("lines", NCP | {"course": "NOPE"}, None, "No course has this code."),
        ("lines", NCP | {"text": ""}, None, "Fill this in."),
    ],
)
async def test_a_fault_is_said_at_its_field_and_nothing_typed_is_lost(
    path: str, data: dict[str, str], mark: bytes | None, sentence: str, cast: Cast, browser_as: Browser, press: None
) -> None:
    files = {"mark": ("mark", mark)} if mark else None
    answer = await (await browser_as(cast.ada)).post(f"/admin/branding/{path}", data=data, files=files)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert all(value in answer.text for value in data.values())
    assert await SiteBranding.count() == await CourseLine.count() == 0
