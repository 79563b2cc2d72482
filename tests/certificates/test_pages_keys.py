"""Keys for agencies on the office's page: shown once, with an end, ended at will."""

from datetime import timedelta

import pytest

from academy import clock
from certificates.queries.keys import keys_in_force
from certificates.tables import CheckKey
from tests.cast import Cast
from tests.certificates.finished_course import audited
from tests.conftest import Browser


async def test_a_key_is_shown_once_and_ended(cast: Cast, browser_as: Browser) -> None:
    ada = await browser_as(cast.ada)
    form = {"name": "NC POST, records", "ends_on": str(clock.now().date() + timedelta(days=90))}
    made = await ada.post("/admin/check-keys", data=form)
    key = made.text.partition('<code class="secret">')[2].partition("<")[0]
    assert (made.status_code, key.startswith("psp_check_"), made.headers["cache-control"]) == (201, True, "no-store")
    stored = await CheckKey.select().first() or {}
    assert (key in str(stored), len(stored["key_hash"])) == (False, 64)
    page = await ada.get("/admin/check-keys")
    assert ("NC POST, records" in page.text, key in page.text) == (True, False)
    assert (await ada.post(f"/admin/check-keys/{stored['code']}/revocation")).status_code == 303
    assert await keys_in_force() == ()
    assert await audited() == ["certificates:check-key:create", "certificates:check-key:revoke"]


@pytest.mark.parametrize(("name", "days"), [("NC POST", -1), ("NC POST", 367), ("NC POST", None), ("", 9)])
async def test_a_key_needs_a_name_and_a_near_end(cast: Cast, browser_as: Browser, name: str, days: int | None) -> None:
    ada = await browser_as(cast.ada)
    ends_on = "" if days is None else str(clock.now().date() + timedelta(days=days))
    page = await ada.post("/admin/check-keys", data={"name": name, "ends_on": ends_on})
    assert (page.status_code, f'value="{name}"' in page.text, await keys_in_force()) == (422, True, ())
