"""Audio description: a sound file beside a lecture, offered by its players without touching the picture."""

import pytest

from academy import storage
from academy.errors import Invalid, NotFound
from academy.jobs import drain
from media import actions, places, queries
from media.actions import preparing
from media.tables import MediaAsset
from tests.cast import Cast
from tests.media.preparing import asset_of, uploaded
from tests.media.recordings import Recordings

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.one_engine]


@pytest.fixture
async def lecture(cast: Cast, recordings: Recordings) -> str:
    """The code of a lecture of four seconds that plays."""
    code = await uploaded(cast.ines, recordings.get("slides.mp4"), title="Two rings")
    await drain()
    return code


async def master_of(code: str) -> str:
    return (await storage.read(str((await asset_of(code)).master_key))).decode()


async def test_players_offer_a_description_as_soon_as_it_is_ready(
    cast: Cast, recordings: Recordings, lecture: str
) -> None:
    before = await asset_of(lecture)
    track = await uploaded(cast.ines, recordings.get("description.mp3"), describes=lecture)
    await drain()
    after = await asset_of(lecture)
    assert (after.has_description, after.master_key != before.master_key) == (True, True)
    assert 'NAME="Audio description"' in await master_of(lecture)
    run = f"media/{lecture}/{places.run_of(after.master_key)}"
    assert await storage.size(f"{run}/description/s.m4s") > 1000
    old_run = f"media/{lecture}/{places.run_of(before.master_key)}"
    assert await storage.sha256(f"{run}/480/s.m4s") == await storage.sha256(f"{old_run}/480/s.m4s")
    assert (await asset_of(track)).title == "Two rings: audio description"
    playback = await queries.playback(after.id)
    assert playback is not None
    assert playback.has_description


async def test_a_description_may_be_there_before_its_lecture_plays(cast: Cast, recordings: Recordings) -> None:
    code = await uploaded(cast.ines, recordings.get("slides.mp4"))
    track = await uploaded(cast.ines, recordings.get("description.mp3"), describes=code)
    await preparing.check((await asset_of(track)).id)
    await preparing.render((await asset_of(track)).id)
    await drain()
    assert (await asset_of(code)).has_description


async def test_the_newest_description_takes_the_place_of_an_older_one(
    cast: Cast, recordings: Recordings, lecture: str
) -> None:
    for name in ("description.mp3", "talk.mp3"):
        await uploaded(cast.ines, recordings.get(name), describes=lecture)
        await drain()
    assert (await master_of(lecture)).count("public.accessibility.describes-video") == 1


@pytest.mark.parametrize(
    ("name", "failure"),
    [("talk.mp3", ""), ("long-sound.mkv", "description_picture"), ("long.mp3", "description_length")],
)
async def test_what_does_not_fit_is_refused_and_the_lecture_stays(
    cast: Cast, recordings: Recordings, lecture: str, name: str, failure: str
) -> None:
    before = await asset_of(lecture)
    track = await uploaded(cast.ines, recordings.get(name), describes=lecture)
    await drain()
    assert ((await asset_of(track)).failure or "") == failure
    assert ((await asset_of(lecture)).master_key == before.master_key) is bool(failure)


async def test_only_lectures_with_a_picture_of_ones_own_can_be_described(
    cast: Cast, recordings: Recordings, lecture: str
) -> None:
    talk = await uploaded(cast.ines, recordings.get("talk.mp3"))
    with pytest.raises(Invalid):
        await actions.begin_upload(cast.ines, name="a.mp3", title="", size=9, describes=talk)
    with pytest.raises(NotFound):
        await actions.begin_upload(cast.ravi, name="a.mp3", title="", size=9, describes=lecture)
    assert await MediaAsset.count().where(MediaAsset.describes.is_not_null()) == 0


async def test_the_library_lists_a_description_only_while_it_needs_somebody(
    cast: Cast, recordings: Recordings, lecture: str
) -> None:
    await uploaded(cast.ines, recordings.get("description.mp3"), describes=lecture)
    assert len(await queries.asset_rows(cast.ines)) == 2
    await drain()
    assert [row.title for row in await queries.asset_rows(cast.ines)] == ["Two rings"]
