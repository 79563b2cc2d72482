"""The program office takes a certificate back, or corrects one; whoever holds the old number is told the truth."""

from academy import jobs
from tests import builders
from tests.cast import Cast
from tests.conftest import Clock
from tests.journeys.conftest import Opened
from tests.journeys.window import Window

WHY = "Somebody else sat the exam."


async def found(window_of: Opened, cast: Cast, number: str) -> Window:
    """The certificate as the administrator finds it by a part of the name."""
    office = await (await window_of(cast.ada)).open("/admin/certificates")
    await office.press("Find", q="castañeda")
    return await office.follow(number)


async def test_a_revoked_number_says_so(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    number = await builders.a_certificate(cast.maria, the_clock)
    office = await found(window_of, cast, number)
    the_clock.move(minutes=20)
    await office.press("Revoke this certificate", revoked_class="requirement_not_met", revoked_reason=WHY)
    assert WHY in office.text
    stranger = await (await window_of(None)).open(f"/verify/{number}")
    assert (stranger.status, stranger.heading) == (200, "This certificate was revoked.")
    assert "Nov 21, 2026, 03:32 EST" in stranger.text
    assert "Requirement not met" in stranger.text
    assert WHY not in stranger.page.text
    assert "is valid" not in stranger.text


async def test_the_holder_is_told_and_gets_the_old_paper_no_more(
    cast: Cast, window_of: Opened, the_clock: Clock
) -> None:
    await builders.a_published_course(cast)
    number = await builders.a_certificate(cast.maria, the_clock)
    office = await found(window_of, cast, number)
    await office.press("Revoke this certificate", revoked_class="issued_in_error", revoked_reason=WHY)
    holder = await (await window_of(cast.maria)).open("/certificates")
    assert "Revoked" in holder.text
    assert (await holder.open(f"/certificates/{number}.pdf")).status == 409


async def test_a_replaced_number_leads_to_the_new_one(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    number = await builders.a_certificate(cast.maria, the_clock)
    office = await found(window_of, cast, number)
    await office.press("Replace this certificate", name="Maria E. Castañeda", reason="Married name was wrong.")
    await jobs.drain()
    stranger = await (await window_of(None)).open(f"/v/{number}")
    assert stranger.heading == "This certificate was replaced."
    await stranger.follow("Certificate ")
    assert stranger.heading == "This certificate is valid."
    await stranger.press("Check the name", name="Maria E Castaneda")
    assert "Yes, the name matches." in stranger.text


async def test_a_form_with_a_missing_reason_keeps_the_rest(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    office = await found(window_of, cast, await builders.a_certificate(cast.maria, the_clock))
    await office.press("Replace this certificate", name="Maria E. Castañeda", reason="")
    assert office.status == 422
    assert office.value("name") == "Maria E. Castañeda"
    assert "Fill this in." in office.text
