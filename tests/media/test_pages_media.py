"""The media library's pages, both faces: who sees what, what they may do, what is shown when it fails."""

import json

import httpx
import pytest
from msgspec.structs import replace

from academy import settings
from academy.audit import AuditEvent
from academy.db.watch import statements
from academy.errors import NotFound
from academy.jobs import drain
from academy.settings import Settings
from media import actions
from media.rules.chapters import ChapterLine, ChaptersExact
from media.tables import Caption, MediaAsset, Upload
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.media.preparing import DECK, asset_of, uploaded
from tests.media.recordings import Recordings

VTT = b"""WEBVTT

00:00.000 --> 00:01.500
Start bigger than seems needed.

00:01.600 --> 00:03.500
Two rings work well.
"""


@pytest.fixture
async def ines(cast: Cast, browser_as: Browser) -> httpx.AsyncClient:
    """An instructor's browser."""
    return await browser_as(cast.ines)


@pytest.fixture
async def talk(cast: Cast, recordings: Recordings) -> str:
    """The code of a ready audio lecture."""
    code = await uploaded(cast.ines, recordings.get("talk.mp3"), title="Two rings")
    await drain()
    return code


async def test_chapters_are_proposed_named_and_kept(ines: httpx.AsyncClient, talk: str) -> None:
    changed = {MediaAsset.slide_changes: "[21000]", MediaAsset.duration_ms: 60_000}
    await MediaAsset.update(changed).where(MediaAsset.code == talk)
    page = (await ines.get(f"/media/{talk}")).text
    assert "Proposed from the moments the slides change" in page
    assert 'value="Part 2"' in page
    form = {"time": ["0:00", "0:21", "", "0:40"], "title": ["Safety", "Two  rings", "", "<Tape>"]}
    assert (await ines.post(f"/media/{talk}/chapters", data=form)).status_code == 303
    kept = json.loads((await asset_of(talk)).chapters)
    assert [(one["start_ms"], one["title"]) for one in kept] == [
        (0, "Safety"),
        (21_000, "Two rings"),
        (40_000, "<Tape>"),
    ]
    assert await AuditEvent.count().where(AuditEvent.action == "media:chapter:save") == 1
    assert "&lt;Tape&gt;" in (await ines.get(f"/media/{talk}")).text


@pytest.mark.one_engine
async def test_faulty_chapters_come_back_as_typed(ines: httpx.AsyncClient, talk: str) -> None:
    answer = await ines.post(f"/media/{talk}/chapters", data={"time": ["0:00", "soon"], "title": ["Start", "Later"]})
    assert answer.status_code == 422
    assert "Write the time as minutes and seconds" in answer.text
    assert 'value="soon"' in answer.text
    assert 'value="Later"' in answer.text
    assert (await asset_of(talk)).chapters == "[]"


@pytest.mark.one_engine
async def test_only_the_uploader_names_chapters(cast: Cast, talk: str) -> None:
    with pytest.raises(NotFound):
        await actions.save_chapters(cast.ravi, talk, lines=[ChapterLine("0:00", "Mine")])
    assert (await asset_of(talk)).chapters == "[]"


async def test_the_chapters_of_a_deck_are_its_slides(cast: Cast) -> None:
    asset_id = await actions.adopt_deck(cast.ines, key="1.1", title="Leads", deck_markdown=DECK)
    asset = await MediaAsset.objects().get(MediaAsset.id == asset_id)
    assert asset is not None
    with pytest.raises(ChaptersExact):
        await actions.save_chapters(cast.ines, asset.code, lines=[])


@pytest.mark.one_engine
async def test_a_description_comes_by_a_plain_form_and_is_refused_on_its_lectures_page(
    ines: httpx.AsyncClient, talk: str, recordings: Recordings
) -> None:
    file = {"file": ("described.mp3", recordings.get("description.mp3").read_bytes(), "audio/mpeg")}
    answer = await ines.post("/media", data={"describes": talk}, files=file)
    assert (answer.status_code, "There is no picture to describe" in answer.text) == (422, True)
    assert "<h1>Two rings</h1>" in answer.text


