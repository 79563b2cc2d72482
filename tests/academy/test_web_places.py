"""As whom the header says somebody is there, and where its navigation leads them."""

from academy.actor import Actor, Grant, Role
from academy.web.places import here_for, role_words

SITE = {"site_id": 7, "site_slug": "raleigh-nc", "site_label": "Raleigh, NC"}


def actor(*grants: Grant, supervises: tuple[int, ...] = ()) -> Actor:
    someone = {"id": 1, "code": "a", "name": "A. Person", "email": "a@example.gov"}
    return Actor(**someone, grants=frozenset(grants), supervises=frozenset(supervises))  # type: ignore[arg-type]


def test_the_header_names_a_role_that_somebody_holds():
    administrator, office = actor(Grant(Role.ADMINISTRATOR)), actor(Grant(Role.PROGRAM_OFFICE))
    both = actor(Grant(Role.ADMINISTRATOR), Grant(Role.COORDINATOR, **SITE))  # type: ignore[arg-type]
    liaison = actor(Grant(Role.LIAISON, **SITE))  # type: ignore[arg-type]
    assert [role_words(administrator, room, "raleigh-nc") for room in ("office", "", "site")] == ["Administrator"] * 3
    assert role_words(office, "network", "-") == "Program office"
    assert [role_words(liaison, room, "raleigh-nc") for room in ("network", "site")] == ["Site liaison"] * 2
    assert [role_words(both, "office", "-"), role_words(both, "site", "raleigh-nc")] == [
        "Administrator",
        "Site coordinator",
    ]
    assert role_words(actor(supervises=(7,)), "site", "raleigh-nc") == "Supervisor"


def test_an_administrator_is_led_to_no_roll_calls_of_a_site_they_do_not_supervise():
    def keys(someone: Actor) -> set[str]:
        return {place.key for room in here_for(someone, "site", "tulsa-ok", "").rooms for place in room.places}

    assert "roll-calls" in keys(actor(supervises=(7,)))
    assert {"people", "roll-calls"} & keys(actor(Grant(Role.ADMINISTRATOR), supervises=(7,))) == {"people"}
    assert not here_for(actor(Grant(Role.ADMINISTRATOR)), "network", "-", "network").rooms
