"""Signing in and out, passwords and keys for programs, in the database."""

import pytest

from academy.actor import Permission
from academy.errors import Invalid, NotFound
from academy.people.actions import deactivate
from academy.sign_in import actions, passwords, rules
from academy.sign_in.identity import by_session, by_token
from academy.sign_in.sessions import hash_of, open_session
from academy.sign_in.tables import ApiToken, Password, SignInFailure, SignInSession
from tests.cast import PASSWORD, Cast
from tests.conftest import Clock


async def try_password(password: str = PASSWORD, email: str = "maria@example.gov") -> str:
    return await actions.sign_in(email=email, password=password, user_agent="test")


@pytest.fixture
async def with_password(cast: Cast) -> Cast:
    await actions.set_password(None, person_id=cast.maria.id, password=PASSWORD)
    return cast


async def test_the_right_password_opens_a_session(with_password: Cast):
    token = await try_password(email="  Maria@Example.GOV ")
    assert (await by_session(token)).id == with_password.maria.id
    assert not await SignInSession.exists().where(SignInSession.token_hash == token)
    assert await SignInSession.exists().where(SignInSession.token_hash == hash_of(token))


@pytest.mark.parametrize("email", ["maria@example.gov", "nobody@example.gov", "tyler@example.gov"])
async def test_wrong_unknown_and_unset_say_the_same(email: str, with_password: Cast):
    with pytest.raises(rules.WrongSignIn) as refusal:
        await try_password("wrong horse battery staple", email)
    assert refusal.value.fields == {"password": rules.WrongSignIn.sentence}
    assert await SignInSession.count() == 0


async def test_failures_slow_down_and_the_right_password_clears_them(with_password: Cast, the_clock: Clock):
    await SignInFailure.insert(*[SignInFailure(account=hash_of("maria@example.gov")) for _ in range(5)])
    with pytest.raises(rules.SlowDown):
        await try_password()
    the_clock.move(seconds=31)
    await try_password()
    assert await SignInFailure.count() == 0


async def test_who_is_deactivated_is_out_at_once(with_password: Cast):
    token = await try_password()
    await deactivate(with_password.ada, person_id=with_password.maria.id)
    assert (await by_session(token)).is_visitor
    with pytest.raises(rules.WrongSignIn):
        await try_password()


async def test_a_new_password_ends_every_session(with_password: Cast):
    token = await try_password()
    await actions.set_password(with_password.maria, person_id=with_password.maria.id, password=f"{PASSWORD} again")
    assert (await by_session(token)).is_visitor
    assert await Password.count() == 1


async def test_a_short_password_changes_nothing(with_password: Cast):
    before = await Password.select(Password.hash)
    with pytest.raises(Invalid) as refusal:
        await actions.set_password(None, person_id=with_password.maria.id, password="x" * 14)
    assert "15 characters" in refusal.value.fields["password"]
    assert await Password.select(Password.hash) == before


async def test_a_session_ends_when_idle_and_in_any_case(cast: Cast, the_clock: Clock):
    token = await open_session(cast.maria.id, "test")
    for _ in range(24):
        the_clock.move(minutes=29)
        assert (await by_session(token)).id == cast.maria.id
    the_clock.move(minutes=29)
    assert (await by_session(token)).is_visitor
    idle = await open_session(cast.maria.id, "test")
    the_clock.move(minutes=30)
    assert (await by_session(idle)).is_visitor


async def test_signing_out_ends_this_session_only(cast: Cast):
    here, there = await open_session(cast.maria.id, "here"), await open_session(cast.maria.id, "there")
    await actions.sign_out(await by_session(here))
    assert (await by_session(here)).is_visitor
    assert (await by_session(there)).id == cast.maria.id


async def test_an_actor_from_a_session_is_the_one_of_the_cast(cast: Cast):
    for name in ("maria", "ruth", "sam", "ada", "otis"):
        person = await by_session(await open_session(cast.people[name].id, "test"))
        known = cast.people[name]
        assert (person.grants, person.memberships, person.code) == (known.grants, known.memberships, known.code), name


async def test_a_key_carries_its_scopes_and_no_more(cast: Cast):
    token = await actions.make_token(cast.ruth, name="report", scopes=frozenset({Permission.SEE_PROGRESS}))
    actor = await by_token(token)
    assert actor.may(Permission.SEE_PROGRESS, cast.places["raleigh-nc"].site_id)
    assert not actor.may(Permission.SEE_PROGRESS, cast.places["tulsa-ok"].site_id)
    assert not actor.may(Permission.ASSIGN)
    assert not await ApiToken.exists().where(ApiToken.token_hash == token)


async def test_only_its_maker_ends_a_key(cast: Cast):
    token = await actions.make_token(cast.ruth, name="report", scopes=frozenset({Permission.EXPORT}))
    code = (await ApiToken.select(ApiToken.code).first() or {})["code"]
    with pytest.raises(NotFound):
        await actions.revoke_token(cast.nora, code)
    assert (await by_token(token)).id == cast.ruth.id
    await actions.revoke_token(cast.ruth, code)
    assert (await by_token(token)).is_visitor
    with pytest.raises(NotFound):
        await actions.revoke_token(cast.ruth, code)


async def test_no_hash_fits_nobody():
    assert not await passwords.matches("anything", None)
    assert await passwords.matches("anything", await passwords.hash_of("anything"))