async def test_a_deck_waits_until_somebody_wants_its_film(ines: httpx.AsyncClient, cast: Cast) -> None:
    asset_id = await actions.adopt_deck(cast.ines, key="1.1", title="Leads", deck_markdown=DECK)
    code = (await MediaAsset.select(MediaAsset.code).where(MediaAsset.id == asset_id))[0]["code"]
    assert "Not made yet" in (await ines.get("/media?need=unmade")).text
    assert "Nobody has needed this lecture yet." in (await ines.get(f"/media/{code}")).text
    assert (await ines.post(f"/media/{code}/film")).status_code == 303
    page = (await ines.get(f"/media/{code}")).text
    assert "Waiting" in page
    assert f"/media/{code}/events" in page


@pytest.mark.one_engine
async def test_only_who_may_upload_sees_the_library(
    cast: Cast, browser_as: Browser, ines: httpx.AsyncClient, talk: str
) -> None:
    maria, nobody = await browser_as(cast.maria), await browser_as(None)
    for path in ("/media", f"/media/{talk}", f"/media/{talk}/state", f"/media/{talk}/captions"):
        answers = [(await one.get(path)).status_code for one in (ines, maria, nobody)]
        assert answers == [200, 403, 303], path


async def test_the_list_is_ordered_by_need(
    ines: httpx.AsyncClient, cast: Cast, recordings: Recordings, talk: str
) -> None:
    await actions.add_captions(cast.ines, talk, file=VTT)
    await uploaded(cast.ines, recordings.get("page.mp4"), title="A web page")
    await drain()
    await uploaded(cast.ines, recordings.get("lecture.mp4"), title="In line")
    answer = await ines.get("/media", headers={"accept": "application/json"})
    assert [(row["title"], row["need"]) for row in answer.json()["rows"]] == [
        ("In line", 0),
        ("A web page", 1),
        ("Two rings", 2),
    ]
    page = (await ines.get("/media")).text
    assert "next to be prepared" in page
    assert "web page. Upload the recording itself" in page
    assert "Captions are not reviewed" in page
    only = await ines.get("/media?need=failed&q=WEB", headers={"accept": "application/json"})
    assert [row["title"] for row in only.json()["rows"]] == ["A web page"]


async def test_a_longer_list_needs_no_more_statements(
    ines: httpx.AsyncClient, cast: Cast, recordings: Recordings
) -> None:
    await uploaded(cast.ines, recordings.get("page.mp4"))
    with statements() as for_one:
        await ines.get("/media")
    for name in ("text.mp4", "zeros.mp4", "talk.mp3"):
        await uploaded(cast.ines, recordings.get(name))
    with statements() as for_four:
        await ines.get("/media")
    assert len(for_four) == len(for_one) <= 8


async def test_an_empty_library_says_what_to_do(ines: httpx.AsyncClient) -> None:
    assert "Upload a lecture as MP4" in (await ines.get("/media")).text


async def test_the_state_asks_the_page_to_load_again_when_work_is_over(
    ines: httpx.AsyncClient, cast: Cast, recordings: Recordings
) -> None:
    code = await uploaded(cast.ines, recordings.get("page.mp4"))
    waiting = await ines.get(f"/media/{code}/state")
    assert ("every 2s" in waiting.text, "hx-refresh" in waiting.headers) == (True, False)
    await drain()
    over = await ines.get(f"/media/{code}/state")
    assert ("every 2s" in over.text, over.headers["hx-refresh"]) == (False, "true")


@pytest.mark.one_engine
async def test_a_ready_recording_plays_on_its_page(ines: httpx.AsyncClient, talk: str) -> None:
    page = await ines.get(f"/media/{talk}")
    link = page.text.split('<source src="')[1].split('"')[0]
    assert (await ines.get(link)).text.startswith("#EXTM3U")


async def test_a_small_file_can_come_by_a_plain_form(ines: httpx.AsyncClient, recordings: Recordings) -> None:
    file = {"file": ("talk.mp3", recordings.get("talk.mp3").read_bytes(), "audio/mpeg")}
    answer = await ines.post("/media", data={"title": "By form"}, files=file)
    assert answer.status_code == 303
    asset = await asset_of(answer.headers["location"].removeprefix("/media/"))
    assert (asset.title, asset.kind, asset.original_name) == ("By form", "audio", "talk.mp3")


async def test_a_plain_form_without_a_file_is_shown_again(ines: httpx.AsyncClient) -> None:
    answer = await ines.post("/media", data={"title": "Nothing"}, files={"other": ("", b"")})
    assert (answer.status_code, "Choose a file first." in answer.text) == (422, True)
    assert await MediaAsset.count() == 0


