"""The yearly review: due by itself, marked page by page, signed by whoever looked; nothing ends before that."""

from datetime import UTC, date, datetime, timedelta

import httpx
from hypothesis import given
from hypothesis import strategies as st

from academy.access.tables import RoleGrant
from academy.reviews.rules import due_on, is_quiet
from academy.reviews.tables import ReviewLeaver, ReviewRole, ReviewRound
from academy.sites.tables import Membership
from tests.cast import Cast
from tests.conftest import Browser

SITE = "/sites/raleigh-nc"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def ids(cast: Cast, *names: str) -> list[int]:
    rows = await Membership.select(Membership.id, Membership.person)
    found = {row["person"]: row["id"] for row in rows}
    return [found[cast.people[name].id] for name in names]


async def marked(ruth: httpx.AsyncClient, cast: Cast) -> int:
    """Ruth marks Tyler and Sam's role, after a look at Maria; Tulsa's people and her own role are left alone."""
    tyler, maria, otis = await ids(cast, "tyler", "maria", "otis")
    grants = {row["person"]: row["id"] for row in await RoleGrant.select(RoleGrant.id, RoleGrant.person)}
    roles = [grants[cast.sam.id], grants[cast.ruth.id], grants[cast.nora.id]]
    await ruth.post(f"{SITE}/review/marks", data={"shown": [tyler, maria], "leavers": [maria]})
    shown = {"shown": [tyler, maria, otis], "leavers": [tyler, otis], "roles": roles}
    await ruth.post(f"{SITE}/review/marks", data=shown)
    assert (await ReviewLeaver.count(), await ReviewRole.count()) == (1, 1)
    assert await Membership.count().where(Membership.ends_on.is_not_null()) == 0
    return tyler


async def test_a_review_is_due_marked_interrupted_and_signed(cast: Cast, browser_as: Browser):
    ruth = await browser_as(cast.ruth)
    assert "review of accounts is due since" in (await ruth.get(f"{SITE}/people")).text
    for _ in range(2):
        await ruth.post(f"{SITE}/review")
    tyler = await marked(ruth, cast)
    wrong = await ruth.post(f"{SITE}/review/closing", data={"signed_name": "Somebody"})
    assert (wrong.status_code, 'value="Somebody"' in wrong.text) == (422, True)
    await ruth.post(f"{SITE}/review/closing", data={"signed_name": " ruth okafor "})
    row = await ReviewRound.select(ReviewRound.kept, ReviewRound.ended, ReviewRound.revoked).first()
    assert row == {"kept": 2, "ended": 1, "revoked": 1}
    ended = await Membership.select(Membership.id).where(Membership.ends_on.is_not_null())
    assert [one["id"] for one in ended] == [tyler]
    page = (await ruth.get(f"{SITE}/review")).text
    assert "I looked at every account" in page
    assert "Next one due on" in page
    assert "review of accounts is" not in (await ruth.get(f"{SITE}/people")).text


async def test_nobody_reviews_another_site_or_without_a_round(cast: Cast, browser_as: Browser):
    ruth, nora = await browser_as(cast.ruth), await browser_as(cast.nora)
    assert (await ruth.post(f"{SITE}/review/marks", data={})).status_code == 409
    await ruth.post(f"{SITE}/review")
    for path in ("", "/marks", "/closing"):
        assert (await nora.post(f"{SITE}/review{path}", data={"signed_name": "Nora Lindqvist"})).status_code == 404
    assert await ReviewRound.count().where(ReviewRound.closed_at.is_null()) == 1


@given(st.integers(0, 900), st.integers(0, 900))
def test_quiet_is_ninety_days_without_a_sign_in(age: int, days: int):
    since, seen = NOON - timedelta(days=age), NOON - timedelta(days=days)
    assert is_quiet(seen, since, NOON) == (days >= 90)
    assert is_quiet(None, since, NOON) == (NOON - since >= timedelta(days=90))


def test_the_next_review_is_a_year_after_the_last_and_there_is_none_for_nobody():
    assert due_on(date(2025, 11, 20), date(2020, 1, 1)) == date(2026, 11, 20)
    assert due_on(None, date(2020, 1, 1)) == date(2020, 12, 31)
    assert due_on(None, None) is None
