"""Revoking and replacing: who may, what the old number says afterwards, what stays."""

import pytest

from academy import storage
from academy.errors import Invalid, NotFound
from academy.jobs import drain
from certificates import actions, press
from certificates.access import certificate_for
from certificates.actions.issuing import decode
from certificates.jobs import issue
from certificates.paper import stored
from certificates.rules import CannotMove, NoLongerValid, NotReady
from certificates.tables import Certificate
from tests.cast import Cast
from tests.certificates.finished_course import ARABIC, Finished, audited, name_for_later, newest
from tests.conftest import Clock


async def test_revoking_keeps_the_paper_and_hands_it_out_no_more(cast: Cast, finished: Finished, number: str) -> None:
    await actions.revoke(cast.ada, number=number, revoked_class="issued_in_error", reason="Hours were counted twice")
    row = await newest(finished.completion_id)
    assert (row.state, row.revoked_by, row.revoked_class) == ("revoked", cast.ada.id, "issued_in_error")
    assert await storage.exists(str(row.document_key))
    with pytest.raises(NoLongerValid):
        await stored(await certificate_for(cast.maria, number))
    assert (await audited())[-1] == "certificates:certificate:revoke"


async def test_a_revoked_certificate_is_not_issued_again_by_the_job(
    cast: Cast, finished: Finished, number: str, the_clock: Clock
) -> None:
    await actions.revoke(cast.ada, number=number, revoked_class="requirement_not_met", reason="Someone else's work")
    the_clock.move(hours=2)
    await actions.issue_forgotten()
    await drain()
    await issue(finished.completion_id)
    assert await Certificate.count() == 1


async def test_nobody_but_the_program_office_revokes_or_replaces(cast: Cast, finished: Finished, number: str) -> None:
    before = (await newest(finished.completion_id)).to_dict()
    for other in (cast.maria, cast.ruth, cast.sam, cast.ines, cast.ravi, cast.otis, cast.visitor):
        with pytest.raises(NotFound):
            await actions.revoke(other, number=number, revoked_class="other", reason="Because")
        with pytest.raises(NotFound):
            await actions.replace(other, number=number, name="Somebody Else", reason="Because")
    assert (await newest(finished.completion_id)).to_dict() == before
    assert len(await audited()) == 2


async def test_a_class_that_is_not_listed_is_refused(cast: Cast, finished: Finished, number: str) -> None:
    with pytest.raises(Invalid):
        await actions.revoke(cast.ada, number=number, revoked_class="gossip", reason="Because")
    assert (await newest(finished.completion_id)).state == "issued"


async def test_replacing_issues_the_same_facts_under_the_new_name(
    cast: Cast, finished: Finished, number: str, the_clock: Clock
) -> None:
    old = await newest(finished.completion_id)
    the_clock.move(days=3)
    new_number = await actions.replace(cast.ada, number=number, name="Maria E. Okonkwo", reason="Married")
    with pytest.raises(NotReady):
        await stored(await certificate_for(cast.maria, new_number))
    await drain()
    new = await newest(finished.completion_id)
    assert (new.serial, new.state, new.replaces, new.holder_name) == (new_number, "issued", old.id, "Maria E. Okonkwo")
    assert decode(new.facts).completed_on == decode(old.facts).completed_on
    assert decode(new.facts).issued_at > decode(old.facts).issued_at
    assert (await Certificate.objects().get(Certificate.id == old.id)).state == "replaced"  # type: ignore[union-attr]
    assert "certificates:certificate:replace" in await audited()
    assert await name_for_later(cast.maria) == "Maria E. Okonkwo"


async def test_what_has_ended_cannot_end_again(cast: Cast, finished: Finished, number: str) -> None:
    await actions.revoke(cast.ada, number=number, revoked_class="other", reason="Because")
    with pytest.raises(CannotMove):
        await actions.revoke(cast.ada, number=number, revoked_class="other", reason="Again")
    with pytest.raises(CannotMove):
        await actions.replace(cast.ada, number=number, name="Maria E. Okonkwo", reason="Married")
    assert await Certificate.count() == 1


async def test_a_name_that_cannot_be_printed_replaces_nothing(cast: Cast, finished: Finished, number: str) -> None:
    with pytest.raises(press.NameUnprintable):
        await actions.replace(cast.ada, number=number, name=ARABIC, reason="Asked for")
    assert (await newest(finished.completion_id)).state == "issued"