async def test_a_plain_form_takes_no_more_than_the_academy_does(
    ines: httpx.AsyncClient, config: Settings, recordings: Recordings
) -> None:
    settings.use(replace(config, upload_limit_bytes=1000))
    file = {"file": ("talk.mp3", recordings.get("talk.mp3").read_bytes(), "audio/mpeg")}
    answer = await ines.post("/media", files=file)
    assert (answer.status_code, "the academy takes up to 0.0 MB" in answer.text) == (422, True)
    assert await Upload.count() == 0


async def test_stopping_and_trying_again(ines: httpx.AsyncClient, cast: Cast, recordings: Recordings) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    assert (await ines.post(f"/media/{code}/stop")).status_code == 303
    assert "Try again" in (await ines.get(f"/media/{code}")).text
    assert (await ines.post(f"/media/{code}/retry")).status_code == 303
    await drain()
    assert (await asset_of(code)).state == "ready"
    assert (await ines.post(f"/media/{code}/stop")).status_code == 409


@pytest.mark.parametrize("verb", ["stop", "retry"])
async def test_only_the_uploader_steers_a_recording(
    ines: httpx.AsyncClient, cast: Cast, recordings: Recordings, verb: str
) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    await MediaAsset.update({MediaAsset.title: "Before"}).where(MediaAsset.code == code)
    ravis = await uploaded(cast.ravi, recordings.get("talk.mp3"))
    before = (await asset_of(ravis)).state
    assert (await ines.post(f"/media/{ravis}/{verb}")).status_code == 404
    assert (await asset_of(ravis)).state == before


async def test_captions_are_reviewed_before_learners_see_them(
    ines: httpx.AsyncClient, talk: str, the_clock: Clock
) -> None:
    added = await ines.post(f"/media/{talk}/captions", files={"captions": ("talk.vtt", VTT, "text/vtt")})
    assert added.headers["location"] == f"/media/{talk}/captions"
    page = (await ines.get(f"/media/{talk}/captions")).text
    assert "Start bigger than seems needed." in page
    row = await Caption.objects().first()
    assert row is not None
    assert row.reviewed_at is None
    form = {"caption_id": str(row.id), "text": ["Start bigger.", "Two rings work well."]}
    assert (await ines.post(f"/media/{talk}/captions/review", data=form)).status_code == 303
    reviewed = await Caption.objects().first()
    assert reviewed is not None
    assert reviewed.reviewed_at == the_clock.now
    assert "Start bigger.\n" in reviewed.body


@pytest.mark.parametrize(("texts", "status"), [(["only one"], 409), (["a", "b", "c"], 409), (["", "b"], 422)])
@pytest.mark.one_engine
async def test_a_review_of_other_lines_than_are_there_is_refused(
    ines: httpx.AsyncClient, cast: Cast, talk: str, texts: list[str], status: int
) -> None:
    await actions.add_captions(cast.ines, talk, file=VTT)
    row = await Caption.objects().first()
    assert row is not None
    answer = await ines.post(f"/media/{talk}/captions/review", data={"caption_id": str(row.id), "text": texts})
    assert answer.status_code == status
    after = await Caption.objects().first()
    assert after is not None
    assert (after.body, after.reviewed_at) == (row.body, None)


@pytest.mark.one_engine
async def test_faulty_captions_are_refused_by_line(ines: httpx.AsyncClient, talk: str) -> None:
    faulty = VTT.replace(b"00:01.600", b"soon")
    answer = await ines.post(f"/media/{talk}/captions", files={"captions": ("talk.vtt", faulty, "text/vtt")})
    assert answer.status_code == 422
    assert "Line 6: This time cannot be read." in answer.text
    assert await Caption.count() == 0


@pytest.mark.one_engine
async def test_signed_captions_can_be_fetched_without_a_session(
    ines: httpx.AsyncClient, browser_as: Browser, cast: Cast, talk: str
) -> None:
    await actions.add_captions(cast.ines, talk, file=VTT)
    page = (await ines.get(f"/media/{talk}")).text
    link = page.split('srclang="en-US" label="English" src="')[1].split('"')[0]
    nobody = await browser_as(None)
    answer = await nobody.get(link)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/vtt; charset=utf-8")
    assert answer.text.startswith("WEBVTT")
    assert (await nobody.get(link.replace(link.split("/")[3], "0-x"))).status_code == 403
