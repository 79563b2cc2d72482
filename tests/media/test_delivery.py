"""Playback links: they open one asset for a while, and nothing else."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy import storage
from academy.settings import Settings
from media.delivery import LIFE, PLAYABLE, LinkExpired, check_token, sign, token_for
from tests.conftest import Browser, Clock

SECRET = "k" * 40
CODE = "0123456789abcdefghjkmnpqrs"
START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=3650)).map(lambda later: START + later)
lives = st.timedeltas(timedelta(0), 3 * LIFE)


@given(moments, lives)
def test_a_token_lives_at_least_one_life_and_never_more_than_two(now: datetime, later: timedelta) -> None:
    token = token_for(CODE, now=now, secret=SECRET)
    if later < LIFE:
        check_token(token, CODE, now=now + later, secret=SECRET)
    if later > 2 * LIFE:
        with pytest.raises(LinkExpired):
            check_token(token, CODE, now=now + later, secret=SECRET)


@given(moments, st.integers(0, 30), st.sampled_from("0123456789abcdefXYZ-_"))
def test_a_changed_token_opens_nothing(now: datetime, place: int, character: str) -> None:
    token = token_for(CODE, now=now, secret=SECRET)
    changed = token[:place] + character + token[place + 1 :]
    if changed != token:
        with pytest.raises(LinkExpired):
            check_token(changed, CODE, now=now, secret=SECRET)


@given(moments, st.text(max_size=40))
def test_an_invented_token_is_refused_and_never_an_error(now: datetime, token: str) -> None:
    with pytest.raises(LinkExpired):
        check_token(token, CODE, now=now, secret=SECRET)


def test_a_token_opens_one_asset_of_one_academy() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    token = token_for(CODE, now=now, secret=SECRET)
    with pytest.raises(LinkExpired):
        check_token(token, CODE[::-1], now=now, secret=SECRET)
    with pytest.raises(LinkExpired):
        check_token(token, CODE, now=now, secret="other" * 8)


@pytest.mark.parametrize(
    "path",
    [f"{CODE}/source", f"{CODE}/film.mp4", f"{CODE}/hls-abc/../source.vtt/x", "hls-abc/master.m3u8", f"{CODE}/hls-a"],
)
def test_only_files_of_renditions_are_playable(path: str) -> None:
    assert PLAYABLE.fullmatch(path) is None


@pytest.fixture
async def player(browser_as: Browser) -> httpx.AsyncClient:
    """A browser without a session, and two files of an asset."""
    await storage.put(f"media/{CODE}/hls-abc/master.m3u8", b"#EXTM3U\n720/index.m3u8\n")
    await storage.put(f"media/{CODE}/hls-abc/720/s.m4s", bytes(range(200)))
    await storage.put(f"media/{CODE}/source", b"original")
    return await browser_as(None)


async def test_a_signed_link_plays_by_ranges_without_a_session(player: httpx.AsyncClient, config: Settings) -> None:
    master = sign(CODE, "hls-abc/master.m3u8")
    playlist = await player.get(master)
    assert (playlist.status_code, playlist.headers["content-type"]) == (200, "application/vnd.apple.mpegurl")
    piece = await player.get(str(httpx.URL(master).join("720/s.m4s")), headers={"range": "bytes=10-19"})
    assert (piece.status_code, piece.content) == (206, bytes(range(10, 20)))
    assert (await player.head(master)).status_code == 200


async def test_a_link_ends(player: httpx.AsyncClient, the_clock: Clock) -> None:
    link = sign(CODE, "hls-abc/master.m3u8")
    the_clock.move(hours=25)
    answer = await player.get(link, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (403, "link_expired")


async def test_a_token_does_not_reach_the_original_or_a_missing_file(player: httpx.AsyncClient) -> None:
    base = sign(CODE, "")
    assert (await player.get(f"{base}source")).status_code == 404
    assert (await player.get(f"{base}hls-abc/%2e%2e/source")).status_code == 404
    assert (await player.get(f"{base}hls-abc/gone.m4s")).status_code == 404
