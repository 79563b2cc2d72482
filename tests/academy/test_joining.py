"""An invitation from the coordinator's button to the first sign-in: once, in time, and to nobody else's site."""

import re

import pytest
import structlog
from structlog.testing import capture_logs

from academy.joining.actions import accept, invite, invited
from academy.joining.rules import NoInvitation
from academy.joining.tables import Invitation
from academy.messages.tables import OutgoingMessage
from academy.sign_in.tables import Password
from academy.sites.access import SiteRow
from academy.web import entrance
from tests.cast import PASSWORD, Cast
from tests.conftest import Browser, Clock


async def links() -> list[str]:
    rows = await OutgoingMessage.select(OutgoingMessage.body).order_by(OutgoingMessage.id)
    return [found[1] for row in rows if (found := re.search(r"(/join/\S+)", row["body"]))]


async def test_from_the_button_to_the_first_sign_in(
    cast: Cast, browser_as: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruth, stranger = await browser_as(cast.ruth), await browser_as(None)
    assert "3 people have no password yet" in (await ruth.get("/sites/raleigh-nc/people")).text
    told = await ruth.post("/sites/raleigh-nc/invitations")
    assert "3 written to" in (await ruth.get(told.headers["location"])).text
    assert (await ruth.post("/sites/raleigh-nc/invitations")).headers["location"].endswith("invited=0")
    link = (await links())[0]
    # One that logged before writes to where it first did.
    monkeypatch.setattr(entrance, "log", structlog.get_logger())
    with capture_logs() as logged:
        page = await stranger.get(link)
    assert [line["path"] for line in logged] == ["/join/"]
    assert page.headers["referrer-policy"] == "no-referrer"
    ledger = (await (await browser_as(cast.ada)).get("/admin/messages")).text
    assert ("/join/…" in ledger, link in ledger) == (True, False)
    assert cast.maria.email in page.text
    short = await stranger.post(link, data={"password": "short"})
    assert (short.status_code, "at least 15" in short.text) == (422, True)
    assert (await stranger.post(link, data={"password": PASSWORD})).headers["location"] == "/sign-in"
    assert (await stranger.get(link)).status_code == 404
    signed = await stranger.post("/sign-in", data={"email": cast.maria.email, "password": PASSWORD})
    assert signed.status_code == 303
    assert await Password.count() == 1


async def test_a_link_ends_and_a_newer_one_uses_up_the_older(cast: Cast, the_clock: Clock) -> None:
    place = cast.places["raleigh-nc"]
    site = SiteRow(place.site_id, place.slug, "Raleigh", "NC", place.zone)
    for _ in range(2):
        assert await invite(cast.ruth, site=site, code=cast.maria.code) == 1
    first, second = [link.rpartition("/")[2] for link in await links()]
    await accept(second, password=PASSWORD)
    with pytest.raises(NoInvitation):
        await accept(first, password="another long password")
    assert await invite(cast.ruth, site=site, code=cast.maria.code) == 0
    await invite(cast.ruth, site=site, code=cast.tyler.code)
    the_clock.move(days=14)
    with pytest.raises(NoInvitation):
        await invited((await links())[-1].rpartition("/")[2])
    with pytest.raises(NoInvitation):
        await invited("guessed")
    assert await Invitation.count().where(Invitation.accepted_at.is_null()) == 1
