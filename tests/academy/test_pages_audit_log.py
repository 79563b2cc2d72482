"""The audit log page: complete, newest first, filtered by action, a page at a time, and for administrators only."""

import pytest

from academy import audit
from academy.audit import Subject, record
from academy.audit_log.queries import ROWS, audit_log
from academy.db.watch import statements
from tests.cast import Cast
from tests.conftest import Browser


async def test_an_entry_can_be_read(cast: Cast, browser_as: Browser) -> None:
    site_id = cast.places["raleigh-nc"].site_id
    audit.request_id.set("abc123")
    unit = Subject("unit", 7, site_id)
    await record(cast.ada, "sites:unit:create", unit, name="Night <b>Watch</b>", late=True, empty=None)
    page = await (await browser_as(cast.ada)).get("/admin/audit", params={"action": "sites:unit:create"})
    for words in ("Ada Quill", "sites:unit:create", "unit 7", "Raleigh", "Night &lt;b&gt;Watch", "request abc123"):
        assert words in page.text
    assert ("late: <b>yes</b>" in page.text, "empty" in page.text) == (True, False)


@pytest.mark.parametrize("chosen", ["people:", "people:person:create"])
async def test_the_filter_shows_the_chosen_actions_only(cast: Cast, chosen: str) -> None:
    found = await audit_log(chosen, None)
    assert len(found.entries) == len(cast.people) - 1
    assert {entry.action for entry in found.entries} == {"people:person:create"}
    assert {"people", "sites"} <= {area for area, _ in found.areas}


async def test_an_action_that_never_happened_shows_nothing(cast: Cast, browser_as: Browser) -> None:
    page = await (await browser_as(cast.ada)).get("/admin/audit", params={"action": "%"})
    assert (page.status_code, "No entry of this kind." in page.text) == (200, True)


async def test_pages_follow_each_other_without_gap_or_repeat(cast: Cast) -> None:
    for number in range(ROWS + 30):
        await record(None, "test:thing:make", Subject("thing", number))
    first = await audit_log("test:", None)
    second = await audit_log("test:", first.older)
    ids = [entry.id for entry in (*first.entries, *second.entries)]
    assert (len(first.entries), len(second.entries), second.older) == (ROWS, 30, None)
    assert ids == sorted(set(ids), reverse=True)


async def test_the_log_costs_two_statements(cast: Cast) -> None:
    with statements() as sent:
        await audit_log("", None)
    assert len(sent) == 2


async def test_only_administrators_read_it(cast: Cast, browser_as: Browser) -> None:
    for name in cast.people:
        expected = {"ada": 200, "visitor": 303}.get(name, 403)
        assert (await (await browser_as(cast.people[name])).get("/admin/audit")).status_code == expected
