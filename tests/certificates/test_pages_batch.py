"""The check of many certificates over HTTP: by a page, as a spreadsheet, and for programs of agencies."""

import csv
import io
from datetime import timedelta

import httpx
import pytest

from academy import clock, storage
from academy.codes import new_serial
from academy.db.watch import statements
from certificates import actions
from certificates.queries.keys import keys_in_force
from tests.cast import Cast
from tests.certificates.finished_course import Finished, newest
from tests.certificates.test_checking import packed
from tests.conftest import Browser, Clock

API = "/api/certificates/checks"


@pytest.fixture
async def visitor(browser_as: Browser) -> httpx.AsyncClient:
    return await browser_as(None)


@pytest.fixture
async def paper(finished: Finished, number: str) -> bytes:
    """The PDF as it was issued."""
    return await storage.read((await newest(finished.completion_id)).document_key or "")


async def test_a_pasted_list_is_answered_in_one_statement(visitor: httpx.AsyncClient, number: str) -> None:
    with statements() as seen:
        page = await visitor.post("/verify/batch", data={"numbers": f"{number.lower()}\n{new_serial()}\n<b>typo</b>"})
    assert (page.status_code, len(seen)) == (200, 1)
    for words in ("3 certificates checked", "1 valid, 2 unknown.", number, "Evidence in the Rain", "&lt;b&gt;typo"):
        assert words in page.text
    assert page.headers["referrer-policy"] == "no-referrer"


async def test_papers_of_a_zip_are_compared_with_what_was_issued(
    visitor: httpx.AsyncClient, number: str, paper: bytes
) -> None:
    edited = paper.replace(b"/Producer", b"/Produced", 1) + b"\n"
    files = packed({"own.pdf": paper, "edited.pdf": edited, "other.pdf": b"%PDF-1.7 other"}).getvalue()
    page = await visitor.post(
        "/verify/batch",
        files={"file": ("papers.zip", files)},
        headers={"accept": "application/json"},
    )
    rows = page.json()["results"]["rows"]
    found = [(row["asked"]["file"], row["standing"], row["file"]) for row in rows]
    assert found == [
        ("own.pdf", "valid", "issued"),
        ("edited.pdf", "valid", "altered"),
        ("other.pdf", "unknown", ""),
    ]
    alone = await visitor.post("/verify/batch", files={"file": ("edited.pdf", edited)})
    for words in ("1 not the file we issued.", "Its number is valid.", number):
        assert words in alone.text


async def test_the_spreadsheet_says_the_same_and_runs_nothing(
    visitor: httpx.AsyncClient, number: str, the_clock: Clock
) -> None:
    sent = f"Number\n=HYPERLINK(1)\n{number}\n".encode("utf-16")
    page = await visitor.post("/verify/batch", files={"file": ("n.csv", sent)}, headers={"accept": "application/json"})
    answer = await visitor.post("/verify/batch.csv", data={"carried": page.json()["carried"]})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(row["Number"], row["Standing"]) for row in rows] == [("'=HYPERLINK(1)", "unknown"), (number, "valid")]
    assert (rows[1]["Completed"], rows[1]["Checked at"]) == ("2026-11-21", the_clock.now.isoformat())
    for broken in ("", "[", '[{"number": 1}]', "[]"):
        assert (await visitor.post("/verify/batch.csv", data={"carried": broken})).status_code == 422


async def test_what_cannot_be_checked_is_said_and_what_was_typed_is_kept(visitor: httpx.AsyncClient) -> None:
    many = "\n".join(["V799-BEW8-9T9A-W0P0-7Q"] * 501)
    page = await visitor.post("/verify/batch", data={"numbers": many})
    assert (page.status_code, "That is 501 numbers." in page.text, many in page.text) == (422, True, True)
    broken = await visitor.post("/verify/batch", files={"file": ("n.csv", b"\x81\x8d" * 9)})
    assert (broken.status_code, "Save it again as CSV (UTF-8)" in broken.text) == (422, True)
    large = await visitor.post("/verify/batch", content=b"x", headers={"content-length": "200000000"})
    assert (large.status_code, "larger than 100 MB" in large.text) == (413, True)
    odd = await visitor.post("/verify/batch", content=b"x", headers={"content-type": "multipart/form-data; boundary=b"})
    assert odd.status_code == 422


async def test_lists_are_slowed_down_for_a_network(visitor: httpx.AsyncClient, the_clock: Clock) -> None:
    answers = [await visitor.post("/verify/batch", data={"numbers": "x"}) for _ in range(13)]
    assert [one.status_code for one in answers] == [200] * 12 + [429]
    assert (answers[-1].headers["retry-after"], "Wait 30 seconds" in answers[-1].text) == ("30", True)


async def test_a_program_with_a_key_asks_for_many(
    cast: Cast, visitor: httpx.AsyncClient, number: str, the_clock: Clock
) -> None:
    key = await actions.make_key(cast.ada, name="POST board", ends_on=clock.now().date())
    asked = {"numbers": [number.lower(), "typo"]}
    visitor.headers.pop("x-csrftoken")
    answer = await visitor.post(API, json=asked, headers={"authorization": f"Bearer {key}"})
    assert answer.status_code == 200
    first, second = answer.json()["checks"]
    assert (first["asked"], first["standing"], first["certificate"]["number"]) == (number.lower(), "valid", number)
    assert second == {"asked": "typo", "standing": "unknown", "certificate": None}
    many = await visitor.post(API, json={"numbers": ["x"] * 501}, headers={"authorization": f"Bearer {key}"})
    assert (many.status_code, many.headers["content-type"]) == (422, "application/problem+json")
    the_clock.move(days=1)
    late = await visitor.post(API, json=asked, headers={"authorization": f"Bearer {key}"})
    assert (late.status_code, late.headers["www-authenticate"], late.json()["code"]) == (401, "Bearer", "key_needed")


async def test_a_key_opens_nothing_else_and_ends_at_once(
    cast: Cast, visitor: httpx.AsyncClient, the_clock: Clock
) -> None:
    ends_on = clock.now().date() + timedelta(days=9)
    key = await actions.make_key(cast.ada, name="POST board", ends_on=ends_on)
    bearer = {"authorization": f"Bearer {key}"}
    assert (await visitor.get("/certificates", headers=bearer | {"accept": "application/json"})).status_code == 401
    calls = [await visitor.post(API, json={"numbers": ["x"]}, headers=bearer) for _ in range(61)]
    assert [one.status_code for one in calls] == [200] * 60 + [429]
    await actions.revoke_key(cast.ada, code=(await keys_in_force())[0].code)
    the_clock.move(minutes=5)
    assert (await visitor.post(API, json={"numbers": ["x"]}, headers=bearer)).status_code == 401
    for header in ({}, {"authorization": "Bearer "}, {"authorization": "Basic x"}, {"authorization": "Bearer wrong"}):
        assert (await visitor.post(API, json={"numbers": []}, headers=header)).status_code == 401
