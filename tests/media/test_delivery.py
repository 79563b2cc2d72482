"""Playback links: they open one asset for a while, and nothing else."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy import settings, storage
from academy.db.watch import statements
from academy.settings import Settings
from media.delivery import (
    LIFE,
    PLAYABLE,
    STORE_LINK_LIFE,
    LinkExpired,
    check_token,
    link_life,
    of_captions,
    sign,
    token_for,
)
from tests.conftest import Browser, Clock
from tests.fakes.store import Store

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


def test_who_may_read_reviewed_captions_cannot_guess_his_way_to_a_draft() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    token = token_for(of_captions(CODE, 4), now=now, secret=SECRET)
    check_token(token, of_captions(CODE, 4), now=now, secret=SECRET)
    for other in (of_captions(CODE, 5), CODE):
        with pytest.raises(LinkExpired):
            check_token(token, other, now=now, secret=SECRET)


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


@pytest.fixture
async def store_player(browser_as: Browser, config: Settings, store_server: Store) -> httpx.AsyncClient:
    """The same, on an S3-compatible store."""
    settings.use(store_server.used_by(config, prefix=f"delivery/{config.data.name}"))
    for name, body in {"master.m3u8": b"#EXTM3U\n", "720/s.m4s": bytes(range(200)), "sb-001.jpg": b"jpg"}.items():
        await storage.put(f"media/{CODE}/hls-abc/{name}", body)
    return await browser_as(None)


async def test_films_and_pictures_come_from_the_store_and_playlists_from_here(store_player: httpx.AsyncClient) -> None:
    master = sign(CODE, "hls-abc/master.m3u8")
    assert (await store_player.get(master)).status_code == 200
    for name, body in {"720/s.m4s": bytes(range(10, 20)), "sb-001.jpg": b"jpg"}.items():
        led = await store_player.get(str(httpx.URL(master).join(name)))
        assert (led.status_code, led.headers["cache-control"]) == (307, "private, max-age=300")
        async with httpx.AsyncClient() as store:
            part = await store.get(led.headers["location"], headers={"range": "bytes=10-19"} if len(body) > 3 else {})
        assert part.content == body
    with_wrong_token = master.replace(CODE, CODE[::-1]).replace("master.m3u8", "720/s.m4s")
    assert (await store_player.get(with_wrong_token)).status_code == 403


@given(lives.filter(bool))
def test_a_link_to_the_store_never_outlives_ours(left: timedelta) -> None:
    life = link_life("hls-abc/720/s.m4s", left)
    assert life is not None
    assert life <= max(left, timedelta(seconds=1))
    assert life <= STORE_LINK_LIFE
    assert link_life("hls-abc/master.m3u8", left) is None
    assert link_life("hls-abc/storyboard.vtt", left) is None


async def test_nothing_is_ever_listed(player: httpx.AsyncClient) -> None:
    for path in ("", "hls-abc", "hls-abc/", "hls-abc/720/", "hls-abc/%2e%2e%2f%2e%2e/other/hls-a/s.m4s"):
        assert (await player.get(sign(CODE, path))).status_code == 404


async def test_segments_are_kept_for_long_and_never_sent_twice(player: httpx.AsyncClient) -> None:
    link = sign(CODE, "hls-abc/720/s.m4s")
    first = await player.head(link)
    assert first.headers["cache-control"] == f"private, max-age={12 * 3600}, immutable"
    assert first.headers["accept-ranges"] == "bytes"
    again = await player.get(link, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    stale = await player.get(link, headers={"range": "bytes=0-9", "if-range": '"other"'})
    assert (stale.status_code, len(stale.content)) == (200, 200)
    assert (await player.get(link, headers={"range": "bytes=200-"})).status_code == 416


async def test_links_are_checked_without_the_database(player: httpx.AsyncClient) -> None:
    with statements() as sent:
        assert (await player.get(sign(CODE, "hls-abc/720/s.m4s"))).status_code == 200
    assert sent == []
