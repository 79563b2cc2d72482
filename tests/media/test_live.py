"""The stream of a recording's state: the row is the truth, told when it changes, ended when the work is."""

import json
from collections.abc import AsyncIterator

import pytest

from academy.db.watch import statements
from academy.jobs import drain
from media import live
from media.tables import MediaAsset
from tests.cast import Cast
from tests.conftest import Browser
from tests.media.preparing import uploaded
from tests.media.recordings import Recordings

pytestmark = pytest.mark.usefixtures("database")
Event = tuple[str, str, str]


@pytest.fixture
async def code(cast: Cast, recordings: Recordings, monkeypatch: pytest.MonkeyPatch) -> str:
    """A recording that waits; looks follow each other without a pause."""
    monkeypatch.setattr(live, "LOOK_SECONDS", 0)
    return await uploaded(cast.ines, recordings.get("page.mp4"))


def stream(cast: Cast, code: str, **more: str) -> AsyncIterator[Event]:
    """The events as (kind, id, data); a comment has no kind."""

    async def events() -> AsyncIterator[Event]:
        async for said in live.told(cast.ines, code, lambda row: f"<p>{row.percent}</p>", **more):
            yield said.event or "", str(said.id or ""), str(said.data or said.comment)

    return events()


async def say(code: str, percent: int) -> None:
    await MediaAsset.update({MediaAsset.progress_percent: percent}).where(MediaAsset.code == code)


async def test_every_change_is_told_once(cast: Cast, code: str) -> None:
    events = stream(cast, code)
    first = await anext(events)
    await say(code, 40)
    second = await anext(events)
    assert [first[0], second[0]] == ["state", "state"]
    assert first[1] != second[1]
    said = json.loads(second[2])
    assert (said["row"]["percent"], said["html"]) == (40, "<p>40</p>")
    assert (await anext(events))[2] == "still here"


async def test_who_comes_again_hears_only_what_is_new(cast: Cast, code: str) -> None:
    first = await anext(stream(cast, code))
    again = stream(cast, code, seen=first[1])
    assert (await anext(again))[2] == "still here"
    await say(code, 50)
    assert (await anext(again))[0] == "state"


async def test_the_stream_ends_with_the_work(cast: Cast, code: str) -> None:
    events = stream(cast, code)
    await anext(events)
    await drain()
    assert [kind for kind, _, _ in [one async for one in events]] == ["over"]


async def test_a_page_that_shows_another_state_is_told_to_load_again(cast: Cast, code: str) -> None:
    assert [kind async for kind, _, _ in stream(cast, code, shown="probed")] == ["over"]


async def test_a_look_costs_the_same_however_much_there_is(cast: Cast, code: str, recordings: Recordings) -> None:
    async def cost() -> int:
        with statements() as sent:
            await anext(stream(cast, code))
        return len(sent)

    alone = await cost()
    for name in ("text.mp4", "zeros.mp4"):
        await uploaded(cast.ines, recordings.get(name))
    assert await cost() == alone <= 3


async def test_the_list_is_told_of_what_is_in_work_and_of_nothing_else(
    cast: Cast, code: str, recordings: Recordings
) -> None:
    events = live.told_list(cast.ines, lambda row: f"<p>{row.percent}</p>")
    await say(code, 30)
    first = await anext(events)
    assert json.loads(str(first.data)) == [{"code": code, "state": "uploaded", "html": "<p>30</p>"}]
    with statements() as sent:
        assert (await anext(events)).comment == "still here"
    assert len(sent) <= 3 * live.BREATH
    await uploaded(cast.ines, recordings.get("text.mp4"))
    assert len(json.loads(str((await anext(events)).data))) == 2
    await drain()
    assert [one.event async for one in events] == ["over"]


async def test_the_address_streams_events_and_refuses_strangers(cast: Cast, browser_as: Browser, code: str) -> None:
    await drain()
    ines = await browser_as(cast.ines)
    answer = await ines.get(f"/media/{code}/events", headers={"accept-encoding": "br"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert ("content-encoding" in answer.headers, "no-store" in answer.headers["cache-control"]) == (False, True)
    assert "event: over" in answer.text
    assert "Upload the recording itself" in answer.text
    assert (await (await browser_as(cast.maria)).get(f"/media/{code}/events")).status_code == 403
    assert (await ines.get("/media/nothing/events")).status_code == 404


async def test_a_waiting_row_says_its_place_and_why(
    cast: Cast, browser_as: Browser, code: str, recordings: Recordings
) -> None:
    second = await uploaded(cast.ines, recordings.get("text.mp4"))
    page = await (await browser_as(cast.ines)).get(f"/media/{second}/state")
    assert "number 2 in line, one is prepared at a time" in page.text
    assert f"/media/{second}/state?shown=uploaded" in page.text
