"""Four steps that know when they are done, are skipped one by one, and never come back by themselves."""

from collections.abc import Iterable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from academy.first_visit.rules import ALL, STEPS, is_shown, lines
from academy.sites.tables import Membership
from tests.cast import Cast
from tests.conftest import Browser

KEYS = [one.key for one in STEPS]
SITE = "/sites/raleigh-nc"


@given(st.sets(st.sampled_from(KEYS)), st.dictionaries(st.sampled_from([*KEYS, ALL]), st.sampled_from(["skipped"])))
def test_the_card_is_there_as_long_as_a_step_is_open_and_it_was_not_put_away(done: set[str], said: dict[str, str]):
    found = lines(done, said)
    assert {one.step.key for one in found if one.state == "done"} == done
    assert is_shown(found, said) == (ALL not in said and not set(KEYS) <= done | set(said))


async def test_steps_are_done_by_themselves_skipped_and_brought_back(cast: Cast, browser_as: Browser):
    ruth, nora = await browser_as(cast.ruth), await browser_as(cast.nora)
    assert 'hx-get="/sites/raleigh-nc/first-visit/card"' in (await ruth.get(f"{SITE}/completion")).text
    card = (await ruth.get(f"{SITE}/first-visit/card")).text
    assert card.count("Done.") == 2
    assert (await nora.post(f"{SITE}/first-visit/all", data={"outcome": "skipped"})).status_code == 404
    opened = await ruth.post(f"{SITE}/first-visit/reminders", data={"outcome": "opened"})
    assert opened.headers["location"] == f"{SITE}/messages"
    assert "Four steps" in (await ruth.get(f"{SITE}/first-visit/card")).text
    await ruth.post(f"{SITE}/first-visit/assignment", data={"outcome": "skipped"})
    assert (await ruth.get(f"{SITE}/first-visit/card")).text.strip() == ""
    assert f"{SITE}/first-visit" in (await ruth.get("/help")).text
    await ruth.post(f"{SITE}/first-visit")
    assert "Assign a first course" in (await ruth.get(f"{SITE}/first-visit/card")).text
    await ruth.post(f"{SITE}/first-visit/all", data={"outcome": "skipped"})
    assert (await ruth.get(f"{SITE}/first-visit/card")).text.strip() == ""
    assert (await ruth.post(f"{SITE}/first-visit/nothing", data={"outcome": "skipped"})).status_code == 404


async def test_a_site_of_one_has_everything_before_it(cast: Cast, browser_as: Browser):
    others: Iterable[int] = (cast.maria.id, cast.tyler.id)
    await Membership.update({Membership.ends_on: date(2026, 1, 1)}).where(Membership.person.is_in(list(others)))
    assert "Done." not in (await (await browser_as(cast.ruth)).get(f"{SITE}/first-visit")).text
