"""From an upload to something that plays: with the real ffmpeg, run twice, broken off, stopped."""

import pytest

from academy import facts, storage
from academy.audit import AuditEvent
from academy.errors import Conflict
from academy.jobs import drain, registry
from academy.jobs.tables import Outbox
from media import actions, places, queries
from media.actions import outcome, preparing, steering
from media.actions.decks import make_here
from media.actions.reporting import Reporter, Stopped
from media.facts import AssetFailed, AssetReady
from media.ffmpeg import Progress, Rendered
from media.ffmpeg.jail import Jail
from media.rules.ladder import plan
from media.rules.lifecycle import AssetState, CannotMove
from media.rules.source import SourceFacts
from media.tables import MediaAsset, Rendition
from tests.cast import Cast
from tests.conftest import Clock
from tests.media.preparing import DECK, asset_of, uploaded
from tests.media.recordings import Recordings

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The facts announced, as words."""
    words: list[str] = []
    monkeypatch.setattr(facts, "_wired", {})

    def listener(word: str) -> registry.Job:
        async def hear(asset_id: int) -> None:
            words.append(word)

        return registry.job(f"test.{word}")(hear)

    facts.wire({AssetReady: (listener("ready"),), AssetFailed: (listener("failed"),)})
    return words


async def test_an_upload_becomes_playable(cast: Cast, recordings: Recordings, heard: list[str]) -> None:
    code = await uploaded(cast.ines, recordings.get("lecture.mp4"))
    await drain()
    asset = await asset_of(code)
    assert (asset.state, asset.width, asset.height, asset.progress_percent) == ("ready", 320, 240, 100)
    assert abs((asset.duration_ms or 0) - 5000) < 300
    assert await storage.exists(str(asset.master_key))
    states = await Rendition.select(Rendition.state).where(Rendition.asset == asset.id).output(as_list=True)
    assert states == ["done"] * len(states) != []
    assert heard == ["ready"]
    assert list(places.scratch_root().iterdir()) == []


async def test_the_playback_names_signed_addresses(cast: Cast, recordings: Recordings) -> None:
    code = await uploaded(cast.ines, recordings.get("lecture.mp4"), title="Scene safety")
    before = await queries.playback((await asset_of(code)).id)
    await drain()
    after = await queries.playback((await asset_of(code)).id)
    assert before is not None
    assert after is not None
    assert (before.state, before.master_url) == ("uploaded", "")
    assert (after.state, after.kind, after.title) == ("ready", "video", "Scene safety")
    assert after.master_url.startswith("/media/files/")
    assert after.poster_url.endswith("/poster.jpg")


async def test_a_sound_file_becomes_an_audio_lecture(cast: Cast, recordings: Recordings) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    await drain()
    playback = await queries.playback((await asset_of(code)).id)
    assert playback is not None
    assert (playback.kind, playback.state, playback.poster_url) == ("audio", "ready", "")


@pytest.mark.one_engine
async def test_silence_is_said_on_the_row_at_once_and_ordinary_sound_measured_later(
    cast: Cast, recordings: Recordings
) -> None:
    silent = await uploaded(cast.ines, recordings.get("silent.mp4"))
    spoken = await uploaded(cast.ines, recordings.get("talk.mp3"))
    for code in (silent, spoken):
        await preparing.check((await asset_of(code)).id)
    assert (await asset_of(silent)).warning == "The sound track is silent. Listen to it before learners do."
    assert '"loudness":null' in (await asset_of(spoken)).source_facts
    await drain()
    assert (await asset_of(silent)).state == "ready"
    assert '"loudness":-2' in (await asset_of(spoken)).source_facts


@pytest.mark.parametrize(("name", "failure"), [("page.mp4", "not_media"), ("no-index.mp4", "index_missing")])
async def test_a_bad_file_fails_with_a_sentence(
    cast: Cast, recordings: Recordings, heard: list[str], name: str, failure: str
) -> None:
    code = await uploaded(cast.ines, recordings.get(name))
    await drain()
    asset = await asset_of(code)
    assert (asset.state, asset.failure) == ("failed", failure)
    assert asset.failure_note
    assert heard == ["failed"]


async def test_every_job_may_run_twice(cast: Cast, recordings: Recordings) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    asset_id = (await asset_of(code)).id
    await preparing.check(asset_id)
    await preparing.check(asset_id)
    await preparing.render(asset_id)
    published = (await asset_of(code)).master_key
    await preparing.render(asset_id)
    await drain()
    assert (await asset_of(code)).master_key == published


async def test_a_run_that_was_cut_off_is_started_over_and_leaves_nothing(cast: Cast, recordings: Recordings) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    await preparing.check((await asset_of(code)).id)
    await MediaAsset.update({MediaAsset.state: AssetState.TRANSCODING}).where(MediaAsset.code == code)
    await storage.put(f"media/{code}/hls-cutoff/audio/s.m4s", b"half")
    await drain()
    asset = await asset_of(code)
    assert asset.state == "ready"
    assert not [key for key in await storage.keys_under(f"media/{code}/") if "hls-cutoff" in key]


async def test_the_slower_of_two_runs_publishes_nothing(cast: Cast, recordings: Recordings) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    await drain()
    published = await asset_of(code)
    await storage.put(f"media/{code}/hls-slower/master.m3u8", b"late")
    late = Rendered((), "master.m3u8", 4000, 0, 0, None, None)
    with pytest.raises(Conflict):
        await preparing._publish(published, plan(SourceFacts(1, "mp3")), late, run="hls-slower")
    assert (await asset_of(code)).master_key == published.master_key
    assert {key.split("/")[2] for key in await storage.keys_under(f"media/{code}/")} == {
        "source",
        str(published.master_key).split("/")[2],
    }


async def test_a_stopped_recording_tells_its_job(cast: Cast, recordings: Recordings, the_clock: Clock) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    asset = await asset_of(code)
    reporter = Reporter(asset.id, MediaAsset.state == AssetState.UPLOADED)
    await reporter(Progress(10, 50))
    shown = await asset_of(code)
    assert (shown.progress_percent, (shown.expected_at - the_clock.now).total_seconds()) == (10, 50)
    await actions.stop(cast.ines, code)
    await reporter(Progress(11, 49))
    the_clock.move(seconds=1)
    with pytest.raises(Stopped):
        await reporter(Progress(12, 48))
    await drain()
    assert (await asset_of(code)).failure == outcome.STOPPED


async def test_a_failed_recording_can_be_tried_again(cast: Cast, recordings: Recordings) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    await actions.stop(cast.ines, code)
    await drain()
    await actions.retry(cast.ines, code)
    await drain()
    asset = await asset_of(code)
    assert (asset.state, asset.failure, asset.failure_note) == ("ready", None, None)
    with pytest.raises(CannotMove):
        await actions.retry(cast.ines, code)
    with pytest.raises(CannotMove):
        await actions.stop(cast.ines, code)
    said = await AuditEvent.select(AuditEvent.action).order_by(AuditEvent.id).output(as_list=True)
    assert [word for word in said if word.startswith("media:asset")] == [
        "media:asset:upload", "media:asset:stop", "media:asset:retry", "media:asset:finish"
    ]  # fmt: skip


async def test_an_asset_without_a_sign_of_life_gets_its_job_again(
    cast: Cast, recordings: Recordings, the_clock: Clock
) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    await Outbox.delete(force=True)
    await steering.revive_quiet_assets()
    assert await drain() == 0
    the_clock.move(minutes=16)
    await steering.revive_quiet_assets()
    await drain()
    assert (await asset_of(code)).state == "ready"


async def test_a_job_that_broke_for_good_says_so_on_the_row(cast: Cast, recordings: Recordings) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    gave_up = preparing.check.gave_up
    assert gave_up is not None
    await gave_up((await asset_of(code)).id)
    asset = await asset_of(code)
    assert (asset.state, asset.failure) == ("failed", outcome.OUR_FAULT)


async def test_on_a_machine_without_walls_the_row_says_that_the_fault_is_ours(
    cast: Cast, recordings: Recordings, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    with monkeypatch.context() as machine:
        machine.setattr("media.ffmpeg.runner.find_jail", lambda: Jail(landlock=0))
        await drain()
    asset = await asset_of(code)
    assert (asset.state, asset.failure) == ("failed", outcome.OUR_FAULT)
    assert "on our side" in str(asset.failure_note)
    assert "the file is kept" in str(asset.failure_note)
    await actions.retry(cast.ines, code)
    await drain()
    assert (await asset_of(code)).state == "ready"


async def test_a_replacement_keeps_the_old_recording_and_its_captions(cast: Cast, recordings: Recordings) -> None:
    old = await uploaded(cast.ines, recordings.get("page.mp4"))
    await actions.add_captions(cast.ines, old, file=b"WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n")
    new = await uploaded(cast.ines, recordings.get("talk.mp3"), replaces=old)
    asset = await asset_of(new)
    assert asset.replaces == (await asset_of(old)).id
    review = await queries.caption_review(asset)
    assert review is not None
    assert (review.lines[0].text, review.reviewed_at) == ("Hello.", None)


@pytest.mark.one_engine
async def test_a_deck_becomes_a_film_with_the_authors_words_as_captions(database: object) -> None:
    asset_id = await actions.adopt_deck(None, key="1.1", title="What a lead is", deck_markdown=DECK)
    again = await actions.adopt_deck(None, key="1.1", title="What a lead is", deck_markdown=DECK)
    assert again == asset_id
    assert await drain() == 0
    assert (await queries.standings((asset_id,)))[asset_id].state == "written"
    assert [await actions.ask_for_films(None, [asset_id]) for _ in range(2)] == [1, 0]
    await drain()
    playback = await queries.playback(asset_id)
    assert playback is not None
    assert (playback.state, playback.kind) == ("ready", "video")
    assert " ".join(cue.text for cue in playback.transcript).startswith("A lead points somewhere.")
    assert playback.chapters[0].title == "Leads"
    assert (await queries.standings((asset_id,)))[asset_id].captions_reviewed
    assert not await storage.exists(places.film_key(playback.code))


async def test_a_deck_that_a_server_is_making_is_left_alone(database: object, the_clock: Clock) -> None:
    asset_id = await actions.adopt_deck(None, key="1.1", title="What a lead is", deck_markdown=DECK)
    await actions.ask_for_films(None, [asset_id])
    await MediaAsset.update({MediaAsset.worker: "elsewhere/1", MediaAsset.tries: 1}).where(MediaAsset.id == asset_id)

    async def never(slide: int, of: int) -> None:
        raise AssertionError

    await make_here(asset_id, never)
    assert (await queries.standings((asset_id,)))[asset_id].state == "uploaded"
    the_clock.move(seconds=16)
    with pytest.raises(AssertionError):
        await make_here(asset_id, never)
